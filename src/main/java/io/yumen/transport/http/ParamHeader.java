package io.yumen.transport.http;

import io.yumen.http.Headers;
import io.yumen.protocol.HeaderValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An argument of a tool that clients repeat in a header (2026-07-28, {@code x-mcp-header}).
 *
 * @param path the keys that lead to it
 * @param header the name of the header
 */
record ParamHeader(List<String> path, String header) {
    private static final String PREFIX = "Mcp-Param-";
    private static final String ANNOTATION = "x-mcp-header";
    private static final Set<String> TYPES = Set.of("string", "integer", "number", "boolean");

    /** No schema that is deeper is looked at. */
    private static final int MAX_DEPTH = 32;

    ParamHeader {
        path = List.copyOf(path);
    }

    /** The annotated arguments of an input schema: those that nothing but properties leads to. */
    static List<ParamHeader> of(JsonNode schema) {
        List<ParamHeader> found = new ArrayList<>();
        collect(schema, List.of(), found);
        return List.copyOf(found);
    }

    /** Whether the header says what the argument is; where there is no argument, there is no header. */
    boolean agrees(JsonNode arguments, Headers headers) {
        JsonNode value = arguments;
        for (String key : path) {
            value = value.path(key);
        }
        String said = headers.find(header);
        if (value.isMissingNode() || value.isNull()) {
            return said == null;
        }
        return said != null && says(HeaderValue.decode(said), value);
    }

    private static boolean says(Optional<String> said, JsonNode value) {
        if (said.isEmpty()) {
            return false;
        }
        if (value.isNumber()) {
            BigDecimal number = number(said.get());
            return number != null && number.compareTo(value.decimalValue()) == 0;
        }
        return said.get().equals(value.isString() ? value.stringValue() : value.toString());
    }

    private static @Nullable BigDecimal number(String text) {
        try {
            return text.length() > 40 ? null : new BigDecimal(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static void collect(JsonNode schema, List<String> path, List<ParamHeader> found) {
        String name = schema.path(ANNOTATION).asString("");
        if (!name.isEmpty()
                && !path.isEmpty()
                && TYPES.contains(schema.path("type").asString(""))) {
            found.add(new ParamHeader(path, PREFIX + name));
        }
        if (path.size() < MAX_DEPTH) {
            schema.path("properties").forEachEntry((key, property) -> {
                List<String> longer = new ArrayList<>(path);
                longer.add(key);
                collect(property, longer, found);
            });
        }
    }
}
