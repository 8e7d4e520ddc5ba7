package io.yumen.service.alertmanager;

import io.yumen.catalogue.Parameters;
import io.yumen.schema.Doc;
import io.yumen.schema.JsonSchema;
import io.yumen.schema.Spread;
import io.yumen.service.Call;
import io.yumen.service.Tool;
import io.yumen.service.ToolHints;
import io.yumen.service.answer.Answers;
import io.yumen.service.answer.Item;
import io.yumen.service.answer.Listed;
import io.yumen.service.answer.Listing;
import io.yumen.service.answer.Look;
import io.yumen.service.answer.Ordered;
import io.yumen.service.answer.Source;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is wrong now, and whom that is told. */
final class AlertTools {
    private final Api api;
    private final Answers answers;

    AlertTools(Api api, Answers answers) {
        this.api = api;
        this.answers = answers;
    }

    record Alerts(
            @Nullable @Doc(value = "Matchers, as in severity=\"page\" or job=~\"a|b\"", max = 20)
            List<String> filter,

            @Nullable @Doc("Only those for receivers of this name, a regular expression")
            String receiver,

            @Doc(value = "Those that are neither silenced nor inhibited", fallback = "true")
            boolean active,

            @Doc(value = "Those that are silenced", fallback = "true")
            boolean silenced,

            @Doc(value = "Those that others inhibit", fallback = "true")
            boolean inhibited,

            @Spread Listing listing) {}

    record Receivers(@Spread Listing listing) {}

    record Status(@Spread Look look) {}

    List<Tool> all() {
        return List.of(
                Tool.named("alerts", "Alerts")
                        .does("Lists alerts, with state and since when.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Listed.class)
                        .answers(Alerts.class, this::alerts),
                Tool.named("alert_groups", "Groups of alerts")
                        .does("Lists alerts as they are grouped for receivers.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Listed.class)
                        .answers(Alerts.class, this::groups),
                Tool.named("receivers", "Receivers")
                        .does("Lists whom alerts are sent to.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Listed.class)
                        .answers(Receivers.class, this::receivers),
                Tool.named("status", "Status of Alertmanager")
                        .does("Tells version, peers of the cluster, and the configuration.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(JsonSchema.OBJECT)
                        .answers(Status.class, this::status));
    }

    private Tool.Outcome alerts(Alerts input, Call call) {
        return answers.list(input, input.listing(), "alerts", ordered(api.list(Api.ALERTS, query(input), call)));
    }

    private Tool.Outcome groups(Alerts input, Call call) {
        List<Ordered.Entry> found = api.list(Api.GROUPS, query(input), call).stream()
                .filter(group -> !group.path("alerts").isEmpty())
                .map(group -> new Ordered.Entry(key(group), group(group)))
                .toList();
        return answers.list(input, input.listing(), "groups", new Ordered(found, Comparator.naturalOrder()));
    }

    private static Parameters query(Alerts input) {
        return Api.filter(Api.matchers(input.filter()))
                .put("receiver", input.receiver())
                .put("active", Boolean.toString(input.active()))
                .put("silenced", Boolean.toString(input.silenced()))
                .put("inhibited", Boolean.toString(input.inhibited()));
    }

    /** In the order in which Alertmanager has them. */
    static Source ordered(List<ObjectNode> alerts) {
        return new Ordered(
                alerts.stream()
                        .map(alert ->
                                new Ordered.Entry(alert.path("fingerprint").asString(""), alert(alert)))
                        .toList(),
                Comparator.naturalOrder());
    }

    private static Item alert(ObjectNode alert) {
        JsonNode labels = alert.path("labels");
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.put("alert", labels.path("alertname").asString(""));
        summary.put("severity", labels.path("severity").asString(""));
        summary.set("state", alert.path("status").path("state"));
        summary.set("since", alert.path("startsAt"));
        summary.put("labels", others(labels));
        summary.put("summary", alert.path("annotations").path("summary").asString(""));
        summary.put("silenced_by", words(alert.path("status").path("silencedBy")));
        return new Item(labels.path("alertname").asString(""), summary, alert);
    }

    private static String key(ObjectNode group) {
        return group.path("receiver").path("name").asString("") + " "
                + Ordered.mark(group.path("labels").toString());
    }

    private Item group(ObjectNode group) {
        List<ObjectNode> alerts = api.promised().objects(group.path("alerts"), "the alerts of a group");
        String receiver = group.path("receiver").path("name").asString("");
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.put("receiver", receiver);
        summary.put("group", pairs(group.path("labels")));
        summary.put("alerts", alerts.size());
        summary.put("states", count(alerts));
        return new Item(receiver + " " + pairs(group.path("labels")), summary, group);
    }

    /** How many are in each state, as in {@code 3 active, 1 suppressed}. */
    private static String count(List<ObjectNode> alerts) {
        return alerts.stream()
                .collect(Collectors.groupingBy(
                        alert -> alert.path("status").path("state").asString(""), Collectors.counting()))
                .entrySet()
                .stream()
                .sorted(Map.Entry.comparingByKey())
                .map(state -> state.getValue() + " " + state.getKey())
                .collect(Collectors.joining(", "));
    }

    private static String others(JsonNode labels) {
        return labels instanceof ObjectNode all
                ? pairs(all.deepCopy().without("alertname").without("severity"))
                : "";
    }

    private static String pairs(JsonNode labels) {
        return labels.propertyStream()
                .map(label -> label.getKey() + "=\"" + label.getValue().asString("") + "\"")
                .collect(Collectors.joining(" "));
    }

    private static String words(JsonNode list) {
        return list.valueStream().map(word -> word.asString("")).collect(Collectors.joining(" "));
    }

    private Tool.Outcome receivers(Receivers input, Call call) {
        List<Item> found = api.receivers(call).stream()
                .map(receiver -> new Item(receiver.path("name").asString(""), receiver, receiver))
                .toList();
        return answers.list(input, input.listing(), "receivers", Source.of(found));
    }

    private Tool.Outcome status(Status input, Call call) {
        ObjectNode status = api.status(call);
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.set("version", status.path("versionInfo").path("version"));
        summary.set("since", status.path("uptime"));
        summary.set("cluster", status.path("cluster").path("status"));
        summary.put("peers", status.path("cluster").path("peers").size());
        return answers.one(input.look(), new Item("status", summary, status), call);
    }
}
