package io.yumen.store.disk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Which entries expire when, in the order of time. Every write removes two that have: so what has expired never is more than
 * what was written lately, and no timer is needed.
 */
final class Expiries {
    private static final int REMOVED_PER_WRITE = 2;
    private static final int TIME_DIGITS = 16;

    /** What expires. */
    enum Kind {
        VALUE('v'),
        COUNTER('c');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        private Table table(Tables tables) {
            return switch (this) {
                case VALUE -> tables.values();
                case COUNTER -> tables.counters();
            };
        }
    }

    private Expiries() {}

    static void add(Tables tables, Kind kind, Optional<Instant> at, String key) {
        at.ifPresent(instant -> tables.expiries().put(time(instant) + kind.letter + key, ""));
    }

    static void remove(Tables tables, Kind kind, Optional<Instant> at, String key) {
        at.ifPresent(instant -> tables.expiries().remove(time(instant) + kind.letter + key));
    }

    static void sweep(Tables tables, Instant now) {
        String end = time(now.plusMillis(1));
        List<String> due = new ArrayList<>();
        tables.expiries().scan("", "", (expiry, nothing) -> {
            boolean isDue = expiry.compareTo(end) < 0;
            if (isDue) {
                due.add(expiry);
            }
            return isDue && due.size() < REMOVED_PER_WRITE;
        });
        for (String expiry : due) {
            tables.expiries().remove(expiry);
            Kind kind = expiry.charAt(TIME_DIGITS) == Kind.VALUE.letter ? Kind.VALUE : Kind.COUNTER;
            kind.table(tables).remove(expiry.substring(TIME_DIGITS + 1));
        }
    }

    /** Digits that have the order of time. */
    private static String time(Instant instant) {
        return HexFormat.of().toHexDigits(instant.toEpochMilli() ^ Long.MIN_VALUE);
    }
}
