package io.yumen.catalogue.openapi;

import io.yumen.catalogue.rest.Body;
import io.yumen.catalogue.rest.HeaderNames;
import io.yumen.catalogue.rest.Operation;
import io.yumen.catalogue.rest.Parameter;
import io.yumen.catalogue.rest.PartsBody;
import io.yumen.catalogue.rest.PathTemplate;
import io.yumen.catalogue.rest.Shape;
import io.yumen.catalogue.rest.Template;
import io.yumen.schema.JsonSchema;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes a tool of an operation of a document. */
final class OperationMaker {
    /** Before the arguments that say how an answer is told: services have many of the same names. */
    private static final String PREFIX = "answer_";

    private static final Pattern JSON =
            Pattern.compile("application/json|\\*/\\*|application/[a-z0-9.+-]{1,80}\\+json");

    private static final Pattern TEXT = Pattern.compile("text/[a-z0-9.+-]{1,80}");
    private static final int LONGEST_NAME = 60;
    private static final int LONGEST_DESCRIPTION = 1_000;

    private final Document document;
    private final Endpoint endpoint;
    private final List<String> notes;
    private final Schemas schemas;
    private final ObjectNode properties = JsonNodeFactory.instance.objectNode();
    private final ArrayNode required = JsonNodeFactory.instance.arrayNode();
    private final Map<String, Parameter> places = new LinkedHashMap<>();
    private final List<Parameter> query = new ArrayList<>();
    private final List<Parameter> headers = new ArrayList<>();
    private final List<Parameter> cookies = new ArrayList<>();

    OperationMaker(Document document, Endpoint endpoint, List<String> notes) {
        this.document = document;
        this.endpoint = endpoint;
        this.notes = notes;
        this.schemas = new Schemas(document);
    }

    /**
     * The operation.
     *
     * @param names that are taken; its own is added
     * @throws IllegalArgumentException where it cannot be one; the message says why
     */
    Operation make(Set<String> names) {
        parameters().values().forEach(this::parameter);
        Body body = body();
        PathTemplate path = PathTemplate.of(endpoint.path(), places);
        ObjectNode input = JsonNodeFactory.instance.objectNode().put("type", "object");
        input.set("properties", properties);
        if (!required.isEmpty()) {
            input.set("required", required);
        }
        input.put("additionalProperties", false);
        JsonSchema schema = JsonSchema.of(input);
        try {
            schema.problems(JsonNodeFactory.instance.objectNode());
        } catch (RuntimeException e) { // the library has many for a schema that is none
            throw new IllegalArgumentException("its parameters have no JSON Schema", e);
        }
        String name = name(names);
        String summary = endpoint.operation().path("summary").asString("");
        return new Operation(
                new Operation.Label(
                        name, Texts.cut(summary.isBlank() ? name : summary, 100), description(summary), PREFIX),
                Operation.hintsOf(endpoint.method()),
                schema,
                new Operation.Request(endpoint.method(), path, query, headers, cookies, body),
                new Shape.One("@", new Shape.Look(null, Map.of())),
                Map.of(),
                Duration.ZERO);
    }

    private String name(Set<String> names) {
        String said = Texts.name(endpoint.operation().path("operationId").asString(""), LONGEST_NAME);
        String name = said.isEmpty() ? ofPath() : said;
        if (!names.add(name)) {
            name = ofPath();
            if (!names.add(name)) {
                throw new IllegalArgumentException("its name " + name + " is taken; give it an operationId of its own");
            }
        }
        return name;
    }

    private String ofPath() {
        return Texts.name(
                endpoint.method().toLowerCase(Locale.ROOT) + "_" + Texts.name(endpoint.path(), LONGEST_NAME),
                LONGEST_NAME);
    }

    private String description(String summary) {
        String more = endpoint.operation().path("description").asString("");
        String all = summary.isBlank() || more.startsWith(summary)
                ? more
                : summary.strip() + (more.isBlank() ? "" : ". " + more);
        String told = Texts.cut(all, LONGEST_DESCRIPTION);
        return told.isBlank() ? endpoint.toString() : told;
    }

    /** By place and name: those of an operation are stronger than those of its path. */
    private Map<String, JsonNode> parameters() {
        Map<String, JsonNode> all = new LinkedHashMap<>();
        for (JsonNode list :
                List.of(endpoint.item().path("parameters"), endpoint.operation().path("parameters"))) {
            list.forEach(each -> {
                JsonNode parameter = document.follow(each);
                all.put(
                        parameter.path("in").asString("") + " "
                                + parameter.path("name").asString(""),
                        parameter);
            });
        }
        return all;
    }

    private void parameter(JsonNode parameter) {
        String wire = parameter.path("name").asString("");
        String in = parameter.path("in").asString("");
        boolean isNeeded = parameter.path("required").asBoolean(false) || in.equals("path");
        if (!isKnown(parameter, wire, in)) {
            skip(isNeeded, "the parameter \"" + wire + "\" in \"" + in + "\" is of a kind that is not known");
        } else if (!isOurs(wire, in)) {
            put(parameter, wire, in, isNeeded);
        }
    }

    private static boolean isKnown(JsonNode parameter, String wire, String in) {
        return !wire.isEmpty()
                && !parameter.has("content")
                && Set.of("path", "query", "header", "cookie").contains(in);
    }

    private static boolean isOurs(String wire, String in) {
        return in.equals("header") && (!HeaderNames.isFree(wire) || wire.equalsIgnoreCase("Accept"));
    }

    private void put(JsonNode parameter, String wire, String in, boolean isNeeded) {
        ObjectNode schema = schemas.of(parameter.path("schema"));
        if (parameter.path("description").isString()) {
            schema.put("description", Texts.cut(parameter.path("description").stringValue(), 300));
        }
        String argument = argument(wire, in, schema, isNeeded);
        Parameter.Style style = style(parameter.path("style").asString(""), in);
        boolean explode = parameter.path("explode").asBoolean(style == Parameter.Style.FORM);
        Parameter made = new Parameter(wire, style, explode, new Template.Argument(argument));
        switch (in) {
            case "path" -> places.put(wire, made);
            case "query" -> query.add(made);
            case "header" -> headers.add(made);
            default -> cookies.add(made);
        }
    }

    private void skip(boolean isNeeded, String why) {
        if (isNeeded) {
            throw new IllegalArgumentException(why);
        }
        notes.add(endpoint + ": " + why + ", and is left out");
    }

    private static Parameter.Style style(String said, String in) {
        boolean isSimple = in.equals("path") || in.equals("header");
        return switch (said) {
            case "label" -> Parameter.Style.LABEL;
            case "matrix" -> Parameter.Style.MATRIX;
            case "spaceDelimited" -> Parameter.Style.SPACE_DELIMITED;
            case "pipeDelimited" -> Parameter.Style.PIPE_DELIMITED;
            case "deepObject" -> Parameter.Style.DEEP_OBJECT;
            default -> isSimple ? Parameter.Style.SIMPLE : Parameter.Style.FORM;
        };
    }

    /** A name that no other argument has. */
    private String argument(String wire, String in, ObjectNode schema, boolean isNeeded) {
        String plain = Texts.name(wire, LONGEST_NAME);
        String name = plain.isEmpty() ? in : plain;
        if (properties.has(name) || name.startsWith(PREFIX)) {
            name = in + "_" + name;
        }
        if (properties.has(name)) {
            throw new IllegalArgumentException("two of its parameters would be called " + name);
        }
        properties.set(name, schema);
        if (isNeeded) {
            required.add(name);
        }
        return name;
    }

    private Body body() {
        JsonNode body = document.follow(endpoint.operation().path("requestBody"));
        boolean isNeeded = body.path("required").asBoolean(false);
        if (!body.path("content").isObject()
                || Operation.hintsOf(endpoint.method()).readOnly()) {
            return new Body.None();
        }
        JsonNode parts = null;
        for (Map.Entry<String, JsonNode> content : body.path("content").properties()) {
            String type = content.getKey()
                    .toLowerCase(Locale.ROOT)
                    .replaceFirst(";.*", "")
                    .strip();
            JsonNode schema = content.getValue().path("schema");
            if (type.equals("application/x-www-form-urlencoded")) {
                return form(schema);
            }
            if (JSON.matcher(type).matches() || TEXT.matcher(type).matches()) {
                return whole(type, schema, isNeeded);
            }
            parts = type.equals("multipart/form-data") ? schema : parts;
        }
        // Where there is another way, that is shorter.
        return parts == null ? unknown(isNeeded) : parts(parts, isNeeded);
    }

    private Body unknown(boolean isNeeded) {
        skip(isNeeded, "its body has no type that is known (JSON, a form, parts, text)");
        return new Body.None();
    }

    private Body parts(JsonNode schema, boolean isNeeded) {
        ObjectNode fields = schemas.of(schema);
        if (fields.path("properties").isEmpty()) {
            return unknown(isNeeded);
        }
        ObjectNode before = properties.deepCopy();
        ArrayNode requiredBefore = required.deepCopy();
        try {
            return new PartsBody(parts(fields));
        } catch (IllegalArgumentException e) {
            skip(isNeeded, "its body cannot be given: " + e.getMessage());
            properties.removeAll().setAll(before);
            required.removeAll().addAll(requiredBefore);
            return new Body.None();
        }
    }

    private List<PartsBody.Part> parts(ObjectNode fields) {
        List<PartsBody.Part> made = new ArrayList<>();
        fields(fields, (name, field) -> {
            boolean isFile = isFile(field) || isFile(field.path("items"));
            if (isFile) {
                field.put("description", (field.path("description").asString("") + " (in Base64)").strip());
            }
            made.add(new PartsBody.Part(
                    name, isFile, new Template.Argument(argument(name, "form", field, isNeeded(fields, name)))));
        });
        return made;
    }

    private static boolean isFile(JsonNode schema) {
        return schema.path("format").asString("").equals("binary");
    }

    private static boolean isNeeded(ObjectNode fields, String name) {
        return fields.path("required")
                .valueStream()
                .anyMatch(each -> each.asString("").equals(name));
    }

    private static void fields(ObjectNode schema, BiConsumer<String, ObjectNode> taker) {
        schema.path("properties")
                .properties()
                .forEach(field -> taker.accept(
                        field.getKey(),
                        field.getValue() instanceof ObjectNode object
                                ? object
                                : JsonNodeFactory.instance.objectNode()));
    }

    private Body whole(String type, JsonNode schema, boolean isNeeded) {
        Template given = new Template.Argument(argument("body", "request", schemas.of(schema), isNeeded));
        if (TEXT.matcher(type).matches()) {
            return new Body.Plain(type, given);
        }
        return new Body.Json(type.equals("*/*") ? "application/json" : type, given);
    }

    private Body form(JsonNode schema) {
        ObjectNode fields = schemas.of(schema);
        List<Parameter> made = new ArrayList<>();
        fields(
                fields,
                (name, field) -> made.add(Parameter.query(
                        name, new Template.Argument(argument(name, "form", field, isNeeded(fields, name))))));
        return new Body.Form(made);
    }
}
