package io.yumen.session.modern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a {@code requestState} of ours stands for. */
sealed interface RequestState {
    /** A call whose handler waits on one of our threads for the answers of that round. */
    record Parked(String call, int round) implements RequestState {
        @Override
        public ObjectNode toJson() {
            return JsonNodeFactory.instance.objectNode().put("call", call).put("round", round);
        }
    }

    /** The state that a handler gave, which it gets back as it was; null where it gave none. */
    record Wrapped(@Nullable JsonNode state) implements RequestState {
        @Override
        public ObjectNode toJson() {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            return state == null ? json : json.set("state", state);
        }
    }

    ObjectNode toJson();

    static RequestState read(ObjectNode json) {
        return json.has("call")
                ? new Parked(json.path("call").stringValue(), json.path("round").intValue())
                : new Wrapped(json.get("state"));
    }
}
