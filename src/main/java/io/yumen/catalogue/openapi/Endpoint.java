package io.yumen.catalogue.openapi;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * An operation as a document has it.
 *
 * @param method in capitals
 * @param path its template
 * @param item what holds for all methods of the path
 * @param operation what holds for this one
 */
record Endpoint(String method, String path, JsonNode item, JsonNode operation) {
    /** By what it can be chosen. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        names.add(toString());
        names.add(operation.path("operationId").asString(""));
        operation.path("tags").forEach(tag -> names.add(tag.asString("")));
        return names;
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
