package io.yumen.service.answer;

import io.burt.jmespath.Expression;
import io.burt.jmespath.JmesPathException;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A question to a JSON tree in JMESPath: it selects and reshapes, cannot loop, and reaches nothing but the tree. What it makes is
 * bounded: a few characters can double a tree again and again. The bound is one for all that it is asked, and for all queries that were
 * read together. For one thread.
 */
public final class Query {
    private static final int MAX_LENGTH = 2_000;

    private final String text;
    private final JsonRuntime runtime;
    private final Expression<JsonNode> expression;

    private Query(String text, JsonRuntime runtime) {
        this.text = text;
        this.runtime = runtime;
        this.expression = runtime.compile(text);
    }

    /**
     * Reads a query.
     *
     * @throws IllegalArgumentException where it is none; the message says where
     */
    public static Query of(String text) {
        return of(text, new JsonRuntime());
    }

    /** The same of several, for one answer: what they make is counted together. */
    static List<Query> all(List<String> texts) {
        JsonRuntime runtime = new JsonRuntime();
        return texts.stream().map(text -> of(text, runtime)).toList();
    }

    private static Query of(String text, JsonRuntime runtime) {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("A JMESPath has at most " + MAX_LENGTH + " characters");
        }
        try {
            return new Query(text, runtime);
        } catch (JmesPathException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no JMESPath: " + firstLine(e), e);
        }
    }

    /**
     * What it finds in that tree; a null node where it finds nothing.
     *
     * @throws IllegalArgumentException where a function is given what it cannot take, or too much is made
     */
    public JsonNode find(JsonNode tree) {
        try {
            JsonNode found = expression.search(tree);
            runtime.spendOn(found);
            return found;
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
