package io.yumen.audit.trail;

import io.yumen.audit.Unrecorded;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A process that records, for tests that harm it. Each line of its input is an order, each line of its output an answer:
 * {@code durable N} records N calls, each durably, and says {@code ok}, or {@code refused MICROS REASON} of the first that is
 * refused; {@code quick N} records N calls and says {@code ok}; {@code lost} says how many were lost; {@code for-ever
 * NAME} records calls of that name durably and says the number of each, until it is killed. It ends with its input.
 */
final class RecordingProcess {
    private RecordingProcess() {}

    public static void main(String[] arguments) throws IOException {
        TrailConfig config = Trails.in(Path.of(arguments[0]), Trails.LIMITS.withQueue(100));
        try (Trail trail = Trails.start(config);
                BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                String[] words = order.split(" ");
                System.out.println(
                        switch (words[0]) {
                            case "durable" -> durable(trail, Integer.parseInt(words[1]));
                            case "quick" -> quick(trail, Integer.parseInt(words[1]));
                            case "lost" -> Long.toString(trail.status().lost());
                            default -> forEver(trail, words[1]);
                        });
                System.out.flush();
            }
        }
    }

    private static String durable(Trail trail, int count) {
        for (int i = 0; i < count; i++) {
            long begin = System.nanoTime();
            try {
                trail.recordDurably(Trails.call("durable"));
            } catch (Unrecorded e) {
                return "refused " + TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begin) + " " + e.getMessage();
            }
        }
        return "ok";
    }

    private static String quick(Trail trail, int count) {
        for (int i = 0; i < count; i++) {
            trail.record(Trails.call("quick"));
        }
        return "ok";
    }

    private static String forEver(Trail trail, String name) {
        long number = 0;
        // When the test is gone, so is the reader of the output.
        while (!System.out.checkError()) {
            trail.recordDurably(Trails.call(name + "-" + number));
            trail.record(Trails.call("unwatched-" + number));
            System.out.println(number++);
        }
        return "nobody listens";
    }
}
