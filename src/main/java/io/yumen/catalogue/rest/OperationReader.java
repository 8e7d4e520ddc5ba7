package io.yumen.catalogue.rest;

import io.yumen.schema.JsonSchema;
import io.yumen.service.ToolHints;
import io.yumen.service.answer.Query;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads one tool of a catalogue file, which fits its schema. */
final class OperationReader {
    private final String name;
    private final ObjectNode tool;
    private final String place;

    OperationReader(String name, ObjectNode tool) {
        this.name = name;
        this.tool = tool;
        this.place = "tools." + name;
    }

    Operation read() {
        String method = tool.path("method").asString("GET");
        Shape shape = shape();
        Operation.Request request = request(method);
        JsonSchema input = input();
        checkArguments(request, input, shape);
        int seconds = tool.path("cacheSeconds").asInt(0);
        if (seconds > 0 && !method.equals("GET")) {
            throw new BadCatalogue(place + ".cacheSeconds", "Only what a GET answers may be told again");
        }
        return new Operation(
                new Operation.Label(
                        name,
                        tool.path("title").asString(name),
                        tool.path("description").asString(""),
                        ""),
                hints(method),
                input,
                request,
                shape,
                advice(),
                Duration.ofSeconds(seconds));
    }

    private ToolHints hints(String method) {
        return switch (tool.path("changes").asString("")) {
            case "nothing" -> ToolHints.READ_REMOTE;
            case "adds" -> Operation.ADDING;
            case "destroys" -> Operation.destroying(method);
            default -> Operation.hintsOf(method);
        };
    }

    private Operation.Request request(String method) {
        String path = tool.path("path").asString("");
        Map<String, Parameter> places = new HashMap<>();
        PathTemplate.places(path)
                .forEach(argument -> places.put(argument, Parameter.simple(argument, new Template.Argument(argument))));
        List<Parameter> headers = new ArrayList<>();
        tool.path("headers").properties().forEach(header -> {
            HeaderNames.check(place + ".headers." + header.getKey(), header.getKey());
            headers.add(Parameter.simple(header.getKey(), Template.of(header.getValue())));
        });
        try {
            return new Operation.Request(
                    method, PathTemplate.of(path, places), parameters("query"), headers, List.of(), body(method));
        } catch (BadCatalogue e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new BadCatalogue(place + ".path", String.valueOf(e.getMessage()));
        }
    }

    private List<Parameter> parameters(String key) {
        return tool.path(key)
                .propertyStream()
                .map(parameter -> Parameter.query(parameter.getKey(), Template.of(parameter.getValue())))
                .toList();
    }

    private Body body(String method) {
        boolean hasDocument = tool.has("body");
        boolean hasForm = tool.has("form");
        if (!hasDocument && !hasForm) {
            return new Body.None();
        }
        if (hasDocument && hasForm) {
            throw new BadCatalogue(place, "A request has either a \"body\" or a \"form\"");
        }
        if (method.equals("GET") || method.equals("HEAD")) {
            throw new BadCatalogue(place, method + " has no body; use \"query\", or another method");
        }
        return hasForm
                ? new Body.Form(parameters("form"))
                : new Body.Json("application/json", Template.of(tool.path("body")));
    }

    private JsonSchema input() {
        ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        tool.path("arguments").properties().forEach(argument -> properties.set(argument.getKey(), argument.getValue()));
        if (tool.path("required").isArray() && !tool.path("required").isEmpty()) {
            schema.set("required", tool.path("required"));
        }
        schema.put("additionalProperties", false);
        JsonSchema input = JsonSchema.of(schema);
        try {
            input.problems(JsonNodeFactory.instance.objectNode());
        } catch (RuntimeException e) { // the library has many for a schema that is none
            throw new BadCatalogue(place + ".arguments", "One of these is no JSON Schema: " + e.getMessage());
        }
        return input;
    }

    private void checkArguments(Operation.Request request, JsonSchema input, Shape shape) {
        Set<String> declared = new TreeSet<>(input.tree().path("properties").propertyNames());
        Set<String> used = Stream.of(
                        request.path().names(),
                        request.query().stream()
                                .flatMap(parameter -> parameter.value().names()),
                        request.headers().stream()
                                .flatMap(parameter -> parameter.value().names()),
                        request.body().names())
                .flatMap(names -> names)
                .collect(Collectors.toCollection(TreeSet::new));
        for (String argument : used) {
            if (!declared.contains(argument)) {
                throw new BadCatalogue(place, "{" + argument + "} is not one of its \"arguments\"");
            }
        }
        for (String argument : declared) {
            if (!used.contains(argument)) {
                throw new BadCatalogue(
                        place + ".arguments." + argument, "Nothing uses it; write {" + argument + "} where it belongs");
            }
            if (RestService.own(shape).path("properties").has(argument)) {
                throw new BadCatalogue(
                        place + ".arguments." + argument,
                        "Each tool of this kind has an argument \"" + argument
                                + "\" of how its answer is told; call this one otherwise");
            }
        }
        checkRequired(request, input);
    }

    private void checkRequired(Operation.Request request, JsonSchema input) {
        Set<String> required = input.tree()
                .path("required")
                .valueStream()
                .map(argument -> argument.asString(""))
                .collect(Collectors.toSet());
        JsonNode properties = input.tree().path("properties");
        for (String argument : required) {
            if (!properties.has(argument)) {
                throw new BadCatalogue(place + ".required", "\"" + argument + "\" is not one of its \"arguments\"");
            }
        }
        request.path().names().forEach(argument -> {
            if (!required.contains(argument) && !properties.path(argument).has("default")) {
                throw new BadCatalogue(
                        place + ".required",
                        "\"" + argument + "\" stands in the path; it is required, or has a default");
            }
        });
    }

    private Shape shape() {
        List<String> said = Stream.of("list", "one", "text").filter(tool::has).toList();
        if (said.size() > 1) {
            throw new BadCatalogue(place, "An answer is one of " + String.join(", ", said));
        }
        if (tool.has("text")) {
            return new Shape.Words();
        }
        if (tool.get("list") instanceof ObjectNode list) {
            return new Shape.Items(
                    list.path("noun").asString("items"),
                    query("list.items", list.path("items")),
                    look("list", list),
                    paging(list.path("paging")));
        }
        JsonNode one = tool.path("one");
        return new Shape.One(one.has("find") ? query("one.find", one.path("find")) : "@", look("one", one));
    }

    private Shape.Look look(String key, JsonNode tree) {
        Map<String, String> summary = new LinkedHashMap<>();
        tree.path("summary")
                .properties()
                .forEach(column ->
                        summary.put(column.getKey(), query(key + ".summary." + column.getKey(), column.getValue())));
        return new Shape.Look(optional(key + ".name", tree.get("name")), summary);
    }

    private Shape.Paging paging(JsonNode tree) {
        if (tree.isMissingNode()) {
            return Shape.Paging.NONE;
        }
        Shape.Paging.Kind kind = switch (tree.path("by").asString("")) {
            case "page" -> Shape.Paging.Kind.PAGE;
            case "offset" -> Shape.Paging.Kind.OFFSET;
            case "link" -> Shape.Paging.Kind.LINK;
            default -> Shape.Paging.Kind.CURSOR;
        };
        String next = optional("list.paging.next", tree.get("next"));
        boolean isLink = kind == Shape.Paging.Kind.LINK;
        if (!isLink && (kind == Shape.Paging.Kind.CURSOR) != (next != null)) {
            throw new BadCatalogue(
                    place + ".list.paging.next",
                    "Pages by cursor have it, those by link may, and no others: JMESPath of the next cursor, or address");
        }
        if (isLink == tree.has("parameter")) {
            throw new BadCatalogue(
                    place + ".list.paging.parameter", "Pages have it, but not those by link, whose address says all");
        }
        return new Shape.Paging(
                kind,
                tree.path("parameter").asString(""),
                tree.path("size").isString() ? tree.path("size").stringValue() : null,
                tree.path("most").asInt(50),
                tree.path("first").asInt(1),
                next,
                optional("list.paging.total", tree.get("total")));
    }

    private @Nullable String optional(String key, @Nullable JsonNode tree) {
        return tree == null ? null : query(key, tree);
    }

    private String query(String key, JsonNode tree) {
        try {
            return Query.of(tree.asString("")).toString();
        } catch (IllegalArgumentException e) {
            throw new BadCatalogue(place + "." + key, String.valueOf(e.getMessage()));
        }
    }

    private Map<Integer, String> advice() {
        Map<Integer, String> advice = new HashMap<>();
        tool.path("errors")
                .properties()
                .forEach(error -> advice.put(
                        Integer.valueOf(error.getKey()), error.getValue().asString("")));
        return advice;
    }
}
