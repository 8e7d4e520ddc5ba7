package io.yumen.catalogue.rest;

import io.yumen.catalogue.Parameters;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A value somewhere in a request, in one of the styles that OpenAPI knows.
 *
 * @param name on the wire
 * @param style how lists and objects are written
 * @param explode whether each part of them stands for itself
 * @param value what it is
 */
public record Parameter(String name, Style style, boolean explode, Template value) {
    /** How lists and objects are written. */
    public enum Style {
        /** A list is repeated, and an object is one value, as JSON: who gives it names no other parameter by it. */
        PLAIN,
        SIMPLE,
        LABEL,
        MATRIX,
        FORM,
        SPACE_DELIMITED,
        PIPE_DELIMITED,
        DEEP_OBJECT
    }

    /** One of a query, where a list is repeated and an object is one value. */
    public static Parameter query(String name, Template value) {
        return new Parameter(name, Style.PLAIN, true, value);
    }

    /** One in a path or a header. */
    public static Parameter simple(String name, Template value) {
        return new Parameter(name, Style.SIMPLE, false, value);
    }

    /** Puts it into a query or a form; nothing where there is no value. */
    void into(Parameters query, ObjectNode arguments) {
        JsonNode given = value.fill(arguments);
        if (given == null) {
            return;
        }
        if (isOneValue(given)) {
            query.put(name, Template.word(given));
        } else if (style == Style.DEEP_OBJECT && given.isObject()) {
            given.properties()
                    .forEach(part -> query.put(name + "[" + part.getKey() + "]", Template.word(part.getValue())));
        } else if (explode && style == Style.FORM && given.isObject()) {
            given.properties().forEach(part -> query.put(part.getKey(), Template.word(part.getValue())));
        } else if (explode) {
            words(given, false, UnaryOperator.identity()).forEach(word -> query.put(name, word));
        } else {
            query.join(name, words(given, false, UnaryOperator.identity()), separator());
        }
    }

    private boolean isOneValue(JsonNode given) {
        return !given.isContainer() || (style == Style.PLAIN && given.isObject());
    }

    private String separator() {
        return switch (style) {
            case SPACE_DELIMITED -> "%20";
            case PIPE_DELIMITED -> "%7C";
            case PLAIN, SIMPLE, LABEL, MATRIX, FORM, DEEP_OBJECT -> ",";
        };
    }

    /** As part of a path; each value is encoded. Null where there is no value. */
    @Nullable
    String inPath(ObjectNode arguments) {
        JsonNode given = value.fill(arguments);
        if (given == null) {
            return null;
        }
        List<String> words = words(given, explode, Parameters::encoded);
        return switch (style) {
            case LABEL -> "." + String.join(explode ? "." : ",", words);
            case MATRIX -> ";" + matrix(given, words);
            case PLAIN, SIMPLE, FORM, SPACE_DELIMITED, PIPE_DELIMITED, DEEP_OBJECT -> String.join(",", words);
        };
    }

    private String matrix(JsonNode given, List<String> words) {
        if (!explode || !given.isContainer()) {
            return name + "=" + String.join(",", words);
        }
        return given.isObject()
                ? String.join(";", words)
                : String.join(";", words.stream().map(word -> name + "=" + word).toList());
    }

    /** As the value of a header. */
    @Nullable
    String inHeader(ObjectNode arguments) {
        JsonNode given = value.fill(arguments);
        return given == null ? null : String.join(",", words(given, explode, UnaryOperator.identity()));
    }

    /** The words of a value; of an object its keys and values in turn, or as pairs. */
    private static List<String> words(JsonNode given, boolean pairs, UnaryOperator<String> form) {
        if (given.isArray()) {
            return given.valueStream()
                    .map(element -> form.apply(Template.word(element)))
                    .toList();
        }
        if (!given.isObject()) {
            return List.of(form.apply(Template.word(given)));
        }
        List<String> words = new ArrayList<>();
        given.properties().forEach(part -> {
            String key = form.apply(part.getKey());
            String word = form.apply(Template.word(part.getValue()));
            if (pairs) {
                words.add(key + "=" + word);
            } else {
                words.add(key);
                words.add(word);
            }
        });
        return words;
    }
}
