package io.yumen.service.prometheus;

import io.yumen.catalogue.Parameters;
import io.yumen.catalogue.Reply;
import io.yumen.catalogue.Target;
import io.yumen.catalogue.When;
import io.yumen.catalogue.cache.Question;
import io.yumen.catalogue.cache.Segments;
import io.yumen.service.Call;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The HTTP API of Prometheus: every answer is {@code {"status": "success", "data": ...}}. */
final class Api {
    /** The kinds of what is kept. */
    static final String METADATA = "metadata";

    static final String LABELS = "labels";
    static final String VALUES = "values";
    static final String SERIES = "series";
    static final String STATUS = "status";

    private static final String ROOT = "/api/v1/";

    private final Target target;
    private final When when;
    private final Segments<Reply> cache;

    Api(Target target, InstantSource clock, Segments<Reply> cache) {
        this.target = target;
        this.cache = cache;
        this.when = new When(clock);
    }

    When when() {
        return when;
    }

    /** Reads what is short. */
    JsonNode get(String what, Parameters query, Call call) {
        return target.get(ROOT + what, query, call).path("data");
    }

    /**
     * Reads what changes slowly, or tells again what was read a moment ago for the same caller.
     *
     * @param kind of the cache
     */
    JsonNode kept(String kind, Asked asked, Call call) {
        Question question = target.question(asked.what() + "?" + asked.words(), call);
        Reply reply = cache.get(kind, question, call.cancellation(), () -> {
            Reply read = target.fetch(ROOT + asked.what(), asked.query(), call);
            target.json(read); // what is no JSON is told, and not kept
            return read;
        });
        return target.json(reply).path("data");
    }

    /**
     * What is asked of the cache.
     *
     * @param query the parameters, with times as they are now
     * @param words the same as the caller said it: an hour ago is the same question for a while
     */
    record Asked(String what, Parameters query, String words) {
        static Asked of(String what) {
            return new Asked(what, new Parameters(), "");
        }
    }

    /** Asks with an expression, which may be long. */
    JsonNode ask(String what, Parameters form, Call call) {
        return target.read(ROOT + what, form, call).path("data");
    }

    /** A series by its labels, as it is written: {@code up{job="x"}}. */
    static String name(JsonNode metric) {
        List<String> labels = new ArrayList<>();
        for (Map.Entry<String, JsonNode> label : metric.properties()) {
            if (!label.getKey().equals("__name__")) {
                labels.add(label.getKey() + "=\"" + label.getValue().asString("") + "\"");
            }
        }
        String name = metric.path("__name__").asString("");
        return labels.isEmpty() && !name.isEmpty() ? name : name + "{" + String.join(", ", labels) + "}";
    }

    /** The labels as columns, the name of the metric first. */
    static ObjectNode columns(JsonNode metric) {
        ObjectNode columns = JsonNodeFactory.instance.objectNode();
        if (metric.has("__name__")) {
            columns.set("metric", metric.get("__name__"));
        }
        metric.properties().forEach(label -> {
            if (!label.getKey().equals("__name__")) {
                columns.set(label.getKey(), label.getValue());
            }
        });
        return columns;
    }
}
