package io.yumen.exchange;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The {@code resultType} of results: what it may be, and how to ask. */
public final class Results {
    public static final String TYPE = "resultType";
    public static final String COMPLETE = "complete";
    public static final String INPUT_REQUIRED = "input_required";
    public static final String TASK = "task";
    public static final String INPUT_REQUESTS = "inputRequests";
    public static final String INPUT_RESPONSES = "inputResponses";
    public static final String REQUEST_STATE = "requestState";

    private Results() {}

    /** Whether the request is not answered yet: its client must answer first and send the request again. */
    public static boolean isInputRequired(ObjectNode result) {
        return result.path(TYPE).asString(COMPLETE).equals(INPUT_REQUIRED);
    }

    /** A result that says nothing but that it is done. */
    public static ObjectNode empty() {
        return JsonNodeFactory.instance.objectNode();
    }
}
