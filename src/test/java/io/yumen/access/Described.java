package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.schema.JsonSchema;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A description in OpenAPI, as somebody reads it who knows nothing else of the gateway. */
record Described(JsonNode document) {
    /** What it says of one verb at one path. */
    record Operation(Described of, String method, String path, JsonNode said) {
        String id() {
            return said.path("operationId").asString();
        }

        boolean takesBody() {
            return said.has("requestBody");
        }

        boolean hasVariables() {
            return path.contains("{");
        }

        /** The path with that in the place of each name in braces. */
        String line(String variable) {
            return method + " " + path.replaceAll("\\{[a-z]+}", variable);
        }

        /** The status of its success. */
        int success() {
            return said.path("responses")
                    .propertyStream()
                    .map(entry -> Integer.parseInt(entry.getKey()))
                    .filter(status -> status < 300)
                    .findFirst()
                    .orElseThrow();
        }

        /** Says no where that answer is not described for it, to the last member. */
        void covers(RawHttp.Answer answer) {
            JsonNode response = of.followed(said.path("responses").path(String.valueOf(answer.status())));
            assertThat(response.isMissingNode())
                    .as("%s answers %s, which is not described: %s", id(), answer.status(), answer.body())
                    .isFalse();
            String type = header(answer, "content-type").orElse("").replaceAll(";.*", "");
            JsonNode content = response.path("content").path(type);
            assertThat(content.isMissingNode())
                    .as("%s answers %s in %s, which is not described", id(), answer.status(), type)
                    .isFalse();
            if (type.equals("application/json")) {
                JsonNode body =
                        new JsonCodec(JsonLimits.DEFAULT).read(answer.body().getBytes(StandardCharsets.UTF_8));
                assertThat(of.schema(content.path("schema")).problems(body))
                        .as("%s answers %s", id(), answer.body())
                        .isEmpty();
            }
        }
    }

    /** All operations, by their ids. */
    Map<String, Operation> operations() {
        Map<String, Operation> all = new TreeMap<>();
        document.path("paths")
                .propertyStream()
                .forEach(path -> path.getValue().propertyStream().forEach(verb -> {
                    Operation operation =
                            new Operation(this, verb.getKey().toUpperCase(Locale.ROOT), path.getKey(), verb.getValue());
                    assertThat(all.put(operation.id(), operation))
                            .as("%s is there twice", operation.id())
                            .isNull();
                }));
        return all;
    }

    static Optional<String> header(RawHttp.Answer answer, String name) {
        return answer.head()
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    private JsonSchema schema(JsonNode schema) {
        return JsonSchema.of((ObjectNode) followed(schema));
    }

    private JsonNode followed(JsonNode node) {
        return node.has("$ref") ? document.at(node.path("$ref").asString().substring(1)) : node;
    }
}
