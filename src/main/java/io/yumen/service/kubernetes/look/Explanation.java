package io.yumen.service.kubernetes.look;

import io.yumen.catalogue.Parameters;
import io.yumen.protocol.PlainText;
import io.yumen.service.ToolFailure;
import io.yumen.service.answer.Item;
import io.yumen.service.kubernetes.api.Kind;
import io.yumen.service.kubernetes.api.Reach;
import io.yumen.service.kubernetes.api.Request;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** What the schema of a cluster (OpenAPI 3) says of a kind and its fields. */
final class Explanation {
    private static final int MOST_STEPS = 20;
    private static final String REF = "#/components/schemas/";

    private final Reach reach;

    Explanation(Reach reach) {
        this.reach = reach;
    }

    /** @param said a kind, and names of fields after dots */
    Item of(String said) {
        List<String> words = List.of(said.split("\\.", MOST_STEPS));
        Kind kind = reach.kind(words.getFirst());
        JsonNode schemas = schemas(kind);
        JsonNode at = schemaOf(kind, schemas);
        StringBuilder path = new StringBuilder(kind.name());
        for (String word : words.subList(1, words.size())) {
            JsonNode fields = fields(at, schemas);
            if (!fields.has(word)) {
                throw new ToolFailure(
                        "not_found",
                        path + " has no field \"" + PlainText.echo(word) + "\"; it has "
                                + String.join(", ", fields.propertyNames()),
                        Duration.ZERO);
            }
            at = fields.path(word);
            path.append('.').append(word);
        }
        return item(path.toString(), kind, at, schemas);
    }

    private static Item item(String path, Kind kind, JsonNode at, JsonNode schemas) {
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        told.put("field", path).put("api_version", kind.apiVersion()).put("type", type(at, schemas));
        told.put("description", words(at, schemas));
        JsonNode values = at.path("enum");
        if (!values.isMissingNode()) {
            told.set("values", values);
        }
        ObjectNode names = told.deepCopy();
        JsonNode fields = fields(at, schemas);
        if (!fields.isEmpty()) {
            names.put("fields", String.join(", ", fields.propertyNames()));
            ObjectNode all = told.putObject("fields");
            JsonNode required = resolved(at, schemas).path("required");
            for (Map.Entry<String, JsonNode> field : fields.properties()) {
                boolean isRequired = required.valueStream()
                        .anyMatch(name -> name.asString("").equals(field.getKey()));
                all.put(
                        field.getKey(),
                        type(field.getValue(), schemas)
                                + (isRequired ? ", required: " : ": ")
                                + words(field.getValue(), schemas));
            }
        }
        return new Item(path, names, told);
    }

    private JsonNode schemas(Kind kind) {
        String key = kind.group().isEmpty() ? "api/" + kind.version() : "apis/" + kind.apiVersion();
        String where = reach.schema(Request.get("/openapi/v3"))
                .path("paths")
                .path(key)
                .path("serverRelativeURL")
                .asString("");
        URI url = URI.create(where.startsWith("/") ? where : "/openapi/v3/" + key);
        Parameters query = new Parameters();
        if (url.getQuery() != null && url.getQuery().startsWith("hash=")) {
            query.put("hash", url.getQuery().substring("hash=".length()));
        }
        return reach.schema(Request.get(url.getRawPath(), query, Request.JSON))
                .path("components")
                .path("schemas");
    }

    private static JsonNode schemaOf(Kind kind, JsonNode schemas) {
        for (JsonNode schema : schemas) {
            for (JsonNode named : schema.path("x-kubernetes-group-version-kind")) {
                if (named.path("kind").asString("").equals(kind.name())
                        && named.path("group").asString("").equals(kind.group())
                        && named.path("version").asString("").equals(kind.version())) {
                    return schema;
                }
            }
        }
        throw new ToolFailure("not_found", "The cluster has no schema of " + kind.fullName(), Duration.ZERO);
    }

    /** What it refers to, where it does: lists are their elements, maps their values. */
    private static JsonNode resolved(JsonNode schema, JsonNode schemas) {
        JsonNode at = schema;
        for (int i = 0; i < MOST_STEPS; i++) {
            JsonNode reference = reference(at);
            if (!reference.isMissingNode()) {
                at = schemas.path(reference.asString("").replace(REF, ""));
            } else if (at.has("items")) {
                at = at.path("items");
            } else if (!at.has("properties") && at.path("additionalProperties").isObject()) {
                at = at.path("additionalProperties");
            } else {
                return at;
            }
        }
        return MissingNode.getInstance();
    }

    private static JsonNode reference(JsonNode schema) {
        return schema.has("$ref")
                ? schema.path("$ref")
                : schema.path("allOf").path(0).path("$ref");
    }

    private static JsonNode fields(JsonNode schema, JsonNode schemas) {
        return resolved(schema, schemas).path("properties");
    }

    private static String type(JsonNode schema, JsonNode schemas) {
        if (schema.path("type").asString("").equals("array")) {
            return "list of " + type(schema.path("items"), schemas);
        }
        JsonNode reference = reference(schema);
        if (!reference.isMissingNode()) {
            String name = reference.asString("");
            return name.substring(name.lastIndexOf('.') + 1);
        }
        return schema.path("additionalProperties").isObject()
                ? "map of " + type(schema.path("additionalProperties"), schemas)
                : schema.path("type").asString("any");
    }

    private static String words(JsonNode schema, JsonNode schemas) {
        String own = schema.path("description").asString("");
        return own.isEmpty() ? resolved(schema, schemas).path("description").asString("") : own;
    }
}
