package io.yumen.audit.trail;

import io.yumen.audit.Arguments;
import io.yumen.audit.Entry;
import io.yumen.audit.Outcome;
import io.yumen.audit.What;
import io.yumen.audit.Who;
import io.yumen.tenant.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.node.JsonNodeFactory;

/** Trails in a folder of a test, and what is recorded in them. */
final class Trails {
    static final TrailLimits LIMITS = TrailLimits.DEFAULT.withCommit(Duration.ofMillis(1));

    private Trails() {}

    static TrailConfig in(Path folder) {
        return in(folder, LIMITS);
    }

    static TrailConfig in(Path folder, TrailLimits limits) {
        return new TrailConfig(
                folder.resolve("audit"), folder.resolve("keys/audit.key"), folder.resolve("keys"), limits);
    }

    static Trail start(TrailConfig config) {
        return Trail.start(config, List.of(), Clock.systemUTC());
    }

    /** A call of a tool that ended well. */
    static Entry call(String tool) {
        Arguments arguments = new Arguments("d", List.of("path"), JsonNodeFactory.instance.objectNode());
        return new Entry(
                Instant.now(),
                Entry.Kind.CALL,
                Entry.Stage.END,
                Who.of(Access.LOCAL.by("http").from("127.0.0.1"), "test/1"),
                new What("tools/call", "/mcp", "files", tool, arguments, ""),
                new Outcome(Outcome.Word.OK, 0, Outcome.Decision.ALLOWED, "", Duration.ofMillis(3)));
    }

    /** What is found in all trails of a folder, when there is one. */
    static Finding verify(TrailConfig config) throws IOException {
        return new Verifier(KeyFile.read(config.key()))
                .directory(config.directory(), config.anchors())
                .values()
                .iterator()
                .next();
    }

    /** The files of the first trail, oldest first. */
    static List<Path> files(TrailConfig config) throws IOException {
        return TrailFiles.of(config.directory().resolve("1")).stream()
                .map(TrailFiles.Numbered::path)
                .toList();
    }

    /** All records of the first trail. */
    static List<String> lines(TrailConfig config) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : files(config)) {
            all.append(Files.readString(file));
        }
        return all.toString().lines().toList();
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end || never.await(10, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("It did not happen within 30 seconds");
            }
        }
    }
}
