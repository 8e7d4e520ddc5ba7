package io.yumen.audit.trail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whoever can write the files but does not have the key changes nothing unseen: every byte that is flipped, taken out or put
 * in, every end that is cut, every line and file that is moved or gone. With {@code -Dyumen.soak} at every byte of the
 * trail, else at a share of them.
 */
final class TamperingTest {
    private static final boolean SOAK = System.getProperty("yumen.soak") != null;
    private static final int CALLS = 30;

    private final Random random = new Random(20261121);

    @TempDir
    private Path folder;

    private TrailConfig config;
    private List<Path> files;

    @BeforeEach
    void record() throws IOException {
        config = Trails.in(folder, Trails.LIMITS.withSizes(6_000, 1_000_000));
        try (Trail trail = Trails.start(config)) {
            for (int i = 0; i < CALLS; i++) {
                trail.recordDurably(Trails.call("call-" + i));
            }
        }
        files = Trails.files(config);
        assertThat(files).hasSizeGreaterThan(2);
        assertThat(Trails.verify(config)).isInstanceOf(Finding.Intact.class);
    }

    @Test
    void every_flipped_byte_is_found_in_its_line() throws IOException {
        for (Path file : files) {
            byte[] whole = Files.readAllBytes(file);
            for (int at : positions(whole.length)) {
                byte[] changed = whole.clone();
                changed[at] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, changed);

                int line = at;
                assertThat(Trails.verify(config))
                        .as("byte %d of %s", at, file)
                        .isInstanceOfSatisfying(Finding.Broken.class, found -> {
                            assertThat(found.file()).isEqualTo(file);
                            assertThat(found.line()).isIn(0L, lineOf(whole, line), lineOf(whole, line) + 1);
                        });
            }
            Files.write(file, whole);
        }
    }

    @Test
    void no_single_byte_of_a_file_can_be_changed_unseen() throws IOException {
        Path file = files.get(1);
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            byte[] changed = whole.clone();
            changed[at] = (byte) ~changed[at];
            assertBroken(file, changed);
        }
        Files.write(file, whole);
    }

    @Test
    void a_trail_whose_folder_is_gone_is_found() throws IOException {
        Path trail = config.directory().resolve("1");
        Files.move(trail, folder.resolve("away"));
        assertThat(Trails.verify(config))
                .isInstanceOfSatisfying(
                        Finding.Broken.class, found -> assertThat(found.file()).isEqualTo(trail));
    }

    @Test
    void every_byte_that_is_taken_out_or_put_in_is_found() throws IOException {
        for (Path file : files) {
            byte[] whole = Files.readAllBytes(file);
            for (int at : positions(whole.length)) {
                assertBroken(file, joined(Arrays.copyOf(whole, at), Arrays.copyOfRange(whole, at + 1, whole.length)));
                byte[] more = {(byte) random.nextInt(256)};
                assertBroken(
                        file,
                        joined(joined(Arrays.copyOf(whole, at), more), Arrays.copyOfRange(whole, at, whole.length)));
            }
            Files.write(file, whole);
        }
    }

    @Test
    void a_file_that_was_emptied_is_found() throws IOException {
        for (Path file : files) {
            byte[] whole = Files.readAllBytes(file);
            assertBroken(file, new byte[0]);
            Files.write(file, whole);
        }
    }

    @Test
    void every_end_that_is_cut_is_found() throws IOException {
        for (Path file : files) {
            byte[] whole = Files.readAllBytes(file);
            for (int at : positions(whole.length)) {
                assertBroken(file, Arrays.copyOf(whole, at));
            }
            Files.write(file, whole);
        }
    }

    @Test
    void lines_that_are_gone_moved_or_doubled_are_found() throws IOException {
        for (Path file : files) {
            List<String> whole = Files.readAllLines(file);
            for (int line = 0; line < whole.size(); line++) {
                List<String> gone = new ArrayList<>(whole);
                gone.remove(line);
                assertBroken(file, text(gone));
                List<String> doubled = new ArrayList<>(whole);
                doubled.add(line, whole.get(line));
                assertBroken(file, text(doubled));
                List<String> moved = new ArrayList<>(whole);
                Collections.swap(moved, line, (line + 1) % whole.size());
                assertBroken(file, text(moved));
            }
            Files.write(file, text(whole));
        }
    }

    @Test
    void files_that_are_gone_or_changed_places_are_found() throws IOException {
        for (Path file : files) {
            Path away = folder.resolve("away");
            Files.move(file, away);
            assertThat(Trails.verify(config)).as("without %s", file).isInstanceOf(Finding.Broken.class);
            Files.move(away, file);
        }
        byte[] first = Files.readAllBytes(files.get(0));
        Files.write(files.get(0), Files.readAllBytes(files.get(1)));
        Files.write(files.get(1), first);
        assertThat(Trails.verify(config)).isInstanceOf(Finding.Broken.class);
    }

    @Test
    void a_changed_anchor_is_found() throws IOException {
        Path anchor = config.anchors().resolve("audit-1.anchor");
        byte[] whole = Files.readAllBytes(anchor);
        for (int at : positions(whole.length)) {
            byte[] changed = whole.clone();
            changed[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(anchor, changed);
            assertThat(Trails.verify(config)).as("byte %d", at).isInstanceOf(Finding.Broken.class);
        }
    }

    @Test
    void bytes_that_no_writer_wrote_stop_nobody_from_reading() throws IOException {
        Verifier verifier = new Verifier(KeyFile.read(config.key()));
        Path file = folder.resolve("audit-00000001.jsonl");
        for (int round = 0; round < (SOAK ? 20_000 : 300); round++) {
            byte[] noise = new byte[random.nextInt(round % 10 == 0 ? 3 * Line.MAX_BYTES : 2_000)];
            random.nextBytes(noise);
            Files.write(file, round % 2 == 0 ? noise : joined(Files.readAllBytes(files.getFirst()), noise));
            assertThat(verifier.file(file)).isNotNull();
        }
    }

    private void assertBroken(Path file, byte[] changed) throws IOException {
        Files.write(file, changed);
        assertThat(Trails.verify(config)).as("%s", file).isInstanceOf(Finding.Broken.class);
    }

    private List<Integer> positions(int length) {
        List<Integer> all = new ArrayList<>();
        int step = SOAK ? 1 : Math.max(1, length / 60);
        for (int at = SOAK ? 0 : random.nextInt(step); at < length; at += step) {
            all.add(at);
        }
        all.add(length - 1);
        return all;
    }

    private static long lineOf(byte[] whole, int at) {
        long line = 1;
        for (int i = 0; i < at; i++) {
            line += whole[i] == '\n' ? 1 : 0;
        }
        return line;
    }

    private static byte[] text(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] all = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }
}
