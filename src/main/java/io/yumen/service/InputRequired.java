package io.yumen.service;

import io.yumen.exchange.InputRequest;
import io.yumen.exchange.Results;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An answer that is none yet: the client answers these questions and sends its request again, and nothing is kept here
 * meanwhile (2026-07-28, "Multi Round-Trip Requests"). A client of the legacy era is asked by its edge.
 *
 * @param requests what is asked, each under a key of the handler's choice
 * @param requestState what the client sends back with the answers, sealed; null where the answers are enough
 */
public record InputRequired(
        Map<String, InputRequest> requests, @Nullable String requestState)
        implements Tool.Outcome, Prompt.Outcome, Resource.Outcome {
    public InputRequired {
        requests = Collections.unmodifiableMap(new LinkedHashMap<>(requests));
        if (requests.isEmpty() && requestState == null) {
            throw new IllegalArgumentException("Something is asked, or a state is given");
        }
    }

    public static InputRequired of(String key, InputRequest request) {
        return new InputRequired(Map.of(key, request), null);
    }

    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put(Results.TYPE, Results.INPUT_REQUIRED);
        if (!requests.isEmpty()) {
            ObjectNode asked = json.putObject(Results.INPUT_REQUESTS);
            requests.forEach((key, request) -> asked.set(key, request.toJson()));
        }
        if (requestState != null) {
            json.put(Results.REQUEST_STATE, requestState);
        }
        return json;
    }
}
