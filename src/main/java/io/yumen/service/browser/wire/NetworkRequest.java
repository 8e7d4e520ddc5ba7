package io.yumen.service.browser.wire;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Something that a page has loaded, or tried to.
 *
 * @param number its number in its tab
 * @param visit in which of the tab's documents
 * @param id the browser's name of it
 * @param asked what was asked for
 * @param answer what came back; null as long as nothing has
 * @param state how far it is
 */
public record NetworkRequest(
        int number,
        int visit,
        String id,
        Asked asked,
        @Nullable Answer answer,
        State state) {
    /** How far a request is. */
    public sealed interface State {
        /** It is under way. */
        record Pending() implements State {}

        /** All of the answer is there. */
        record Done(long bytes) implements State {}

        /** It came to nothing, for that reason. */
        record Failed(String reason) implements State {}

        State PENDING = new Pending();
    }

    /**
     * What was asked for.
     *
     * @param type of what kind it is, as in {@code document}
     */
    public record Asked(
            String method,
            String url,
            String type,
            JsonNode headers,
            @Nullable String body) {}

    /** What came back. */
    public record Answer(int status, String statusText, String mimeType, JsonNode headers) {
        static Answer read(JsonNode response) {
            return new Answer(
                    response.path("status").asInt(0),
                    response.path("statusText").asString(""),
                    response.path("mimeType").asString(""),
                    response.has("headers") ? response.path("headers") : JsonNodeFactory.instance.objectNode());
        }
    }

    NetworkRequest with(Answer other) {
        return new NetworkRequest(number, visit, id, asked, other, state);
    }

    NetworkRequest with(State other) {
        return new NetworkRequest(number, visit, id, asked, answer, other);
    }

    /** How it fared, in a word: a status, pending, or the fault. */
    public String told() {
        return switch (state) {
            case State.Failed failed -> "failed - " + failed.reason();
            case State.Done done -> answer == null ? "success" : String.valueOf(answer.status());
            case State.Pending pending -> answer == null ? "pending" : String.valueOf(answer.status());
        };
    }
}
