package io.yumen.service.prometheus;

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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How Prometheus and what it watches fare. */
final class StateTools {
    private static final String TARGETS = "targets";
    private static final String RULES = "rules";
    private static final String ALERTS = "alerts";

    private final Api api;
    private final Answers answers;

    StateTools(Api api, Answers answers) {
        this.api = api;
        this.answers = answers;
    }

    enum TargetState {
        ACTIVE,
        DROPPED,
        ANY
    }

    enum RuleType {
        ALERT,
        RECORD,
        ANY
    }

    enum Part {
        BUILDINFO,
        RUNTIMEINFO,
        TSDB,
        FLAGS,
        CONFIG,
        WALREPLAY
    }

    record Targets(
            @Doc(value = "Which", fallback = "\"active\"") TargetState state,

            @Nullable @Doc("Only those of this health: up, down or unknown")
            String health,

            @Spread Listing listing) {}

    record Rules(
            @Doc(value = "Which", fallback = "\"any\"") RuleType type,

            @Nullable @Doc("Only of this state: firing, pending or inactive")
            String state,

            @Spread Listing listing) {}

    record Alerts(@Spread Listing listing) {}

    record Status(@Doc("What of it") Part part, @Spread Look look) {}

    List<Tool> all() {
        return List.of(
                Tool.named("targets", "Targets")
                        .does("Lists what is scraped, with its health and the last error.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Listed.class)
                        .answers(Targets.class, this::targets),
                Tool.named("rules", "Rules")
                        .does("Lists alerting and recording rules, with state and the last error.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Listed.class)
                        .answers(Rules.class, this::rules),
                Tool.named("alerts", "Alerts")
                        .does("Lists alerts that fire or are pending.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Listed.class)
                        .answers(Alerts.class, this::alerts),
                Tool.named("status", "Status of Prometheus")
                        .does("Tells version, runtime, cardinality of the TSDB, flags, or the configuration.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(JsonSchema.OBJECT)
                        .answers(Status.class, this::status));
    }

    private Tool.Outcome targets(Targets input, Call call) {
        JsonNode data = api.get(
                TARGETS, new Parameters().put("state", input.state().name().toLowerCase(Locale.ROOT)), call);
        List<Item> found = new ArrayList<>();
        objects(TARGETS, data, "activeTargets").forEach(target -> {
            if (input.health() == null
                    || input.health().equals(target.path("health").asString(""))) {
                found.add(active(target));
            }
        });
        if (input.health() == null && data.has("droppedTargets")) {
            objects(TARGETS, data, "droppedTargets").forEach(target -> found.add(dropped(target)));
        }
        return answers.list(input, input.listing(), "targets", Source.of(found));
    }

    /** The list of that name in what was answered. */
    private List<ObjectNode> objects(String what, JsonNode data, String name) {
        return api.promised().objects(data.path(name), "\"" + name + "\" of " + what);
    }

    private static Item active(ObjectNode target) {
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.set("job", target.path("labels").path("job"));
        summary.set("instance", target.path("labels").path("instance"));
        summary.set("health", target.path("health"));
        summary.set("scraped", target.path("lastScrape"));
        summary.set("error", target.path("lastError"));
        return new Item(target.path("scrapeUrl").asString(""), summary, target);
    }

    private static Item dropped(ObjectNode target) {
        JsonNode labels = target.path("discoveredLabels");
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.set("job", labels.path("job"));
        summary.set("instance", labels.path("__address__"));
        summary.put("health", "dropped");
        return new Item(labels.path("__address__").asString(""), summary, target);
    }

    private Tool.Outcome rules(Rules input, Call call) {
        Parameters query = new Parameters();
        if (input.type() != RuleType.ANY) {
            query.put("type", input.type().name().toLowerCase(Locale.ROOT));
        }
        List<Item> found = new ArrayList<>();
        for (ObjectNode group : objects(RULES, api.get(RULES, query, call), "groups")) {
            for (ObjectNode rule : objects(RULES, group, "rules")) {
                if (input.state() == null
                        || input.state().equals(rule.path("state").asString(""))) {
                    found.add(rule(group, rule));
                }
            }
        }
        return answers.list(input, input.listing(), "rules", Source.of(found));
    }

    private static Item rule(ObjectNode group, ObjectNode rule) {
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.set("group", group.path("name"));
        summary.set("rule", rule.path("name"));
        summary.set("type", rule.path("type"));
        summary.put("state", rule.path("state").asString(""));
        summary.set("health", rule.path("health"));
        summary.set("query", rule.path("query"));
        summary.put("error", rule.path("lastError").asString(""));
        return new Item(rule.path("name").asString(""), summary, rule);
    }

    private Tool.Outcome alerts(Alerts input, Call call) {
        List<Ordered.Entry> found = objects(ALERTS, api.get(ALERTS, new Parameters(), call), "alerts").stream()
                .map(alert -> new Ordered.Entry(key(alert), alert(alert)))
                .toList();
        return answers.list(input, input.listing(), "alerts", new Ordered(found, Comparator.naturalOrder()));
    }

    /** By its name, and then by all that tells it from others of that name. */
    private static String key(ObjectNode alert) {
        JsonNode labels = alert.path("labels");
        return labels.path("alertname").asString("") + " "
                + Ordered.mark(labels + alert.path("activeAt").asString(""));
    }

    private static Item alert(ObjectNode alert) {
        JsonNode labels = alert.path("labels");
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        summary.set("alert", labels.path("alertname"));
        summary.set("state", alert.path("state"));
        summary.put("severity", labels.path("severity").asString(""));
        summary.set("since", alert.path("activeAt"));
        summary.set("value", alert.path("value"));
        summary.put("summary", alert.path("annotations").path("summary").asString(""));
        return new Item(labels.path("alertname").asString(""), summary, alert);
    }

    private Tool.Outcome status(Status input, Call call) {
        String what = input.part().name().toLowerCase(Locale.ROOT);
        ObjectNode full = api.keptObject(Api.STATUS, Api.Asked.of("status/" + what), call);
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        full.properties().forEach(part -> {
            if (part.getValue().isValueNode() && part.getValue().asString("").length() < 200) {
                summary.set(part.getKey(), part.getValue());
            }
        });
        return answers.one(input.look(), new Item(what, summary, full), call);
    }
}
