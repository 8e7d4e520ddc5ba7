package io.yumen.audit.trail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A disk that becomes full while calls are recorded, and has room again. Everywhere a limit of the size of files does for
 * that; who may mount a file system gets a small one, too.
 */
final class FullDiskTest {
    private static final long SMALL = 96 << 10;

    @TempDir
    private Path folder;

    private Small small = new Limited();

    static Stream<Small> disks() throws IOException, InterruptedException {
        Path probe = Files.createTempDirectory("small");
        boolean mounts = run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", probe.toString());
        if (mounts) {
            run("umount", probe.toString());
        }
        Files.delete(probe);
        return mounts ? Stream.of(new Limited(), new Mounted()) : Stream.of(new Limited());
    }

    @AfterEach
    void end() throws IOException, InterruptedException {
        small.end();
    }

    @ParameterizedTest
    @MethodSource("disks")
    void what_must_be_recorded_is_refused_soon_and_recorded_again_when_there_is_room(Small disk)
            throws IOException, InterruptedException {
        small = disk;
        TrailConfig config = Trails.in(folder);
        Files.createDirectories(config.directory());
        try (Recording recording = disk.start(folder)) {
            assertThat(recording.ask("durable 10")).isEqualTo("ok");

            String refused = recording.ask("durable 100000");
            assertThat(refused).startsWith("refused ");
            assertThat(Long.parseLong(refused.split(" ")[1])).isLessThan(TimeUnit.SECONDS.toMicros(2));
            assertThat(recording.ask("durable 1")).startsWith("refused ");
            assertThat(recording.ask("quick 200")).isEqualTo("ok");
            assertThat(Long.parseLong(recording.ask("lost"))).isPositive();
            assertThat(Trails.verify(config)).isInstanceOf(Finding.Intact.class);

            disk.grow(recording.pid());
            Trails.await(() -> isRecording(recording));
            assertThat(recording.ask("durable 100")).isEqualTo("ok");
        }
        assertThat(Trails.verify(config))
                .isInstanceOfSatisfying(
                        Finding.Intact.class,
                        found -> assertThat(found.notes())
                                .singleElement()
                                .asString()
                                .contains("could not be written"));
        assertThat(String.join("\n", Trails.lines(config))).contains("\"after\":", "\"kind\":\"closed\"");
    }

    private static boolean isRecording(Recording recording) {
        try {
            return recording.ask("durable 1").equals("ok");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor() == 0;
    }

    /** A disk with little room. */
    private sealed interface Small {
        Recording start(Path folder) throws IOException, InterruptedException;

        void grow(long process) throws IOException, InterruptedException;

        void end() throws IOException, InterruptedException;
    }

    /** Files that cannot grow beyond a size. */
    private static final class Limited implements Small {
        @Override
        public Recording start(Path folder) throws IOException {
            return new Recording(folder, "prlimit", "--fsize=" + SMALL + ":unlimited");
        }

        @Override
        public void grow(long process) throws IOException, InterruptedException {
            run("prlimit", "--pid", Long.toString(process), "--fsize=unlimited:unlimited");
        }

        @Override
        public void end() {}

        @Override
        public String toString() {
            return "a limit of the size of files";
        }
    }

    /** A file system of its own. */
    private static final class Mounted implements Small {
        private List<String> place = List.of();

        @Override
        public Recording start(Path folder) throws IOException, InterruptedException {
            place = List.of(folder.resolve("audit").toString());
            run("mount", "-t", "tmpfs", "-o", "size=" + SMALL, "tmpfs", place.getFirst());
            return new Recording(folder);
        }

        @Override
        public void grow(long process) throws IOException, InterruptedException {
            run("mount", "-o", "remount,size=4m", place.getFirst());
        }

        @Override
        public void end() throws IOException, InterruptedException {
            if (!place.isEmpty()) {
                run("umount", place.getFirst());
            }
        }

        @Override
        public String toString() {
            return "a small file system";
        }
    }
}
