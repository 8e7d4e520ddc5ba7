package io.yumen.service.prometheus;

import io.yumen.catalogue.Parameters;
import io.yumen.catalogue.Target;
import io.yumen.catalogue.When;
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
    private static final String ROOT = "/api/v1/";

    private final Target target;
    private final When when;

    Api(Target target, InstantSource clock) {
        this.target = target;
        this.when = new When(clock);
    }

    When when() {
        return when;
    }

    /** Reads what is short. */
    JsonNode get(String what, Parameters query, Call call) {
        return target.get(ROOT + what, query, call).path("data");
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
