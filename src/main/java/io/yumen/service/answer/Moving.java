package io.yumen.service.answer;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A list that is another one at another time. Its cursors hold the time of the first page, for which the others are read, too: no item is
 * told twice, and none is left out.
 *
 * @param now the time of the first page; counts in milliseconds
 * @param reading the list as it is at that time
 */
public record Moving(Instant now, Function<Instant, List<Item>> reading) implements Source {
    private static final char BETWEEN = '/';

    public Moving {
        now = now.truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public String start() {
        return now + "/0";
    }

    @Override
    public Page read(@Nullable String cursor, int limit) {
        String from = cursor == null ? start() : cursor;
        int between = Math.max(0, from.indexOf(BETWEEN));
        Instant time = time(from.substring(0, between));
        Page page = Source.of(reading.apply(time)).read(from.substring(between + 1), limit);
        String next = page.next() == null ? null : time.toString() + BETWEEN + page.next();
        return new Page(page.items(), next, page.remaining());
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw Cursor.strange();
        }
    }
}
