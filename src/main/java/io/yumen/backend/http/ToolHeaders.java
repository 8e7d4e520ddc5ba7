package io.yumen.backend.http;

import io.yumen.http.Headers;
import io.yumen.http.HttpSyntax;
import io.yumen.protocol.HeaderValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which arguments of a server's tools are repeated in {@code Mcp-Param-*} headers, as the {@code x-mcp-header} annotations of
 * their schemas say (revision 2026-07-28, Streamable HTTP, "Schema Extension"). Learned from the lists that pass by; one for
 * all connections to a server. Safe for many threads.
 */
final class ToolHeaders {
    private static final Logger log = LoggerFactory.getLogger(ToolHeaders.class);
    private static final String ANNOTATION = "x-mcp-header";
    private static final String PREFIX = "Mcp-Param-";
    private static final Set<String> TYPES = Set.of("string", "integer", "boolean");
    private static final long LARGEST_SAFE = (1L << 53) - 1;

    /** More annotated tools than this are called without headers, and may be refused for it. */
    private static final int MAX_TOOLS = 10_000;

    private final Map<String, List<Parameter>> tools = new ConcurrentHashMap<>();

    /** Learns from a {@code tools/list} result, and takes out the tools whose annotations break the rules. */
    void learn(String server, ObjectNode result) {
        if (!(result.get("tools") instanceof ArrayNode listed)) {
            return;
        }
        for (int i = listed.size() - 1; i >= 0; i--) {
            JsonNode tool = listed.get(i);
            String name = tool.path("name").asString("");
            Scan scan = new Scan();
            scan.visit(tool.path("inputSchema"), List.of());
            if (scan.fault.isEmpty()) {
                remember(name, scan.found);
            } else {
                tools.remove(name);
                listed.remove(i);
                log.atWarn()
                        .addKeyValue("server", server)
                        .addKeyValue("tool", name)
                        .addKeyValue("reason", scan.fault)
                        .log("Tool left out: its header annotations are invalid");
            }
        }
    }

    /** The headers of a call; an argument that is absent or null has none. */
    Headers of(String tool, JsonNode arguments) {
        Headers headers = Headers.none();
        for (Parameter parameter : tools.getOrDefault(tool, List.of())) {
            JsonNode value = arguments;
            for (String step : parameter.path()) {
                value = value.path(step);
            }
            String text = text(value);
            if (!text.isEmpty() || value.isString()) {
                headers = headers.with(PREFIX + parameter.header(), encode(text));
            }
        }
        return headers;
    }

    private void remember(String tool, List<Parameter> parameters) {
        if (parameters.isEmpty()) {
            tools.remove(tool);
        } else if (tools.size() < MAX_TOOLS || tools.containsKey(tool)) {
            tools.put(tool, List.copyOf(parameters));
        }
    }

    /** The value as the header says it; empty where it cannot. */
    private static String text(JsonNode value) {
        if (value.isString()) {
            return value.stringValue();
        }
        if (value.isBoolean()) {
            return value.booleanValue() ? "true" : "false";
        }
        boolean safe =
                value.isIntegralNumber() && value.canConvertToLong() && Math.abs(value.longValue()) <= LARGEST_SAFE;
        return safe ? Long.toString(value.longValue()) : "";
    }

    /** Like other routing headers, except that an empty value, which a header cannot say, is encoded too. */
    private static String encode(String text) {
        return text.isEmpty() ? "=?base64??=" : HeaderValue.encode(text);
    }

    /** An annotated argument: where it is, and its header's name without the prefix. */
    private record Parameter(List<String> path, String header) {}

    /** One walk over a schema. Annotations stand on primitive properties that only properties lead to. */
    private static final class Scan {
        private static final Set<String> NAMED_SCHEMAS =
                Set.of("patternProperties", "dependentSchemas", "$defs", "definitions");
        private static final List<String> ELSEWHERE = List.of(
                "items",
                "prefixItems",
                "contains",
                "additionalProperties",
                "unevaluatedProperties",
                "unevaluatedItems",
                "propertyNames",
                "patternProperties",
                "dependentSchemas",
                "oneOf",
                "anyOf",
                "allOf",
                "not",
                "if",
                "then",
                "else",
                "$defs",
                "definitions");

        private final List<Parameter> found = new ArrayList<>();
        private final Set<String> names = new HashSet<>();
        private String fault = "";

        void visit(JsonNode schema, List<String> path) {
            if (schema.has(ANNOTATION)) {
                take(schema, path);
            }
            schema.path("properties").forEachEntry((name, property) -> visit(property, longer(path, name)));
            forbidElsewhere(schema);
        }

        private void take(JsonNode schema, List<String> path) {
            String header = schema.path(ANNOTATION).asString("");
            if (path.isEmpty()) {
                fault = "the schema itself is annotated";
            } else if (!HttpSyntax.isToken(header)) {
                fault = "the name of a header is no token";
            } else if (!TYPES.contains(schema.path("type").asString(""))) {
                fault = "an annotated argument is neither string, integer nor boolean";
            } else if (!names.add(header.toLowerCase(Locale.ROOT))) {
                fault = "two arguments have the same header";
            } else {
                found.add(new Parameter(path, header));
            }
        }

        private void forbid(JsonNode schema) {
            if (schema.has(ANNOTATION)) {
                fault = "an annotation stands where its argument may not exist";
            }
            schema.path("properties").forEach(this::forbid);
            forbidElsewhere(schema);
        }

        private void forbidElsewhere(JsonNode schema) {
            for (String keyword : ELSEWHERE) {
                JsonNode inner = schema.path(keyword);
                if (inner.isArray() || NAMED_SCHEMAS.contains(keyword)) {
                    inner.forEach(this::forbid);
                } else if (inner.isObject()) {
                    forbid(inner);
                }
            }
        }

        private static List<String> longer(List<String> path, String name) {
            List<String> longer = new ArrayList<>(path);
            longer.add(name);
            return List.copyOf(longer);
        }
    }
}
