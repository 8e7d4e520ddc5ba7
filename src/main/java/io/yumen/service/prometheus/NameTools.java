package io.yumen.service.prometheus;

import io.yumen.catalogue.Parameters;
import io.yumen.catalogue.When;
import io.yumen.protocol.PlainText;
import io.yumen.schema.Doc;
import io.yumen.schema.Spread;
import io.yumen.service.Call;
import io.yumen.service.Tool;
import io.yumen.service.ToolFailure;
import io.yumen.service.ToolHints;
import io.yumen.service.answer.Answers;
import io.yumen.service.answer.Item;
import io.yumen.service.answer.Listed;
import io.yumen.service.answer.Listing;
import io.yumen.service.answer.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What can be queried. */
final class NameTools {
    private final Api api;
    private final Answers answers;

    NameTools(Api api, Answers answers) {
        this.api = api;
        this.answers = answers;
    }

    record Metrics(
            @Nullable @Doc("Part of the name or of the help text; all")
            String search,

            @Spread Listing listing) {}

    record Labels(
            @Nullable @Doc("Whose values; left out, the names of labels")
            String label,

            @Nullable @Doc(value = "Only of series of these selectors", max = 20)
            List<String> match,

            @Nullable @Doc("From") String start,
            @Nullable @Doc("Until") String end,
            @Spread Listing listing) {}

    record Series(
            @Doc(value = "Selectors, as in up{job=\"x\"}", max = 20)
            List<String> match,

            @Nullable @Doc("From; an hour ago") String start,
            @Nullable @Doc("Until; now") String end,
            @Spread Listing listing) {}

    List<Tool> all() {
        return List.of(
                Tool.named("metrics", "Metrics")
                        .does("Lists metrics with type, unit and help.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Listed.class)
                        .answers(Metrics.class, this::metrics),
                Tool.named("labels", "Labels")
                        .does("Lists the names of labels, or the values of one.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Listed.class)
                        .answers(Labels.class, this::labels),
                Tool.named("series", "Series")
                        .does("Lists the series that selectors match, by their labels.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Listed.class)
                        .answers(Series.class, this::series));
    }

    private Tool.Outcome metrics(Metrics input, Call call) {
        ObjectNode data = api.keptObject(Api.METADATA, Api.Asked.of("metadata"), call);
        List<Item> found = new ArrayList<>();
        data.properties().forEach(metric -> {
            JsonNode first = metric.getValue().path(0);
            if (isWanted(input.search(), metric.getKey(), first.path("help").asString(""))) {
                ObjectNode summary = JsonNodeFactory.instance.objectNode().put("metric", metric.getKey());
                summary.set("type", first.path("type"));
                summary.set("help", first.path("help"));
                ObjectNode full = summary.deepCopy();
                full.set("metadata", metric.getValue());
                found.add(new Item(metric.getKey(), summary, full));
            }
        });
        found.sort((one, other) -> one.name().compareTo(other.name()));
        return answers.list(input, input.listing(), "metrics", Source.of(found));
    }

    private static boolean isWanted(@Nullable String search, String name, String help) {
        if (search == null) {
            return true;
        }
        String wanted = search.toLowerCase(Locale.ROOT);
        return name.toLowerCase(Locale.ROOT).contains(wanted)
                || help.toLowerCase(Locale.ROOT).contains(wanted);
    }

    private Tool.Outcome labels(Labels input, Call call) {
        Parameters query = matching(input.match());
        times(query, input.start(), input.end());
        if (input.label() != null && input.label().contains("/")) {
            throw new ToolFailure("\"" + PlainText.echo(input.label()) + "\" is no name of a label");
        }
        String what = input.label() == null ? "labels" : "label/" + Parameters.segment(input.label()) + "/values";
        String column = input.label() == null ? "label" : "value";
        String words = words(input.match(), input.start(), input.end());
        String kind = input.label() == null ? Api.LABELS : Api.VALUES;
        List<Item> found = api.keptWords(kind, new Api.Asked(what, query, words), call).stream()
                .map(value -> named(column, answers.valueOf(input.label(), value)))
                .toList();
        return answers.list(input, input.listing(), column + "s", Source.of(found));
    }

    private static Item named(String column, String name) {
        ObjectNode only = JsonNodeFactory.instance.objectNode().put(column, name);
        return new Item(name, only, only);
    }

    private Tool.Outcome series(Series input, Call call) {
        Parameters query = matching(input.match());
        times(query, input.start() == null ? "1h" : input.start(), input.end());
        String words = words(input.match(), input.start(), input.end());
        List<Item> found = api.keptObjects(Api.SERIES, new Api.Asked("series", query, words), call).stream()
                .map(labels -> new Item(Api.name(labels), Api.columns(labels), labels))
                .toList();
        return answers.list(input, input.listing(), "series", Source.of(found));
    }

    private static Parameters matching(@Nullable List<String> selectors) {
        return new Parameters().put("match[]", selectors);
    }

    private static String words(@Nullable List<String> selectors, @Nullable String start, @Nullable String end) {
        return matching(selectors).put("start", start).put("end", end).toString();
    }

    private void times(Parameters query, @Nullable String start, @Nullable String end) {
        if (start != null) {
            query.put("start", When.text(api.when().time(start, api.when().now())));
        }
        if (end != null) {
            query.put("end", When.text(api.when().time(end, api.when().now())));
        }
    }
}
