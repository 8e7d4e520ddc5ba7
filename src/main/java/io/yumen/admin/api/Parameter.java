package io.yumen.admin.api;

import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A parameter of a query, as {@code limit} in {@code ?limit=10}. None must be given.
 *
 * @param name its name
 * @param meaning what it means, as a sentence
 * @param type what it looks like
 */
public record Parameter(String name, String meaning, Type type) {
    private static final Pattern DIGITS = Pattern.compile("\\d{1,9}");

    /** What the value of a parameter looks like. */
    public sealed interface Type {
        /** Any text. */
        record Text() implements Type {}

        /** A whole number within these bounds. */
        record Whole(int least, int most) implements Type {}
    }

    /** One that is any text. */
    public static Parameter text(String name, String meaning) {
        return new Parameter(name, meaning, new Type.Text());
    }

    /** One that is a whole number, from 1 to that. */
    public static Parameter count(String name, String meaning, int most) {
        return new Parameter(name, meaning, new Type.Whole(1, most));
    }

    /**
     * Says no where that is no value for it.
     *
     * @throws IllegalArgumentException the message says why
     */
    public void check(String value) {
        switch (type) {
            case Type.Text ignored -> {}
            case Type.Whole whole -> {
                boolean fits = DIGITS.matcher(value).matches()
                        && Integer.parseInt(value) >= whole.least()
                        && Integer.parseInt(value) <= whole.most();
                if (!fits) {
                    throw new IllegalArgumentException(
                            name + " is a whole number from " + whole.least() + " to " + whole.most());
                }
            }
        }
    }

    ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", name).put("in", "query").put("description", meaning);
        ObjectNode schema = json.putObject("schema");
        switch (type) {
            case Type.Text ignored -> schema.put("type", "string");
            case Type.Whole whole ->
                schema.put("type", "integer").put("minimum", whole.least()).put("maximum", whole.most());
        }
        return json;
    }
}
