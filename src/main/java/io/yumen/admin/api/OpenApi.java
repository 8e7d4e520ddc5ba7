package io.yumen.admin.api;

import io.yumen.schema.JsonSchema;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes the description of routes in OpenAPI 3.1. For one thread. */
public final class OpenApi {
    private static final String JSON = "application/json";
    private static final String SCHEMAS = "#/components/schemas/";
    private static final String RESPONSES = "#/components/responses/";
    private static final String ERROR = "Error";

    private static final String DESCRIPTION = """
            What operators and their programs ask of a running Yumen gateway and order it. For programs of this machine: the peer and \
            the name in Host are of loopback, and neither Origin nor the header of a proxy is there. Who has the role admin may call \
            everything; who is of a tenant of his own, what x-reach does not call everything, and sees and changes there what is of that \
            tenant alone. Bodies are JSON, strictly: no unknown member, no duplicate key. Every order is recorded in the audit trail.""";

    /** How every route fails, beside what it says itself; in the order of their statuses. */
    private enum Common {
        BAD_REQUEST(400, "The path, the query or the body is not what it should be; the message says where"),
        UNAUTHORIZED(401, "No credential, or none that is accepted; WWW-Authenticate says which are"),
        FORBIDDEN(
                403,
                "The credential has none of the roles, the route reaches beyond the caller's tenant (other_tenant), or the call comes from"
                        + " elsewhere than this machine"),
        NO_SUCH_METHOD(405, "Nothing here does that; Allow names what does"),
        TOO_LARGE(413, "The body is larger than limits.body"),
        NOT_JSON(415, "The Content-Type of an order is application/json"),
        TOO_OFTEN(429, "Too many requests in a time; Retry-After says when to come again"),
        UNAVAILABLE(
                503,
                "The state cannot be read or written (a code that begins with state_), what cannot be recorded in the audit trail is not"
                        + " done, or the gateway has no room");

        private final int status;
        private final String description;

        Common(int status, String description) {
            this.status = status;
            this.description = description;
        }

        /** Whether the HTTP server answers before anything of ours is asked, with a line of text. */
        boolean isOfServer() {
            return this == TOO_LARGE;
        }

        boolean applies(Route route) {
            return switch (this) {
                case TOO_LARGE, NOT_JSON -> route.takesBody();
                default -> true;
            };
        }

        String title() {
            String[] words = name().toLowerCase(Locale.ROOT).split("_", -1);
            StringBuilder title = new StringBuilder();
            for (String word : words) {
                title.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
            }
            return title.toString();
        }
    }

    private final RouteTable table;
    private final Map<String, Class<? extends Record>> forms = new TreeMap<>();

    private OpenApi(RouteTable table) {
        this.table = table;
    }

    /** The description of those. */
    public static ObjectNode of(RouteTable table) {
        return new OpenApi(table).document();
    }

    private ObjectNode document() {
        ObjectNode document = object().put("openapi", "3.1.0");
        document.putObject("info")
                .put("title", "Yumen operations API")
                .put("version", "1")
                .put("description", DESCRIPTION);
        ObjectNode paths = document.putObject("paths");
        for (Route route : table.routes()) {
            paths.withObjectProperty(route.path().text())
                    .set(route.verb().name().toLowerCase(Locale.ROOT), operation(route));
        }
        ObjectNode components = document.putObject("components");
        ObjectNode schemas = components.putObject("schemas");
        schemas.set(ERROR, error());
        forms.forEach((name, form) -> schemas.set(name, schema(form)));
        ObjectNode responses = components.putObject("responses");
        for (Common common : Common.values()) {
            responses.set(common.title(), common.isOfServer() ? text(common) : failure(common.description));
        }
        credentials(components.putObject("securitySchemes"), document.putArray("security"));
        return document;
    }

    private ObjectNode operation(Route route) {
        ObjectNode operation = object();
        operation.put("operationId", id(route)).put("summary", route.about().summary());
        new TreeSet<>(route.about().roles()).forEach(operation.putArray("x-roles")::add);
        operation.put("x-reach", route.reach().word());
        operation
                .putArray("tags")
                .add(route.path().text().substring(Route.ROOT.length() + 1).split("/", -1)[0]);
        ArrayNode parameters = JsonNodeFactory.instance.arrayNode();
        for (String name : route.path().variables()) {
            ObjectNode parameter =
                    parameters.addObject().put("name", name).put("in", "path").put("required", true);
            parameter.putObject("schema").put("type", "string");
        }
        route.taken().query().forEach(parameter -> parameters.add(parameter.toJson()));
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
        if (route.takesBody()) {
            content(
                    operation.putObject("requestBody").put("required", true),
                    reference(route.taken().order()));
        }
        operation.set("responses", responses(route));
        return operation;
    }

    private ObjectNode responses(Route route) {
        Map<Integer, ObjectNode> byStatus = new TreeMap<>();
        Route.Answered answered = route.answered();
        ObjectNode success = object().put("description", route.about().summary());
        content(success, reference(answered.form()));
        byStatus.put(answered.status(), success);
        for (Common common : Common.values()) {
            if (common.applies(route)) {
                byStatus.put(common.status, object().put("$ref", RESPONSES + common.title()));
            }
        }
        answered.failures().stream()
                .collect(Collectors.groupingBy(Failure::status))
                .forEach((status, same) -> byStatus.put(
                        status,
                        failure(same.stream()
                                .map(one -> "`" + one.code() + "`: " + one.when())
                                .collect(Collectors.joining(". ")))));
        ObjectNode responses = object();
        byStatus.forEach((status, response) -> responses.set(String.valueOf(status), response));
        return responses;
    }

    private static ObjectNode schema(Class<? extends Record> form) {
        return form == Route.Tree.class
                ? object().put("type", "object")
                : JsonSchema.of(form).tree();
    }

    private String reference(Class<? extends Record> form) {
        Class<?> known = forms.putIfAbsent(form.getSimpleName(), form);
        if (known != null && known != form) {
            throw new IllegalStateException("Two forms are called " + form.getSimpleName());
        }
        return SCHEMAS + form.getSimpleName();
    }

    private static ObjectNode error() {
        ObjectNode error = object().put("type", "object").put("additionalProperties", false);
        error.putArray("required").add("error");
        ObjectNode inner = error.putObject("properties").putObject("error");
        inner.put("type", "object").put("additionalProperties", false);
        inner.putArray("required").add("code").add("message");
        ObjectNode members = inner.putObject("properties");
        members.putObject("code").put("type", "string").put("description", "What programs know it by; never changes");
        members.putObject("message")
                .put("type", "string")
                .put("description", "What is wrong and what to do, for people");
        return error;
    }

    private static ObjectNode failure(String description) {
        ObjectNode response = object().put("description", description);
        content(response, SCHEMAS + ERROR);
        return response;
    }

    private static ObjectNode text(Common common) {
        ObjectNode response = object().put("description", common.description);
        response.putObject("content")
                .putObject("text/plain")
                .putObject("schema")
                .put("type", "string");
        return response;
    }

    private static void content(ObjectNode holder, String schema) {
        holder.putObject("content").putObject(JSON).putObject("schema").put("$ref", schema);
    }

    private static void credentials(ObjectNode schemes, ArrayNode security) {
        schemes.putObject("bearer")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "A key of the gateway, a token, or the token of the commands of this machine");
        schemes.putObject("basic").put("type", "http").put("scheme", "basic").put("description", "A user's password");
        schemes.putObject("certificate").put("type", "mutualTLS").put("description", "A certificate of a client");
        schemes.propertyNames().forEach(name -> security.addObject().putArray(name));
    }

    /** As {@code getServersLog}: the verb, and what stands in the path beside the names in braces. */
    private static String id(Route route) {
        StringBuilder id = new StringBuilder(route.verb().name().toLowerCase(Locale.ROOT));
        for (String part :
                route.path().text().substring(Route.ROOT.length() + 1).split("[/.]", -1)) {
            String word = part.startsWith("{") ? "One" : part;
            id.append(word.substring(0, 1).toUpperCase(Locale.ROOT)).append(word.substring(1));
        }
        return id.toString();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
