package io.yumen.service.answer;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcException;
import io.yumen.schema.Records;
import io.yumen.service.Call;
import io.yumen.service.Content;
import io.yumen.service.ResourceTemplate;
import io.yumen.service.ToolFailure;
import io.yumen.service.ToolResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one place through which a service answers: what is asked for, no larger than allowed, without secrets. Safe for many
 * threads.
 */
public final class Answers {
    private static final int NOTES_BYTES = 2_000;

    private final AnswerLimits limits;
    private final Redactor redactor;
    private final Kept kept;

    /**
     * The answers of a service.
     *
     * @param service its name
     */
    public Answers(String service, AnswerLimits limits, Redactor redactor) {
        this.limits = limits;
        this.redactor = redactor;
        this.kept = new Kept(service, limits);
    }

    /** Where callers read what was too large; the service offers it. */
    public ResourceTemplate large() {
        return kept.template();
    }

    /**
     * A list.
     *
     * @param input all arguments, by which a cursor is known to be of the same list
     * @param noun what is listed, in the plural, as in {@code pods}
     */
    public ToolResult list(Record input, Listing wanted, String noun, Source source) {
        return list(Records.write(input), wanted, noun, source);
    }

    /** The same of arguments as they came, their defaults filled in. */
    public ToolResult list(ObjectNode input, Listing wanted, String noun, Source source) {
        if (wanted.countOnly()) {
            return counted(noun, source);
        }
        String mark = Cursor.markOf(input);
        Collected found = collect(wanted, Cursor.read(wanted.cursor(), mark), source);
        String text = fitting(found, noun, wanted);
        String next = found.next == null ? null : found.next.text(mark);
        String told = Sizes.cut(text, limits.bytes());
        String cut = told.length() == text.length() ? "" : "The text was cut; the structured content has all of it\n";
        String note = found.note(noun, next) + cut + said(source);
        Listed listed = new Listed(found.rows, found.count(), next, note.isEmpty() ? null : note);
        return structured(listed, note.isEmpty() ? told : told + "\n" + note);
    }

    /** The rows as a text, and fewer of them where it is too long. */
    private String fitting(Collected found, String noun, Listing wanted) {
        String text = found.rows.isEmpty() ? "No " + noun + "\n" : Texts.of(found.rows, wanted.format());
        while (Sizes.of(text) > limits.bytes() && found.halve()) {
            text = Texts.of(found.rows, wanted.format());
        }
        return text;
    }

    private ToolResult counted(String noun, Source source) {
        long count = source.count();
        String note = said(source);
        Listed listed = new Listed(null, count, null, note.isEmpty() ? null : note);
        return structured(listed, count + " " + noun + (note.isEmpty() ? "" : "\n" + note));
    }

    private String said(Source source) {
        return Sizes.cut(
                source.note()
                        .lines()
                        .map(line -> redactor.text(PlainText.of(line)))
                        .collect(Collectors.joining("\n")),
                NOTES_BYTES);
    }

    /** A single thing. What is too large is kept as a resource, and its summary told. */
    public ToolResult one(Look wanted, Item item, Call call) {
        JsonNode shown = shape(item, wanted.detail(), queries(wanted.fields()));
        String text = Texts.of(shown, wanted.format());
        int size = Math.max(Sizes.of(text), JsonCodec.bytes(shown).length);
        if (size <= limits.bytes()) {
            return new ToolResult(List.of(Content.text(text)), asObject(shown), false);
        }
        Content link = kept.keep(redactor.text(item.name()), mimeType(wanted.format()), text, call);
        String note = "All of it has " + size + " bytes, more than the " + limits.bytes()
                + " of an answer. This is its summary; name fields to see more, or read the linked resource.\n\n";
        ObjectNode clean = (ObjectNode) redactor.tree(item.summary());
        int room = limits.bytes();
        ObjectNode summary = Sizes.shrink(clean, room);
        String told = Texts.of(summary, wanted.format());
        while (Sizes.of(told) > limits.bytes()) {
            room /= 2;
            summary = Sizes.shrink(clean, room);
            told = Texts.of(summary, wanted.format());
        }
        return new ToolResult(List.of(Content.text(note + told), link), summary, false);
    }

    /**
     * Words, as a program wrote them: what is too long loses its beginning or its end, and is kept as a resource.
     *
     * @param name what it is, for people
     */
    public ToolResult text(String name, String text, Cut cut, Call call) {
        String clean = redactor.text(text);
        int size = Sizes.of(clean);
        if (size <= limits.bytes()) {
            return ToolResult.text(clean);
        }
        Content link = kept.keep(redactor.text(name), "text/plain", clean, call);
        String part = cut == Cut.BEGINNING ? Sizes.end(clean, limits.bytes()) : Sizes.cut(clean, limits.bytes());
        String note = "[" + (size - Sizes.of(part)) + " of " + size + " bytes were cut from the "
                + (cut == Cut.BEGINNING ? "beginning" : "end") + "; the linked resource has all]";
        String told = cut == Cut.BEGINNING ? note + "\n" + part : part + "\n" + note;
        return ToolResult.of(Content.text(told), link);
    }

    /** The value of what is called so, for where its name does not stand beside it; a secret is gone. */
    public String valueOf(@Nullable String name, String value) {
        return name == null
                ? value
                : redactor.named(name, JsonNodeFactory.instance.stringNode(value))
                        .asString("");
    }

    /** A text without the secrets in it, for what is told in another way than by a list or a text. */
    public String clean(String text) {
        return redactor.text(text);
    }

    /** What a text that is too long loses. */
    public enum Cut {
        BEGINNING,
        END
    }

    private Collected collect(Listing wanted, Cursor from, Source source) {
        List<Query> queries = queries(wanted.fields());
        Collected found = new Collected();
        @Nullable String page = from.pageOf(source);
        int skip = from.skip();
        while (true) {
            Source.Page read = source.read(page, wanted.limit() - found.rows.size() + skip);
            List<Item> items = read.items();
            for (int i = Math.min(skip, items.size()); i < items.size(); i++) {
                long left = read.remaining() < 0 ? -1 : read.remaining() + items.size() - i;
                Place place = new Place(cursor(page, read, i), left);
                if (found.rows.size() == wanted.limit()
                        || !found.add(shape(items.get(i), wanted.detail(), queries), place)) {
                    found.stop(place.cursor(), left);
                    return found;
                }
            }
            if (read.next() == null || found.rows.size() == wanted.limit()) {
                found.stop(read.next() == null ? null : new Cursor(read.next(), 0), read.remaining());
                return found;
            }
            page = read.next();
            skip = 0;
        }
    }

    /** Where an item of a page stands: by itself, where its source knows that, and else by its place in the page. */
    private static Cursor cursor(@Nullable String page, Source.Page read, int i) {
        return i == 0 || read.starts().isEmpty()
                ? new Cursor(page, i)
                : new Cursor(read.starts().get(i - 1), 0);
    }

    /** Nobody waits any more for what was given up: its thread was interrupted, and is not held for what is not read. */
    private static void requireWanted() {
        if (Thread.currentThread().isInterrupted()) {
            throw RpcException.cancelled();
        }
    }

    private JsonNode shape(Item item, Detail detail, List<Query> queries) {
        requireWanted();
        if (!queries.isEmpty()) {
            JsonNode full = redactor.tree(item.full());
            ObjectNode found = JsonNodeFactory.instance.objectNode();
            queries.forEach(query -> found.set(query.toString(), find(query, full)));
            return found;
        }
        return switch (detail) {
            case NAMES -> JsonNodeFactory.instance.stringNode(redactor.text(item.name()));
            case SUMMARY -> redactor.tree(item.summary());
            case FULL -> redactor.tree(item.full());
        };
    }

    private static JsonNode find(Query query, JsonNode tree) {
        try {
            return query.find(tree);
        } catch (IllegalArgumentException e) {
            throw new ToolFailure(String.valueOf(e.getMessage()));
        }
    }

    private static List<Query> queries(@Nullable List<String> fields) {
        try {
            return fields == null ? List.of() : Query.all(fields);
        } catch (IllegalArgumentException e) {
            throw new ToolFailure(e.getMessage()
                    + ". Write names with dots, as in metadata.name or status.conditions[?type=='Ready'].status | [0]");
        }
    }

    private static ToolResult structured(Listed listed, String text) {
        return new ToolResult(List.of(Content.text(text)), Records.write(listed), false);
    }

    private static JsonNode asObject(JsonNode shown) {
        return shown.isObject() ? shown : JsonNodeFactory.instance.objectNode().set("name", shown);
    }

    private static String mimeType(Format format) {
        return switch (format) {
            case JSON -> "application/json";
            case YAML -> "application/yaml";
            case TABLE, TOON -> "text/plain";
        };
    }

    /** Where a row stood, and how many there were from there on. */
    private record Place(Cursor cursor, long left) {}

    /** What was found so far. */
    private final class Collected {
        private final List<JsonNode> rows = new ArrayList<>();
        private final List<Place> places = new ArrayList<>();
        private int bytes;
        private @Nullable Cursor next;
        private long remaining = -1;
        private boolean isFull;
        private int tooLarge;

        /** Takes a row, where there is room for it; one that is larger than an answer is passed over with a word. */
        boolean add(JsonNode row, Place place) {
            int size = JsonCodec.bytes(row).length;
            if (size > limits.bytes()) {
                tooLarge++;
                places.add(place);
                rows.add(JsonNodeFactory.instance.stringNode("(" + size + " bytes: too large to be told in a list)"));
                return true;
            }
            if (bytes + size > limits.bytes()) {
                isFull = true;
                return false;
            }
            bytes += size;
            places.add(place);
            rows.add(row);
            return true;
        }

        /** Gives back the second half of the rows: as text, they are larger than the JSON of them. */
        boolean halve() {
            int most = rows.size() / 2;
            if (most == 0) {
                return false;
            }
            stop(places.get(most).cursor(), places.get(most).left());
            isFull = true;
            rows.subList(most, rows.size()).clear();
            return true;
        }

        void stop(@Nullable Cursor where, long left) {
            next = where;
            remaining = left;
        }

        @Nullable
        Long count() {
            return next == null ? Long.valueOf(rows.size()) : null;
        }

        String note(String noun, @Nullable String cursor) {
            StringBuilder note = new StringBuilder();
            if (cursor != null) {
                note.append(rows.size()).append(' ').append(noun).append(" of ");
                note.append(remaining < 0 ? "more" : "at least " + (rows.size() + remaining));
                note.append(isFull ? ", for the answer was full (fewer fields make more fit)" : "");
                note.append("; go on with cursor=")
                        .append(Objects.requireNonNull(cursor))
                        .append('\n');
            }
            if (tooLarge > 0) {
                note.append(tooLarge).append(" are too large; get one by its name, or name fields\n");
            }
            return note.toString();
        }
    }
}
