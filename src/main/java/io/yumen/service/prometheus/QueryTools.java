package io.yumen.service.prometheus;

import io.yumen.catalogue.Parameters;
import io.yumen.catalogue.When;
import io.yumen.schema.Doc;
import io.yumen.schema.Spread;
import io.yumen.service.Call;
import io.yumen.service.Content;
import io.yumen.service.Tool;
import io.yumen.service.ToolFailure;
import io.yumen.service.ToolHints;
import io.yumen.service.ToolResult;
import io.yumen.service.answer.Answers;
import io.yumen.service.answer.Item;
import io.yumen.service.answer.Listed;
import io.yumen.service.answer.Listing;
import io.yumen.service.answer.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is asked in PromQL. */
final class QueryTools {
    /** What Prometheus gives of one series. */
    private static final long MAX_POINTS = 11_000;

    /** What one answer is made of: a query that would be more is not asked. */
    private static final long MAX_POINTS_OF_ALL = 500_000;

    /** How many points a range has where nobody says how far they are apart. */
    private static final int USUAL_POINTS = 120;

    private final Api api;
    private final Answers answers;

    QueryTools(Api api, Answers answers) {
        this.api = api;
        this.answers = answers;
    }

    record Instantly(
            @Doc(value = "PromQL", max = 10_000) String query,
            @Nullable @Doc("When; now") String time,
            @Spread Listing listing) {}

    record Ranged(
            @Doc(value = "PromQL", max = 10_000) String query,
            @Nullable @Doc("From; an hour before the end") String start,
            @Nullable @Doc("Until; now") String end,

            @Nullable @Doc("Time between points; by default so that there are 120")
            String step,

            @Doc(value = "Also draw the 10 greatest series as a PNG", fallback = "false")
            boolean plot,

            @Spread Listing listing) {}

    record Explained(@Doc(value = "PromQL", max = 10_000) String query) {}

    record Formatted(@Doc("The query, formatted") String formatted) {}

    List<Tool> all() {
        return List.of(
                Tool.named("query", "Query")
                        .does("Evaluates a PromQL query at one time.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Listed.class)
                        .answers(Instantly.class, this::query),
                Tool.named("query_range", "Query a range")
                        .does(
                                "Evaluates a PromQL query over a range of time. Of each series the first, last, least, greatest and"
                                        + " mean value; with detail full all points.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Listed.class)
                        .answers(Ranged.class, this::range),
                Tool.named("format_query", "Format a query")
                        .does("Checks a PromQL query without evaluating it, and formats it.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Formatted.class)
                        .answers(Explained.class, this::format));
    }

    private Tool.Outcome query(Instantly input, Call call) {
        Parameters form = new Parameters().put("query", input.query());
        if (input.time() != null) {
            form.put("time", When.text(api.when().time(input.time(), api.when().now())));
        }
        JsonNode data = api.ask("query", form, call);
        return answers.list(input, input.listing(), "series", Source.of(instant(data)));
    }

    private static List<Item> instant(JsonNode data) {
        JsonNode result = data.path("result");
        return switch (data.path("resultType").asString("")) {
            case "vector" -> result.valueStream().map(QueryTools::sample).toList();
            case "matrix" -> result.valueStream().map(QueryTools::series).toList();
            default -> {
                ObjectNode single = JsonNodeFactory.instance.objectNode();
                single.set("value", result.path(1));
                yield List.of(new Item(result.path(1).asString(""), single, single));
            }
        };
    }

    private static Item sample(JsonNode sample) {
        JsonNode metric = sample.path("metric");
        ObjectNode summary = Api.columns(metric);
        boolean isHistogram = sample.has("histogram");
        summary.set(
                "value",
                isHistogram
                        ? sample.path("histogram").path(1)
                        : sample.path("value").path(1));
        return new Item(Api.name(metric), summary, (ObjectNode) sample);
    }

    private Tool.Outcome range(Ranged input, Call call) {
        Instant end = api.when().time(input.end(), api.when().now());
        Instant start = api.when().time(input.start(), end.minus(Duration.ofHours(1)));
        Duration length = Duration.between(start, end);
        if (!length.isPositive()) {
            throw new ToolFailure("The range ends before it begins: from " + start + " until " + end);
        }
        Duration step = input.step() == null ? usualStep(length) : When.length(input.step());
        requireFew(input, length, step, call, end);
        Parameters form = new Parameters()
                .put("query", input.query())
                .put("start", When.text(start))
                .put("end", When.text(end))
                .put("step", step.toMillis() / 1_000.0 + "");
        JsonNode data = api.ask("query_range", form, call);
        List<Item> all =
                data.path("result").valueStream().map(QueryTools::series).toList();
        ToolResult told = answers.list(input, input.listing(), "series", Source.of(all));
        Plot.Time time = new Plot.Time(start, end, step.toMillis() / 1_000.0);
        return input.plot() ? with(picture(input.query(), time, data), told) : told;
    }

    /** A picture of what may be told: names are without secrets there, too. */
    private Content picture(String query, Plot.Time time, JsonNode data) {
        List<Plot.Line> lines = data.path("result")
                .valueStream()
                .map(series ->
                        new Plot.Line(answers.clean(Api.name(series.path("metric"))), points(series.path("values"))))
                .toList();
        return Plot.canDraw(lines)
                ? Content.image(Plot.of(answers.clean(query), time, lines), "image/png")
                : Content.text("There is no number to draw");
    }

    private static List<Plot.Point> points(JsonNode values) {
        return values.valueStream()
                .map(point -> new Plot.Point(
                        point.path(0).doubleValue(), number(point.path(1).asString("NaN"))))
                .toList();
    }

    private static ToolResult with(Content more, ToolResult told) {
        List<Content> all = new ArrayList<>(told.content());
        all.add(more);
        return new ToolResult(all, told.structured(), false);
    }

    private static Duration usualStep(Duration length) {
        return Duration.ofSeconds(Math.max(1, length.toSeconds() / USUAL_POINTS));
    }

    /** Asks how many series there are before all their points are read. */
    private void requireFew(Ranged input, Duration length, Duration step, Call call, Instant end) {
        if (step.toMillis() < 1) {
            throw new ToolFailure("The step is a millisecond or more");
        }
        long points = length.toMillis() / step.toMillis() + 1;
        Duration wider = usualStep(length);
        if (points > MAX_POINTS) {
            throw new ToolFailure("That would be " + points + " points of each series, and " + MAX_POINTS
                    + " are the most; use a step of " + wider.toSeconds() + "s or a shorter range");
        }
        Parameters form =
                new Parameters().put("query", "count(" + input.query() + "\n)").put("time", When.text(end));
        JsonNode counted = api.ask("query", form, call)
                .path("result")
                .path(0)
                .path("value")
                .path(1);
        long series = counted.isString() ? Math.round(Double.parseDouble(counted.stringValue())) : 0;
        if (series * points > MAX_POINTS_OF_ALL) {
            throw new ToolFailure("That would be " + series * points + " points (" + series + " series of " + points
                    + "); aggregate, as in sum by (job) (...), take the greatest with topk(10, ...), use a wider step, or a"
                    + " shorter range");
        }
    }

    private static Item series(JsonNode series) {
        JsonNode metric = series.path("metric");
        ObjectNode summary = Api.columns(metric);
        List<Double> values = new ArrayList<>();
        series.path("values").forEach(point -> values.add(number(point.path(1).asString("NaN"))));
        summary.put("points", values.size());
        if (!values.isEmpty()) {
            put(summary, "first", values.getFirst());
            put(summary, "last", values.getLast());
            put(summary, "min", values.stream().min(Double::compare).orElseThrow());
            put(summary, "max", values.stream().max(Double::compare).orElseThrow());
            put(
                    summary,
                    "mean",
                    values.stream().mapToDouble(Double::doubleValue).average().orElseThrow());
        }
        return new Item(Api.name(metric), summary, (ObjectNode) series);
    }

    /** A value as Prometheus writes it, which knows infinities by other names. */
    private static double number(String text) {
        return switch (text) {
            case "+Inf" -> Double.POSITIVE_INFINITY;
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    private static void put(ObjectNode summary, String name, double value) {
        if (Double.isFinite(value)) {
            summary.put(name, Math.rint(value) == value && Math.abs(value) < 1e15 ? value : round(value));
        } else {
            summary.put(name, Double.toString(value));
        }
    }

    /** Six digits say what a summary has to say. */
    private static double round(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.6g", value));
    }

    private Tool.Outcome format(Explained input, Call call) {
        String formatted = api.get("format_query", new Parameters().put("query", input.query()), call)
                .asString("");
        return new ToolResult(
                List.of(Content.text(formatted)),
                JsonNodeFactory.instance.objectNode().put("formatted", formatted),
                false);
    }
}
