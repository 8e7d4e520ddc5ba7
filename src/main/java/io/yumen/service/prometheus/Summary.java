package io.yumen.service.prometheus;

import io.yumen.catalogue.Promised;
import io.yumen.service.answer.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Results of queries as items of a list. */
final class Summary {
    private static final String SERIES = "the series of a query";

    private final Promised promised;

    Summary(Promised promised) {
        this.promised = promised;
    }

    /** An item for each series, or the single value. */
    List<Item> of(Told told) {
        return switch (told.type()) {
            case "vector" -> objects(told).stream().map(this::sample).toList();
            case "matrix" -> objects(told).stream().map(this::series).toList();
            case "scalar", "string" -> List.of(single(told.result()));
            default -> throw promised.broken("the type of a result", told.result());
        };
    }

    private List<ObjectNode> objects(Told told) {
        return promised.objects(told.result(), SERIES);
    }

    private Item single(JsonNode result) {
        String value = promised.word(result.path(1), "a value");
        ObjectNode single = JsonNodeFactory.instance.objectNode().put("value", value);
        return new Item(value, single, single);
    }

    private Item sample(ObjectNode sample) {
        ObjectNode metric = promised.object(sample.path("metric"), SERIES);
        ObjectNode summary = Api.columns(metric);
        JsonNode point = sample.has("histogram") ? sample.path("histogram") : sample.path("value");
        if (!point.has(1)) {
            throw promised.broken("the value of a series", sample);
        }
        return new Item(Api.name(metric), summary.set("value", point.path(1)), sample);
    }

    private Item series(ObjectNode series) {
        ObjectNode metric = promised.object(series.path("metric"), SERIES);
        JsonNode values = series.path("values");
        JsonNode histograms = series.path("histograms");
        if (!values.isArray() && !histograms.isArray()) {
            throw promised.broken("the values of a series", series);
        }
        ObjectNode summary = Api.columns(metric);
        summary.put("points", values.size() + histograms.size());
        List<Double> numbers = new ArrayList<>();
        values.forEach(point -> numbers.add(number(point)));
        if (!numbers.isEmpty()) {
            sumUp(summary, numbers);
        }
        if (!histograms.isEmpty()) {
            JsonNode last = histograms.path(histograms.size() - 1).path(1);
            summary.put("histograms", histograms.size());
            summary.set("last_count", last.path("count"));
            summary.set("last_sum", last.path("sum"));
        }
        return new Item(Api.name(metric), summary, series);
    }

    /** What is no number counts for itself: it says nothing of the least, the greatest and the mean of the others. */
    private static void sumUp(ObjectNode summary, List<Double> all) {
        put(summary, "first", all.getFirst());
        put(summary, "last", all.getLast());
        List<Double> numbers = all.stream().filter(value -> !value.isNaN()).toList();
        if (!numbers.isEmpty()) {
            put(summary, "min", numbers.stream().min(Double::compare).orElseThrow());
            put(summary, "max", numbers.stream().max(Double::compare).orElseThrow());
            put(
                    summary,
                    "mean",
                    numbers.stream().mapToDouble(Double::doubleValue).average().orElseThrow());
        }
        if (numbers.size() < all.size()) {
            summary.put("nan", all.size() - numbers.size());
        }
    }

    /** The points of a series, to be drawn. */
    List<Plot.Point> points(JsonNode values) {
        return values.valueStream()
                .map(point -> new Plot.Point(point.path(0).doubleValue(), number(point)))
                .toList();
    }

    /** A value as Prometheus writes it, which knows infinities by other names. */
    private double number(JsonNode point) {
        String text = point.path(1).asString("");
        try {
            return switch (text) {
                case "+Inf" -> Double.POSITIVE_INFINITY;
                case "-Inf" -> Double.NEGATIVE_INFINITY;
                default -> Double.parseDouble(text);
            };
        } catch (NumberFormatException e) {
            throw promised.broken("a value that is a number", point);
        }
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
}
