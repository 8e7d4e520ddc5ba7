package io.yumen.bench;

import io.yumen.audit.Arguments;
import io.yumen.audit.Entry;
import io.yumen.audit.Outcome;
import io.yumen.audit.What;
import io.yumen.audit.Who;
import io.yumen.audit.trail.Finding;
import io.yumen.audit.trail.KeyFile;
import io.yumen.audit.trail.Trail;
import io.yumen.audit.trail.TrailConfig;
import io.yumen.audit.trail.TrailLimits;
import io.yumen.audit.trail.Verifier;
import io.yumen.tenant.Access;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * How many records of calls a trail takes: bound to each other, made durable, and verified afterwards. In best effort, where
 * nobody waits, and strictly, where each of 64 callers waits until its record would survive the machine's sudden end.
 *
 * <p>Defends: at least 20,000 records a second in best effort (50 us each), none of them lost.
 */
public final class AuditTrail {
    private static final double LIMIT_MICROS = 50;
    private static final int RECORDS = 200_000;
    private static final int CALLERS = 64;
    private static final int STRICT = 16_000;
    private static final int PRODUCERS = 2;

    private AuditTrail() {}

    /** Arguments: a folder on the disk that is measured, how many rounds. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory(Path.of(arguments[0]), "audit");
        TrailConfig config = new TrailConfig(
                folder.resolve("audit"), folder.resolve("keys/audit.key"), folder.resolve("keys"), TrailLimits.DEFAULT);
        double[] quick = new double[Integer.parseInt(arguments[1])];
        double[] strict = new double[quick.length];
        try (Trail trail = Trail.start(config, List.of(), InstantSource.system())) {
            for (int round = 0; round < quick.length; round++) {
                quick[round] = bestEffort(trail);
                strict[round] = strictly(trail);
            }
            if (trail.status().lost() > 0) {
                throw new IllegalStateException(trail.status().lost() + " records were lost");
            }
        }
        long begin = System.nanoTime();
        Finding found = new Verifier(KeyFile.read(config.key()))
                .directory(config.directory(), config.anchors())
                .values()
                .iterator()
                .next();
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (!(found instanceof Finding.Intact intact)) {
            throw new IllegalStateException("The trail is not as it was written: " + found);
        }
        Arrays.sort(quick);
        Arrays.sort(strict);
        print("best effort", quick);
        print("strict, " + CALLERS + " callers", strict);
        System.out.printf(
                Locale.ROOT,
                "verify: %d records in %d files, %.0f a second; %s%n",
                intact.records(),
                intact.files(),
                intact.records() / seconds,
                Machine.load());
        Verdicts verdicts = new Verdicts();
        verdicts.judge("a record of the audit in best effort, least disturbed round", quick[0], LIMIT_MICROS, "us");
        verdicts.end();
    }

    /** Microseconds a record: from the first that is given to the last that is in the file. */
    private static double bestEffort(Trail trail) throws InterruptedException {
        long before = trail.status().recorded();
        long begin = System.nanoTime();
        Thread[] producers = new Thread[PRODUCERS];
        for (int i = 0; i < PRODUCERS; i++) {
            producers[i] = Thread.ofPlatform().start(() -> produce(trail));
        }
        for (Thread producer : producers) {
            producer.join();
        }
        while (trail.status().recorded() < before + RECORDS) {
            LockSupport.parkNanos(100_000);
        }
        return (System.nanoTime() - begin) / 1e3 / RECORDS;
    }

    /** Gives its share of records, as fast as there is room. */
    private static void produce(Trail trail) {
        int room = TrailLimits.DEFAULT.queue() / 2;
        for (int i = 0; i < RECORDS / PRODUCERS; i++) {
            if (i % 100 == 0) {
                while (trail.status().waiting() > room) {
                    LockSupport.parkNanos(50_000);
                }
            }
            trail.record(call(i));
        }
    }

    private static double strictly(Trail trail) throws InterruptedException {
        long begin = System.nanoTime();
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS, Thread.ofVirtual().factory())) {
            for (int i = 0; i < STRICT; i++) {
                int number = i;
                callers.execute(() -> trail.recordDurably(call(number)));
            }
            callers.shutdown();
            if (!callers.awaitTermination(5, TimeUnit.MINUTES)) {
                throw new IllegalStateException("The disk is too slow to be measured");
            }
        }
        return (System.nanoTime() - begin) / 1e3 / STRICT;
    }

    /** As a call of a tool is recorded. */
    private static Entry call(int number) {
        Arguments arguments = new Arguments(
                "4o0BWUJpoKsrKwd4WE4UpCcoCXRwKjU3LdRqhEzL2vM",
                List.of("path", "limit"),
                JsonNodeFactory.instance.objectNode());
        return new Entry(
                Instant.now(),
                Entry.Kind.CALL,
                Entry.Stage.END,
                Who.of(Access.LOCAL.by("http").from("10.0.0.7"), "claude-code/2.1"),
                new What("tools/call", "/mcp", "files", "read_file_" + number % 20, arguments, "0af7651916cd43dd8448eb211c80319c"),
                new Outcome(Outcome.Word.OK, 0, Outcome.Decision.ALLOWED, "developers-read", Duration.ofNanos(1_834_000)));
    }

    private static void print(String what, double[] sorted) {
        System.out.printf(
                Locale.ROOT,
                "%s: %.1f us a record in the least disturbed of %d rounds (%.0f a second), median %.1f us%n",
                what,
                sorted[0],
                sorted.length,
                1e6 / sorted[0],
                sorted[sorted.length / 2]);
    }
}
