package io.yumen.audit.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.audit.Unrecorded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a trail keeps, and how it goes on. */
final class TrailTest {
    @TempDir
    private Path folder;

    @Test
    void what_was_recorded_durably_is_in_the_file_when_the_call_returns() throws IOException {
        TrailConfig config = Trails.in(folder);
        try (Trail trail = Trails.start(config)) {
            trail.recordDurably(Trails.call("read"));

            assertThat(Trails.lines(config)).last().asString().contains("\"name\":\"read\"", "\"seq\":3");
        }
        assertThat(Trails.verify(config)).isInstanceOf(Finding.Intact.class);
    }

    @Test
    void a_trail_goes_on_where_the_last_process_ended() throws IOException {
        TrailConfig config = Trails.in(folder);
        for (int run = 0; run < 3; run++) {
            try (Trail trail = Trails.start(config)) {
                trail.record(Trails.call("run-" + run));
            }
        }
        assertThat(Trails.files(config)).hasSize(1);
        assertThat(Trails.verify(config)).isEqualTo(new Finding.Intact(13, 1, List.of()));
    }

    @Test
    void many_callers_each_find_their_record_in_the_file() throws IOException {
        TrailConfig config = Trails.in(folder);
        try (Trail trail = Trails.start(config);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, 500).forEach(i -> callers.submit(() -> trail.recordDurably(Trails.call("c" + i))));
        }
        String all = String.join("\n", Trails.lines(config));
        assertThat(IntStream.range(0, 500)).allMatch(i -> all.contains("\"name\":\"c" + i + "\""));
        assertThat(Trails.verify(config)).isInstanceOf(Finding.Intact.class);
    }

    @Test
    void files_and_key_are_for_their_owner_alone() throws IOException {
        TrailConfig config = Trails.in(folder);
        try (Trail trail = Trails.start(config)) {
            trail.recordDurably(Trails.call("read"));
        }
        assertThat(mode(config.directory().resolve("1"))).isEqualTo("rwx------");
        assertThat(mode(Trails.files(config).getFirst())).isEqualTo("rw-------");
        assertThat(mode(config.key())).isEqualTo("r--------");
    }

    @Test
    void a_key_that_others_can_read_is_not_used() throws IOException {
        TrailConfig config = Trails.in(folder);
        try (Trail trail = Trails.start(config)) {
            trail.recordDurably(Trails.call("read"));
        }
        Files.setPosixFilePermissions(config.key(), PosixFilePermissions.fromString("rw-r--r--"));
        try (Trail trail = Trails.start(config)) {
            assertThat(trail.awaitOpened().trouble()).contains("chmod 0400");
            assertThatThrownBy(() -> trail.recordDurably(Trails.call("read"))).isInstanceOf(Unrecorded.class);
        }
    }

    @Test
    void files_follow_each_other_and_the_oldest_go() throws IOException {
        TrailConfig config = Trails.in(folder, Trails.LIMITS.withSizes(4_000, 12_000));
        try (Trail trail = Trails.start(config)) {
            for (int i = 0; i < 100; i++) {
                trail.recordDurably(Trails.call("call-" + i));
            }
        }
        assertThat(Trails.files(config)).hasSizeBetween(2, 4);
        assertThat(Trails.files(config).getFirst().toString()).doesNotEndWith("audit-00000001.jsonl");
        assertThat(Trails.verify(config)).isInstanceOf(Finding.Intact.class);
    }

    @Test
    void a_file_of_a_day_is_followed_by_the_next() throws IOException {
        TrailConfig config = Trails.in(folder, Trails.LIMITS.withAges(Duration.ofDays(1), Duration.ofDays(90)));
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-21T00:00:00Z"));
        try (Trail trail = Trail.start(config, List.of(), now::get)) {
            trail.recordDurably(Trails.call("first"));
            now.set(Instant.parse("2026-11-21T23:59:59Z"));
            trail.recordDurably(Trails.call("of the same day"));
            assertThat(Trails.files(config)).hasSize(1);
            now.set(Instant.parse("2026-11-22T00:00:00Z"));
            trail.recordDurably(Trails.call("of the next"));
            assertThat(Trails.files(config)).hasSize(2);
        }
        assertThat(Files.readString(Trails.files(config).get(1)))
                .contains("of the next")
                .doesNotContain("of the same day");
        assertThat(Trails.verify(config)).isInstanceOf(Finding.Intact.class);
    }

    @Test
    void files_that_are_too_old_go() throws IOException {
        TrailConfig config = Trails.in(folder, Trails.LIMITS.withSizes(2_000, 1_000_000));
        fill(config, 20);
        Path oldest = Trails.files(config).getFirst();
        Files.setLastModifiedTime(oldest, FileTime.from(Instant.now().minus(Duration.ofDays(100))));
        fill(config, 1);
        assertThat(oldest).doesNotExist();
        assertThat(Trails.verify(config)).isInstanceOf(Finding.Intact.class);
    }

    @Test
    void processes_write_beside_each_other() throws IOException {
        TrailConfig config = Trails.in(folder);
        try (Trail one = Trails.start(config);
                Trail other = Trails.start(config)) {
            one.recordDurably(Trails.call("one"));
            other.recordDurably(Trails.call("other"));
        }
        assertThat(new Verifier(KeyFile.read(config.key())).directory(config.directory(), config.anchors()))
                .hasSize(2)
                .allSatisfy((trail, finding) -> assertThat(finding).isInstanceOf(Finding.Intact.class));
    }

    @Test
    void a_torn_tail_is_sealed_and_stays() throws IOException {
        TrailConfig config = Trails.in(folder);
        fill(config, 3);
        Path file = Trails.files(config).getFirst();
        Files.writeString(file, "{\"seq\":8,\"ti", StandardOpenOption.APPEND);
        assertThat(Trails.verify(config))
                .isInstanceOfSatisfying(
                        Finding.Intact.class,
                        found -> assertThat(found.notes())
                                .singleElement()
                                .asString()
                                .contains("not finished"));

        fill(config, 1);

        assertThat(Files.readString(file)).contains("{\"seq\":8,\"ti\n", "\"kind\":\"sealed\"");
        assertThat(Trails.verify(config)).isInstanceOf(Finding.Intact.class);
    }

    @Test
    void a_file_that_was_only_begun_is_set_aside() throws IOException {
        TrailConfig config = Trails.in(folder);
        fill(config, 3);
        Files.writeString(TrailFiles.name(config.directory().resolve("1"), 2), "{\"seq\"");
        fill(config, 1);
        assertThat(Trails.verify(config)).isInstanceOf(Finding.Intact.class);
    }

    @Test
    void what_was_taken_away_while_nobody_wrote_is_seen_for_ever() throws IOException {
        TrailConfig config = Trails.in(folder);
        fill(config, 3);
        Path file = Trails.files(config).getFirst();
        List<String> lines = Files.readAllLines(file);
        Files.writeString(file, String.join("\n", lines.subList(0, 4)) + "\n");

        fill(config, 3);
        fill(config, 3);

        assertThat(Trails.verify(config)).isInstanceOfSatisfying(Finding.Broken.class, found -> {
            assertThat(found.line()).isEqualTo(5);
            assertThat(found.sequence()).isEqualTo(5);
        });
    }

    @Test
    void a_trail_that_was_taken_away_as_a_whole_is_missed() throws IOException {
        TrailConfig config = Trails.in(folder);
        fill(config, 3);
        Files.delete(Trails.files(config).getFirst());
        assertThat(Trails.verify(config)).isInstanceOf(Finding.Broken.class);
        fill(config, 3);
        assertThat(Trails.verify(config)).isInstanceOf(Finding.Broken.class);
    }

    @Test
    void a_trail_of_another_key_is_not_gone_on_with() throws IOException {
        TrailConfig config = Trails.in(folder);
        fill(config, 3);
        Files.delete(config.key());
        Files.delete(config.anchors().resolve("audit-1.anchor"));
        try (Trail trail = Trails.start(config)) {
            assertThat(trail.awaitOpened().trouble()).contains("was written with the key");
        }
        assertThat(Trails.verify(config))
                .isInstanceOfSatisfying(
                        Finding.Broken.class, found -> assertThat(found.what()).contains("written with the key"));
    }

    @Test
    void what_there_was_no_room_for_is_counted_and_recorded() throws IOException, InterruptedException {
        TrailConfig config = Trails.in(folder, Trails.LIMITS.withQueue(10).withCommit(Duration.ofSeconds(20)));
        try (Trail trail = Trails.start(config)) {
            assertThat(trail.awaitOpened().trouble()).isEmpty();
            Thread.Builder caller = Thread.ofVirtual();
            List<Thread> callers = IntStream.range(0, 2_000)
                    .mapToObj(i -> caller.start(() -> trail.record(Trails.call("c" + i))))
                    .toList();
            for (Thread one : callers) {
                one.join();
            }
            Trails.await(() -> trail.status().waiting() < 10);
            assertThat(trail.status().lost()).isPositive();
            trail.recordDurably(Trails.call("last"));
        }
        assertThat(Trails.verify(config))
                .isInstanceOfSatisfying(
                        Finding.Intact.class,
                        found -> assertThat(found.notes()).anyMatch(note -> note.contains("could not be written")));
    }

    private static void fill(TrailConfig config, int calls) {
        try (Trail trail = Trails.start(config)) {
            for (int i = 0; i < calls; i++) {
                trail.recordDurably(Trails.call("call-" + i));
            }
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
