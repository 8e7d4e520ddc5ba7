package io.yumen.catalogue.rest;

import io.yumen.http.Headers;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import io.yumen.schema.JsonSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads catalogue files: strictly, so that a slip of the pen is told with its place, and not found out in production. */
public final class CatalogueReader {
    private static final JsonCodec CODEC = new JsonCodec(new JsonLimits(4 << 20, 60, 500_000, 200));
    private static final int USUAL_SECONDS = 30;

    private CatalogueReader() {}

    /**
     * Reads a file.
     *
     * @throws BadCatalogue where it is none
     */
    public static Catalogue read(byte[] file) {
        JsonNode tree;
        try {
            tree = CODEC.read(file);
        } catch (RpcException e) {
            throw new BadCatalogue("", String.valueOf(e.getMessage()));
        }
        List<String> problems = Schema.FILE.problems(tree);
        if (!problems.isEmpty()) {
            throw new BadCatalogue("", String.join("; ", problems));
        }
        List<Operation> operations = new ArrayList<>();
        tree.path("tools").properties().forEach(tool -> operations.add(operation(tool)));
        String name = tree.path("name").asString("");
        return new Catalogue(
                name,
                tree.path("title").asString(name),
                tree.path("instructions").asString(""),
                tree.path("url").isString() ? tree.path("url").stringValue() : null,
                headers(tree.path("headers")),
                Duration.ofSeconds(tree.path("timeoutSeconds").asInt(USUAL_SECONDS)),
                operations,
                List.of());
    }

    /** The JSON Schema of such files. */
    public static ObjectNode schema() {
        return Schema.FILE.tree();
    }

    private static Operation operation(Map.Entry<String, JsonNode> tool) {
        return new OperationReader(tool.getKey(), (ObjectNode) tool.getValue()).read();
    }

    private static Headers headers(JsonNode tree) {
        Headers headers = Headers.none();
        for (Map.Entry<String, JsonNode> header : tree.properties()) {
            HeaderNames.check("headers." + header.getKey(), header.getKey());
            try {
                headers = headers.with(header.getKey(), header.getValue().asString(""));
            } catch (IllegalArgumentException e) {
                throw new BadCatalogue("headers." + header.getKey(), String.valueOf(e.getMessage()));
            }
        }
        return headers;
    }

    /** Loaded with the first file. */
    private static final class Schema {
        static final JsonSchema FILE = load();

        private static JsonSchema load() {
            try (InputStream in = Objects.requireNonNull(
                    CatalogueReader.class.getResourceAsStream("catalogue.schema.json"),
                    "The schema is in the program")) {
                return JsonSchema.of((ObjectNode) CODEC.read(in.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
