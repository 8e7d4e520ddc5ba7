package io.yumen.store.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.yumen.store.Folder;
import io.yumen.store.Space;
import io.yumen.store.Store;
import io.yumen.store.StoreException;
import io.yumen.store.StoreException.Code;
import io.yumen.store.StoreLimits;
import io.yumen.store.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file that was changed behind our back is whole as far as anybody can see, or is refused; it is never less than it was. */
@Timeout(value = 1, unit = TimeUnit.HOURS) // A thousand of them take their time.
final class DamageTest {
    private static final int ENTRIES = 200;
    private static final int FLIPS = System.getProperty("yumen.soak") == null ? 400 : 10_000;
    private static final int CUTS = System.getProperty("yumen.soak") == null ? 20 : 1_000;
    private static final Folder FOLDER = Space.PINS.ofGateway();

    @TempDir
    private Path folder;

    private Path directory;
    private Path file;
    private byte[] whole;

    @BeforeEach
    void write() throws IOException {
        directory = folder.resolve("state");
        file = directory.resolve(StateFile.NAME);
        try (Store store = open()) {
            for (int i = 0; i < ENTRIES; i++) {
                store.values().put(FOLDER.key("k" + i), Value.of("value" + i));
                store.logs().append(FOLDER.key("log"), "record" + i);
            }
        }
        whole = Files.readAllBytes(file);
    }

    @Test
    void no_changed_byte_loses_anything_in_silence() throws IOException {
        Random random = new Random(1);
        int refused = 0;
        for (int i = 0; i < FLIPS; i++) {
            byte[] changed = whole.clone();
            int at = random.nextInt(changed.length);
            changed[at] ^= (byte) (1 + random.nextInt(255));
            refused += isRefusedOrWhole(changed, "byte " + at);
        }
        assertThat(refused).isPositive();
    }

    @Test
    void no_cut_loses_anything_in_silence() throws IOException {
        Random random = new Random(2);
        int refused = 0;
        for (int i = 0; i < CUTS; i++) {
            int length = i == 0 ? 0 : random.nextInt(whole.length);
            refused += isRefusedOrWhole(Arrays.copyOf(whole, length), "cut at " + length);
        }
        assertThat(refused).isPositive();
    }

    @Test
    void an_older_file_in_its_place_is_not_taken_for_the_newest() throws IOException {
        try (Store store = open()) {
            store.values().put(FOLDER.key("later"), Value.of("x"));
        }
        Files.write(file, whole);
        assertThatThrownBy(this::open).hasMessageContaining("what came between is gone");
    }

    @Test
    void a_file_that_is_gone_is_not_made_anew() throws IOException {
        Files.delete(file);
        assertThatThrownBy(this::open)
                .isInstanceOfSatisfying(
                        StoreException.class, gone -> assertThat(gone.code()).isEqualTo(Code.DAMAGED))
                .hasMessageContaining("yumen restore FILE --force")
                .hasMessageContaining(file.toString());
    }

    @Test
    void something_else_in_its_place_is_refused_and_left_as_it_is() throws IOException {
        byte[] other = "not ours".repeat(2_000).getBytes(StandardCharsets.US_ASCII);
        assertThat(isRefusedOrWhole(other, "another file")).isEqualTo(1);
        assertThat(file).hasBinaryContent(other);
    }

    /** 1 where it is refused, 0 where all of it is there. */
    private int isRefusedOrWhole(byte[] content, String how) throws IOException {
        Files.write(file, content);
        Throwable failure = catchThrowable(() -> requireAll(how));
        if (failure == null) {
            return 0;
        }
        assertThat(failure)
                .as(how)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        refused -> assertThat(refused.code()).isEqualTo(Code.DAMAGED));
        assertThat(file).as(how).hasBinaryContent(content);
        return 1;
    }

    private void requireAll(String how) {
        try (Store store = open()) {
            assertThat(store.values().list(FOLDER, 1_000).entries()).as(how).hasSize(ENTRIES);
            for (int i = 0; i < ENTRIES; i++) {
                assertThat(store.values().get(FOLDER.key("k" + i)).orElseThrow().text())
                        .as(how)
                        .isEqualTo("value" + i);
            }
            assertThat(store.logs().read(FOLDER.key("log"), 1, 1_000)).as(how).hasSize(ENTRIES);
        }
    }

    private Store open() {
        return DiskStore.open(directory, StoreLimits.DEFAULT, InstantSource.system());
    }
}
