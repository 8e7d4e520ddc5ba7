package io.yumen.catalogue.rest;

import io.yumen.catalogue.Parameters;
import io.yumen.http.Headers;
import io.yumen.service.ToolFailure;
import io.yumen.service.answer.Item;
import io.yumen.service.answer.Query;
import io.yumen.service.answer.Source;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The items of a list that a service tells in pages. For one call. */
final class Pages implements Source {
    /** A service whose pages have no end is left after this many. */
    private static final int MOST = 200;

    /** What is longer is no cursor. */
    private static final int LONGEST_CURSOR = 8_000;

    private final Fetch fetch;
    private final Shape.Items shape;
    private final Predicate<String> isSecret;
    private int read;

    /** Reads one page, asked for with those parameters. */
    @FunctionalInterface
    interface Fetch {
        Answer page(Map<String, List<String>> parameters);
    }

    /** What a service answered. */
    record Answer(JsonNode tree, Headers headers) {}

    /** @param isSecret whether a parameter is the operator's, so that no cursor has it, even where a next page's address does */
    Pages(Fetch fetch, Shape.Items shape, Predicate<String> isSecret) {
        this.fetch = fetch;
        this.shape = shape;
        this.isSecret = isSecret;
    }

    @Override
    public Page read(@Nullable String cursor, int limit) {
        if (++read > MOST) {
            throw new ToolFailure("The service tells this list in more than " + MOST + " pages; ask for less of it");
        }
        Shape.Paging paging = shape.paging();
        Answer got = fetch.page(parameters(paging, cursor));
        JsonNode answer = got.tree;
        JsonNode found = find(shape.items(), answer);
        if (!found.isArray() && !found.isNull()) {
            throw new ToolFailure("The service answered no list where one was expected (" + shape.items() + ")");
        }
        List<Item> items = found.valueStream().map(this::item).toList();
        if (paging.kind() == Shape.Paging.Kind.NONE) {
            return part(items, cursor, limit);
        }
        long before = before(paging, cursor);
        String next = next(paging, cursor, got, items.size());
        return new Page(items, next, next == null ? 0 : remaining(paging, answer, before, items.size()));
    }

    private static Page part(List<Item> items, @Nullable String cursor, int limit) {
        return Source.of(items).read(cursor, limit);
    }

    private static Map<String, List<String>> parameters(Shape.Paging paging, @Nullable String cursor) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        String size = paging.size();
        if (size != null) {
            parameters.put(size, List.of(Integer.toString(paging.most())));
        }
        switch (paging.kind()) {
            case NONE -> {}
            case PAGE -> parameters.put(paging.parameter(), List.of(Long.toString(number(cursor, paging.first()))));
            case OFFSET -> parameters.put(paging.parameter(), List.of(Long.toString(number(cursor, 0))));
            case CURSOR -> {
                if (cursor != null) {
                    parameters.put(paging.parameter(), List.of(cursor));
                }
            }
            case LINK -> {
                if (cursor != null) {
                    parameters.putAll(Links.parameters(cursor));
                }
            }
        }
        return parameters;
    }

    private @Nullable String next(Shape.Paging paging, @Nullable String cursor, Answer got, int items) {
        String query = paging.next();
        JsonNode answer = got.tree;
        if (paging.kind() == Shape.Paging.Kind.LINK) {
            String address = query == null ? Links.next(got.headers.all("Link")) : told(find(query, answer), null);
            return told(JsonNodeFactory.instance.stringNode(asked(address)), cursor);
        }
        if (query != null) {
            return told(find(query, answer), cursor);
        }
        boolean isLast = items == 0 || (paging.size() != null && items < paging.most());
        return isLast ? null : Long.toString(following(paging, cursor, items));
    }

    /** What an address asks; empty where there is none. */
    private String asked(@Nullable String address) {
        Parameters asked = new Parameters();
        if (address != null) {
            Links.parameters(Links.query(address)).forEach((name, values) -> {
                if (!isSecret.test(name)) {
                    asked.put(name, values);
                }
            });
        }
        return asked.toString();
    }

    /** The cursor that a service told; where it tells the same again, the list has ended. */
    private static @Nullable String told(JsonNode next, @Nullable String cursor) {
        String text = next.isNull() || next.isContainer() ? "" : Template.word(next);
        return text.isEmpty() || text.equals(cursor) || text.length() > LONGEST_CURSOR ? null : text;
    }

    private static long following(Shape.Paging paging, @Nullable String cursor, int items) {
        return paging.kind() == Shape.Paging.Kind.PAGE ? number(cursor, paging.first()) + 1 : number(cursor, 0) + items;
    }

    private static long before(Shape.Paging paging, @Nullable String cursor) {
        return switch (paging.kind()) {
            case PAGE -> (number(cursor, paging.first()) - paging.first()) * paging.most();
            case OFFSET -> number(cursor, 0);
            case NONE, CURSOR, LINK -> -1;
        };
    }

    private static long remaining(Shape.Paging paging, JsonNode answer, long before, int items) {
        String total = paging.total();
        if (total == null || before < 0) {
            return -1;
        }
        JsonNode all = find(total, answer);
        return all.isIntegralNumber() ? Math.max(-1, all.asLong(-1) - before - items) : -1;
    }

    private static long number(@Nullable String cursor, int first) {
        try {
            return cursor == null ? first : Math.clamp(Long.parseLong(cursor), 0, 1_000_000_000);
        } catch (NumberFormatException e) {
            throw new ToolFailure("This cursor is not one that this tool gave; leave it out to begin anew");
        }
    }

    private Item item(JsonNode thing) {
        ObjectNode full = thing instanceof ObjectNode object
                ? object
                : JsonNodeFactory.instance.objectNode().set("value", thing);
        ObjectNode summary = shape.look().summaryOf(full);
        return new Item(shape.look().nameOf(full, summary), summary, full);
    }

    static JsonNode find(String query, JsonNode tree) {
        try {
            return Query.of(query).find(tree);
        } catch (IllegalArgumentException e) {
            throw new ToolFailure("The answer of the service is not as its description says: " + e.getMessage());
        }
    }
}
