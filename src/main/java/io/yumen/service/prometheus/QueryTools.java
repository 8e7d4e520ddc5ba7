package io.yumen.service.prometheus;

import io.yumen.catalogue.Parameters;
import io.yumen.catalogue.When;
import io.yumen.schema.Doc;
import io.yumen.schema.Spread;
import io.yumen.service.Call;
import io.yumen.service.Content;
import io.yumen.service.Tool;
import io.yumen.service.ToolHints;
import io.yumen.service.ToolResult;
import io.yumen.service.answer.Answers;
import io.yumen.service.answer.Item;
import io.yumen.service.answer.Listed;
import io.yumen.service.answer.Listing;
import io.yumen.service.answer.Moving;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is asked in PromQL. */
final class QueryTools {
    private static final String SERIES = "series";
    private static final String VECTOR = "vector";

    /** Each is counted by a request of its own. */
    private static final int MOST_SELECTORS = 10;

    private final Api api;
    private final Answers answers;
    private final Cost cost;
    private final Summary summary;

    QueryTools(Api api, Answers answers) {
        this.api = api;
        this.answers = answers;
        this.cost = new Cost(api);
        this.summary = new Summary(api.promised());
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

    record Formatted(
            @Doc("The query, formatted") String formatted,

            @Nullable @Doc("What it comes to: vector, matrix, scalar or string")
            String type,

            @Nullable @Doc("How many series a vector has now; left out where they could not be counted")
            Long series,

            @Doc("What it reads") List<Selected> selectors) {
        Formatted {
            selectors = List.copyOf(selectors);
        }
    }

    record Selected(
            @Doc("The selector") String selector,

            @Nullable @Doc("How many series it has now; left out where they could not be counted")
            Long series) {}

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
                        .does(
                                "Checks a PromQL query, formats it, and tells of what type its result is, and how many series that and each of its selectors has now.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Formatted.class)
                        .answers(Explained.class, this::format));
    }

    private Tool.Outcome query(Instantly input, Call call) {
        List<String> notes = new ArrayList<>();
        Moving series = new Moving(api.when().now(), now -> {
            Instant time = at(now).time(input.time(), now);
            cost.requireFew(input.query(), time, call);
            Told told = api.ask(
                    "query", new Parameters().put("query", input.query()).put("time", When.text(time)), call);
            notes.addAll(told.notes());
            return summary.of(told);
        });
        return answers.list(input, input.listing(), SERIES, series.noting(() -> String.join("\n", notes)));
    }

    private Tool.Outcome range(Ranged input, Call call) {
        List<String> notes = new ArrayList<>();
        List<Content> pictures = new ArrayList<>();
        Moving series = new Moving(api.when().now(), now -> {
            Cost.Range range = range(input, now);
            cost.requireFew(input.query(), range, call);
            Told told = api.ask("query_range", range.form(input.query()), call);
            List<Item> all = summary.of(told);
            notes.addAll(told.notes());
            if (input.plot() && pictures.isEmpty()) {
                pictures.add(picture(input.query(), range, told));
            }
            return all;
        });
        ToolResult told = answers.list(input, input.listing(), SERIES, series.noting(() -> String.join("\n", notes)));
        return pictures.isEmpty() ? told : with(pictures.getFirst(), told);
    }

    private static Cost.Range range(Ranged input, Instant now) {
        Instant end = at(now).time(input.end(), now);
        Instant start = at(now).time(input.start(), end.minus(Duration.ofHours(1)));
        Duration step =
                input.step() == null ? Cost.Range.usualStep(Duration.between(start, end)) : When.length(input.step());
        return new Cost.Range(start, end, step);
    }

    /** Times that are said as seen from that one. */
    private static When at(Instant now) {
        return new When(InstantSource.fixed(now));
    }

    /** A picture of what may be told: names are without secrets there, too. */
    private Content picture(String query, Cost.Range range, Told told) {
        List<Plot.Line> lines = told.result()
                .valueStream()
                .map(series -> new Plot.Line(
                        answers.clean(Api.name(series.path("metric"))), summary.points(series.path("values"))))
                .toList();
        Plot.Time time = new Plot.Time(range.start(), range.end(), range.stepSeconds());
        return Plot.canDraw(lines)
                ? Content.image(Plot.of(answers.clean(query), time, lines), "image/png")
                : Content.text("There is no number to draw");
    }

    private static ToolResult with(Content more, ToolResult told) {
        List<Content> all = new ArrayList<>(told.content());
        all.add(more);
        return new ToolResult(all, told.structured(), false);
    }

    private Tool.Outcome format(Explained input, Call call) {
        String formatted = api.promised()
                .word(api.get("format_query", new Parameters().put("query", input.query()), call), "the query");
        Counts counts = new Counts(cost, api.when().now(), call);
        String type = counts.typeOf(input.query());
        Long series = VECTOR.equals(type) ? counts.seriesOf(input.query()) : null;
        List<Selected> selected = Selectors.of(formatted).stream()
                .limit(MOST_SELECTORS)
                .map(each -> new Selected(each, counts.seriesOf(each)))
                .toList();
        Formatted told = new Formatted(formatted, type, series, selected);
        return ToolResult.structured(told, formatted + explained(formatted, told));
    }

    /** A query that is one selector says no more of that than of itself. */
    private static String explained(String formatted, Formatted told) {
        List<String> lines = new ArrayList<>();
        if (told.series != null) {
            lines.add("vector of " + told.series + " series now");
        } else if (VECTOR.equals(told.type)) {
            lines.add("vector, whose series could not be counted");
        } else if (told.type != null) {
            lines.add(told.type);
        }
        for (Selected each : told.selectors) {
            if (!each.selector.equals(formatted)) {
                lines.add(each.selector
                        + (each.series == null
                                ? ": its series could not be counted"
                                : " has " + each.series + " series now"));
            }
        }
        return lines.isEmpty() ? "" : "\n\n" + String.join("\n", lines);
    }
}
