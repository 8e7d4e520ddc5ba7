package io.yumen.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.store.Space;
import io.yumen.store.Store;
import io.yumen.store.StoreLimits;
import io.yumen.store.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file in which the same things are written again and again. */
final class ChurnTest {
    private static final int KEYS = 300;
    private static final int WRITES = 6_000;
    private static final String PADDING = " ".repeat(1_000);

    @TempDir
    private Path folder;

    @Test
    void a_file_stays_small_however_often_the_same_is_written_anew() throws IOException {
        Path state = folder.resolve("state");
        FileLimits tight = new FileLimits(1, 1, 4, 1 << 16, 20);
        try (Store store = DiskStore.open(state, StoreLimits.DEFAULT, InstantSource.system(), tight, List.of())) {
            Random random = new Random(1);
            for (int write = 0; write < WRITES; write++) {
                store.values().put(Space.KEYS.ofGateway().key("k" + random.nextInt(KEYS)), Value.of(write + PADDING));
            }
        }
        assertThat(Files.size(state.resolve(StateFile.NAME)))
                .as("of %d bytes that were written, %d are alive", WRITES * PADDING.length(), KEYS * PADDING.length())
                .isLessThan(2 << 20);
    }
}
