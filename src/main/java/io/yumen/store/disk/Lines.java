package io.yumen.store.disk;

import io.yumen.store.Count;
import io.yumen.store.Entry;
import io.yumen.store.Key;
import io.yumen.store.Value;
import java.time.Instant;
import java.util.Optional;

/** How entries and counters are written: {@code version|expiry|text} and {@code value|end}, times in milliseconds since 1970. */
final class Lines {
    private Lines() {}

    static String of(Value value, long version) {
        return version + "|" + millis(value.expires()) + "|" + value.text();
    }

    static Entry entry(Key key, String line) {
        int expiry = line.indexOf('|') + 1;
        int text = line.indexOf('|', expiry) + 1;
        return new Entry(
                key,
                new Value(line.substring(text), instant(line.substring(expiry, text - 1))),
                Long.parseLong(line, 0, expiry - 1, 10));
    }

    static String of(Count count) {
        return count.value() + "|" + millis(count.ends());
    }

    static Count count(String line) {
        String[] parts = line.split("\\|", 2);
        return new Count(Long.parseLong(parts[0]), instant(parts[1]));
    }

    private static String millis(Optional<Instant> instant) {
        return instant.map(Instant::toEpochMilli).map(String::valueOf).orElse("");
    }

    private static Optional<Instant> instant(String millis) {
        return millis.isEmpty() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(Long.parseLong(millis)));
    }
}
