package io.yumen.audit.sink;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** What the tests of sinks have in common: limits without patience, records, and a bounded wait. */
final class Waiting {
    static final SinkLimits LIMITS = new SinkLimits(
            1_000,
            1 << 20,
            50,
            Duration.ofSeconds(2),
            Duration.ofMillis(5),
            Duration.ofMillis(20),
            Duration.ofSeconds(2));

    private Waiting() {}

    /** So many records from that number on, as a trail writes them. */
    static List<byte[]> records(int from, int many) {
        return IntStream.range(from, from + many)
                .mapToObj(i -> record(i, "\"outcome\":\"ok\""))
                .toList();
    }

    static byte[] record(int number, String more) {
        return "{\"seq\":%d,\"time\":\"2026-11-21T12:00:00.123456Z\",\"kind\":\"call\",\"name\":\"größe\",%s}"
                .formatted(number, more)
                .getBytes(StandardCharsets.UTF_8);
    }

    static void until(BooleanSupplier condition) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end || never.await(5, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("It did not happen within 30 seconds");
            }
        }
    }
}
