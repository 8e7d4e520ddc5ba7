package io.yumen.store.disk;

import io.yumen.store.Key;
import io.yumen.store.LogRecord;
import io.yumen.store.Logs;
import io.yumen.store.StoreLimits;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Logs in a table: a record lies under its log's key, a space, which no key has, and its number in hexadecimal digits. */
final class DiskLogs implements Logs {
    /** How many records one change removes, so that others come between. */
    private static final int TRIMMED_AT_ONCE = 1_000;

    private final StoreLimits limits;
    private final Writer writer;

    DiskLogs(StoreLimits limits, Writer writer) {
        this.limits = limits;
        this.writer = writer;
    }

    @Override
    public long append(Key log, String text) {
        limits.check(log);
        limits.checkText(text);
        return writer.write(tables -> {
            long sequence = last(tables, log) + 1;
            tables.next();
            tables.ends().put(log.text(), Long.toString(sequence));
            tables.records().put(place(log, sequence), text);
            return sequence;
        });
    }

    @Override
    public List<LogRecord> read(Key log, long from, int limit) {
        limits.check(log);
        int most = limits.page(limit);
        return writer.read(tables -> {
            List<LogRecord> found = new ArrayList<>();
            tables.records().scan(prefix(log), place(log, Math.max(from, 1)), (place, text) -> {
                found.add(new LogRecord(sequence(log, place), text));
                return found.size() < most;
            });
            return List.copyOf(found);
        });
    }

    @Override
    public long next(Key log) {
        limits.check(log);
        return writer.read(tables -> last(tables, log) + 1);
    }

    @Override
    public long trim(Key log, long before) {
        limits.check(log);
        long all = 0;
        int removed = TRIMMED_AT_ONCE;
        while (removed == TRIMMED_AT_ONCE) {
            removed = writer.write(tables -> trimSome(tables, log, before));
            all += removed;
        }
        return all;
    }

    private static int trimSome(Tables tables, Key log, long before) {
        List<String> trimmed = new ArrayList<>();
        tables.records().scan(prefix(log), prefix(log), (place, text) -> {
            boolean isBefore = sequence(log, place) < before;
            if (isBefore) {
                trimmed.add(place);
            }
            return isBefore && trimmed.size() < TRIMMED_AT_ONCE;
        });
        if (!trimmed.isEmpty()) {
            tables.next();
            trimmed.forEach(tables.records()::remove);
        }
        return trimmed.size();
    }

    private static long last(Tables tables, Key log) {
        return tables.ends().get(log.text()).map(Long::parseLong).orElse(0L);
    }

    private static String prefix(Key log) {
        return log.text() + " ";
    }

    private static String place(Key log, long sequence) {
        return prefix(log) + HexFormat.of().toHexDigits(sequence);
    }

    private static long sequence(Key log, String place) {
        return HexFormat.fromHexDigitsToLong(place, prefix(log).length(), place.length());
    }
}
