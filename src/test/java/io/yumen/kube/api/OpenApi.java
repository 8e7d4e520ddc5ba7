package io.yumen.kube.api;

import io.yumen.kube.store.Kind;
import io.yumen.kube.store.Kinds;
import io.yumen.kube.store.Refusal;
import io.yumen.kube.store.Trees;
import io.yumen.kube.wire.Call;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI v3 documents, one a group and version: what kubectl explains, and finds out what it may ask. */
final class OpenApi {
    private static final String PREFIX = "openapi/v3/";
    private static final String SCHEMAS = "#/components/schemas/";

    private final Kinds kinds;

    OpenApi(Kinds kinds) {
        this.kinds = kinds;
    }

    void answer(Call call) {
        String path = call.path().substring(1);
        if (path.equals("openapi/v3")) {
            Answer.json(call, 200, index());
        } else if (path.startsWith(PREFIX)) {
            Answer.json(call, 200, document(path.substring(PREFIX.length())));
        } else {
            throw Refusal.noSuchPath();
        }
    }

    private ObjectNode index() {
        ObjectNode index = Trees.object();
        ObjectNode paths = index.putObject("paths");
        kinds.all().forEach(kind -> {
            String path = root(kind);
            paths.putObject(path).put("serverRelativeURL", "/openapi/v3/" + path + "?hash=" + path.hashCode());
        });
        return index;
    }

    private ObjectNode document(String root) {
        Map<String, Kind> here = new LinkedHashMap<>();
        kinds.all().stream().filter(kind -> root(kind).equals(root)).forEach(kind -> here.put(kind.kind(), kind));
        if (here.isEmpty()) {
            throw Refusal.noSuchPath();
        }
        ObjectNode document = Trees.object();
        document.put("openapi", "3.0.0")
                .putObject("info")
                .put("title", "Kubernetes")
                .put("version", "v1.32.4");
        ObjectNode paths = document.putObject("paths");
        ObjectNode schemas = Trees.ensure(document, "components", "schemas");
        Schemas.shared(schemas);
        here.values().forEach(kind -> {
            schemas.set(name(kind), schema(kind));
            String base = "/" + root + (kind.namespaced() ? "/namespaces/{namespace}/" : "/") + kind.plural();
            operations(paths.putObject(base), kind, List.of("get", "post"));
            operations(paths.putObject(base + "/{name}"), kind, List.of("get", "put", "patch", "delete"));
        });
        return document;
    }

    private ObjectNode schema(Kind kind) {
        JsonNode defined = kinds.schema(kind);
        ObjectNode schema = defined instanceof ObjectNode own ? own.deepCopy() : Schemas.of(kind.kind());
        schema.put("type", "object");
        ObjectNode properties = Trees.ensure(schema, "properties");
        Schemas.typeMeta(properties);
        schema.putArray("x-kubernetes-group-version-kind").add(gvk(kind));
        return schema;
    }

    private static void operations(ObjectNode path, Kind kind, List<String> methods) {
        for (String method : methods) {
            ObjectNode operation = path.putObject(method);
            operation.put("x-kubernetes-action", method).set("x-kubernetes-group-version-kind", gvk(kind));
            ArrayNode parameters = operation.putArray("parameters");
            if (!method.equals("get")) {
                for (String name : List.of("dryRun", "fieldManager", "fieldValidation", "force")) {
                    parameters
                            .addObject()
                            .put("name", name)
                            .put("in", "query")
                            .putObject("schema")
                            .put("type", "string");
                }
            }
            ObjectNode ok = operation.putObject("responses").putObject("200");
            ok.put("description", "OK")
                    .putObject("content")
                    .putObject("application/json")
                    .putObject("schema")
                    .put("$ref", SCHEMAS + name(kind));
        }
    }

    private static ObjectNode gvk(Kind kind) {
        return Trees.object()
                .put("group", kind.group())
                .put("version", kind.version())
                .put("kind", kind.kind());
    }

    private static String name(Kind kind) {
        return "io.k8s." + (kind.group().isEmpty() ? "core" : kind.group()) + "." + kind.version() + "." + kind.kind();
    }

    private static String root(Kind kind) {
        return (kind.group().isEmpty() ? "api/" : "apis/") + kind.apiVersion();
    }
}
