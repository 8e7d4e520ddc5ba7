package io.yumen.audit.trail;

import io.yumen.audit.Times;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What somebody looks for in trails.
 *
 * @param fields what fields of a record say, by their names, as in {@code principal}
 * @param from records before that are not wanted; null where all are
 * @param until records from then on are not wanted; null where all are
 * @param limit how many records are wanted at most, the newest
 */
public record Query(
        Map<String, String> fields,
        @Nullable Instant from,
        @Nullable Instant until,
        int limit) {
    /** More are never read into memory. */
    public static final int MOST = 10_000;

    public static final int USUAL = 100;

    public Query {
        fields = Map.copyOf(fields);
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("The limit is from 1 to " + MOST);
        }
    }

    /** The newest records of all kinds. */
    public static Query all() {
        return new Query(Map.of(), null, null, USUAL);
    }

    /** The same, for records in which that field says that. */
    public Query with(String field, String value) {
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(field, value);
        return new Query(more, from, until, limit);
    }

    /** Whether a record of that text may be one that is wanted: what is looked for stands in it, letter by letter. */
    boolean mayMatch(String text) {
        return fields.values().stream().allMatch(value -> !isPlain(value) || text.contains(value));
    }

    boolean matches(ObjectNode record) {
        String time = record.path("time").asString("");
        return fields.entrySet().stream()
                        .allMatch(field ->
                                record.path(field.getKey()).asString("").equals(field.getValue()))
                && (from == null || time.compareTo(Times.text(from)) >= 0)
                && (until == null || time.compareTo(Times.text(until)) < 0);
    }

    /** Whether it stands in JSON as it is. */
    private static boolean isPlain(String value) {
        return value.chars()
                .allMatch(letter -> letter >= ' ' && letter < 127 && letter != '"' && letter != '\\' && letter != '/');
    }
}
