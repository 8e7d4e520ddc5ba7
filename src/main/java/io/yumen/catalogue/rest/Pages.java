package io.yumen.catalogue.rest;

import io.yumen.catalogue.Ask;
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
    private String note = "";

    /** Reads one page, asked for with those parameters. */
    @FunctionalInterface
    interface Fetch {
        Answer page(Map<String, List<String>> parameters);
    }

    /**
     * What a service answered.
     *
     * @param asked what it was asked
     */
    record Answer(JsonNode tree, Headers headers, Ask asked) {}

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
            return linked(
                    query == null
                            ? Links.next(got.headers.all("Link"))
                            : find(query, answer).asString(""),
                    got);
        }
        if (query != null) {
            return told(find(query, answer), cursor);
        }
        boolean isLast = items == 0 || (paging.size() != null && items < paging.most());
        return isLast ? null : Long.toString(following(paging, cursor, items));
    }

    /** What the address of the next page asks; null where there is none, or one that cannot be asked for where the list is. */
    private @Nullable String linked(@Nullable String address, Answer got) {
        if (address == null || address.isBlank()) {
            return null;
        }
        Map<String, List<String>> parameters = new LinkedHashMap<>(Links.parameters(Links.query(address)));
        parameters.keySet().removeIf(isSecret);
        Parameters asked = new Parameters();
        parameters.forEach(asked::put);
        String next = asked.toString();
        if (!Links.isOf(address, got.asked.path())) {
            return ended("has another path than the list");
        }
        if (parameters.isEmpty()) {
            return ended("asks for nothing by its query");
        }
        if (next.length() > LONGEST_CURSOR) {
            return ended("is longer than " + LONGEST_CURSOR + " characters");
        }
        Map<String, List<String>> before = Links.parameters(got.asked.query().toString());
        boolean isSame =
                parameters.entrySet().stream().allMatch(each -> each.getValue().equals(before.get(each.getKey())));
        return isSame ? ended("is that of the page before") : next;
    }

    /** Says that a list is not whole, instead of passing off what was read as all of it. */
    private @Nullable String ended(String why) {
        note = "The list is not whole: the service says that more follows, but the address of its next page " + why
                + ", and cannot be followed";
        return null;
    }

    @Override
    public String note() {
        return note;
    }

    /** The cursor that a service told; where it tells the same again, the list has ended. */
    private @Nullable String told(JsonNode next, @Nullable String cursor) {
        String text = next.isNull() || next.isContainer() ? "" : Template.word(next);
        if (text.length() > LONGEST_CURSOR) {
            note = "The list is not whole: the cursor that the service gives for its next page is longer than "
                    + LONGEST_CURSOR + " characters, and cannot be followed";
            return null;
        }
        return text.isEmpty() || text.equals(cursor) ? null : text;
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
