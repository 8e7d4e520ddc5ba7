package io.yumen.bridge;

import tools.jackson.databind.JsonNode;

/** A request was answered with an error. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient JsonNode error;

    Refused(String method, JsonNode error) {
        super(method + " was answered with " + error);
        this.error = error;
    }

    int code() {
        return error.path("code").asInt();
    }

    JsonNode data() {
        return error.path("data");
    }
}
