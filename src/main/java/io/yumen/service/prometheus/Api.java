package io.yumen.service.prometheus;

import io.yumen.catalogue.KeptReplies;
import io.yumen.catalogue.Parameters;
import io.yumen.catalogue.Promised;
import io.yumen.catalogue.Reply;
import io.yumen.catalogue.Target;
import io.yumen.catalogue.When;
import io.yumen.catalogue.cache.Segments;
import io.yumen.service.Call;
import io.yumen.service.Service;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
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
    /** What is said of an expression that is wrong, or cannot be evaluated. */
    private static final Set<Integer> REFUSALS = Set.of(400, 422);

    private static final String DATA = "the \"data\" of ";

    private final Target target;
    private final Promised promised;
    private final When when;
    private final KeptReplies replies;

    Api(Target target, InstantSource clock, Segments<Reply> cache) {
        this.target = target;
        this.replies = new KeptReplies(target, cache);
        this.promised = new Promised(target);
        this.when = new When(clock);
    }

    When when() {
        return when;
    }

    /** What it promises of its answers. */
    Promised promised() {
        return promised;
    }

    /** Whether it answers the least of queries. */
    Service.Health health() {
        return target.health(ROOT + "query", new Parameters().put("query", "1"));
    }

    /** Reads what is short. */
    JsonNode get(String what, Parameters query, Call call) {
        return data(what, target.get(ROOT + what, query, call));
    }

    /** An object that changes slowly; as for {@link #kept}. */
    ObjectNode keptObject(String kind, Asked asked, Call call) {
        return kept(kind, asked, call, data -> promised.object(data, DATA + asked.what()));
    }

    /** Objects that change slowly; as for {@link #kept}. */
    List<ObjectNode> keptObjects(String kind, Asked asked, Call call) {
        return kept(kind, asked, call, data -> promised.objects(data, DATA + asked.what()));
    }

    /** Names that change slowly; as for {@link #kept}. */
    List<String> keptWords(String kind, Asked asked, Call call) {
        return kept(kind, asked, call, data -> promised.words(data, DATA + asked.what()));
    }

    /**
     * Reads what changes slowly, or tells again what was read a moment ago for the same caller.
     *
     * @param kind of the cache
     * @param shape what the data are; throws where they are something else
     */
    private <T> T kept(String kind, Asked asked, Call call, Function<JsonNode, T> shape) {
        return replies.read(
                kind,
                asked.what() + "?" + asked.words(),
                call,
                () -> target.fetch(ROOT + asked.what(), asked.query(), call),
                answer -> shape.apply(data(asked.what(), answer)));
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
    Told ask(String what, Parameters form, Call call) {
        return told(what, target.read(ROOT + what, form, call));
    }

    /** The same, where it may be that the expression is refused: then nothing is told. */
    Told tried(String what, Parameters form, Call call) {
        Reply reply = target.answer(ROOT + what, form, call);
        return REFUSALS.contains(reply.status()) ? Told.REFUSED : told(what, target.json(reply));
    }

    private Told told(String what, JsonNode answer) {
        ObjectNode data = promised.object(data(what, answer), DATA + what);
        return Told.of(promised.object(answer, DATA + what), data);
    }

    private JsonNode data(String what, JsonNode answer) {
        if (!answer.path("status").asString("").equals("success") || !answer.has("data")) {
            throw promised.broken(DATA + what, answer);
        }
        return answer.path("data");
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
