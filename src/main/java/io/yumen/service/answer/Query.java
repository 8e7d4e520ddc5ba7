package io.yumen.service.answer;

import io.burt.jmespath.Expression;
import io.burt.jmespath.JmesPathException;
import tools.jackson.databind.JsonNode;

/**
 * A question to a JSON tree in JMESPath: it selects and reshapes, cannot loop, and reaches nothing but the tree. Safe for many
 * threads.
 */
public final class Query {
    private static final int MAX_LENGTH = 2_000;

    private final String text;
    private final Expression<JsonNode> expression;

    private Query(String text, Expression<JsonNode> expression) {
        this.text = text;
        this.expression = expression;
    }

    /**
     * Reads a query.
     *
     * @throws IllegalArgumentException where it is none; the message says where
     */
    public static Query of(String text) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("A JMESPath has at most " + MAX_LENGTH + " characters");
        }
        try {
            return new Query(text, JsonRuntime.INSTANCE.compile(text));
        } catch (JmesPathException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no JMESPath: " + firstLine(e), e);
        }
    }

    /**
     * What it finds in that tree; a null node where it finds nothing.
     *
     * @throws IllegalArgumentException where a function is given what it cannot take
     */
    public JsonNode find(JsonNode tree) {
        try {
            return expression.search(tree);
        } catch (JmesPathException e) {
            throw new IllegalArgumentException("\"" + text + "\": " + firstLine(e), e);
        }
    }

    @Override
    public String toString() {
        return text;
    }

    private static String firstLine(JmesPathException e) {
        String message = String.valueOf(e.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
