package io.yumen.store.disk;

import static io.yumen.store.disk.KilledWriter.FOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.store.Key;
import io.yumen.store.LogRecord;
import io.yumen.store.Store;
import io.yumen.store.StoreLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a process confirmed before it was killed is there; {@code -Dyumen.soak} makes it a thousand kills. */
@Timeout(value = 1, unit = TimeUnit.HOURS) // A thousand of them take their time.
final class KillTest {
    private static final int KILLS = System.getProperty("yumen.soak") == null ? 12 : 1_000;
    private static final int MOST_CONFIRMED = 600;

    @TempDir
    private Path folder;

    @Test
    void what_was_confirmed_survives_the_kill_of_the_process() throws IOException, InterruptedException {
        Random random = new Random(7);
        Map<String, Long> confirmed = new HashMap<>();
        for (int kill = 0; kill < KILLS; kill++) {
            writeAndKill(random, confirmed);
            try (Store store = DiskStore.open(folder.resolve("state"), StoreLimits.DEFAULT, InstantSource.system())) {
                for (int i = 0; i < KilledWriter.THREADS; i++) {
                    String name = "t" + i;
                    confirmed.put(name, check(store, name, confirmed.getOrDefault(name, 0L), kill));
                }
            }
        }
    }

    /** Now and then before the first confirmation, when the file is being made or opened. */
    private void writeAndKill(Random random, Map<String, Long> confirmed) throws IOException, InterruptedException {
        int lines = random.nextInt(6) == 0 ? 1 : 1 + random.nextInt(MOST_CONFIRMED);
        new Killed(folder.resolve("complaints"), lines)
                .run(confirmed::put, KilledWriter.class, folder.resolve("state").toString());
    }

    /** Each shape has what was confirmed, and at most the one more that was under way. Returns how far it came. */
    private static long check(Store store, String name, long confirmed, int kill) {
        Key key = FOLDER.key(name);
        long last = store.logs().next(key) - 1;
        assertThat(last).as("log of %s after kill %d", name, kill).isBetween(confirmed, confirmed + 1);
        long value = store.values()
                .get(key)
                .map(entry -> Long.parseLong(entry.text().strip()))
                .orElse(0L);
        assertThat(value).as("value of %s after kill %d", name, kill).isBetween(confirmed, confirmed + 1);
        List<LogRecord> records = store.logs().read(key, Math.max(1, last - 90), 1_000);
        assertThat(records).hasSize((int) Math.min(last, 91));
        for (LogRecord record : records) {
            assertThat(record.text()).isEqualTo("r" + record.sequence());
        }
        for (long number = Math.max(1, confirmed - 40); number <= confirmed; number++) {
            assertThat(store.values()
                            .get(FOLDER.below(name).key("k" + number % 50))
                            .orElseThrow()
                            .text()
                            .strip())
                    .isEqualTo(Long.toString(number));
        }
        // An addition that was under way when the process was killed is made anew by the next one.
        assertThat(store.counters().get(key).value())
                .isGreaterThanOrEqualTo(confirmed)
                .isLessThanOrEqualTo(last + 1 + kill);
        return last;
    }
}
