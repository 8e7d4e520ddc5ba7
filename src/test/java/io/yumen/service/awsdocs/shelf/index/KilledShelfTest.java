package io.yumen.service.awsdocs.shelf.index;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.service.awsdocs.shelf.Kept;
import io.yumen.store.disk.Killed;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.NIOFSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a process confirmed before it was killed is there, and all else is whole; {@code -Dyumen.soak} makes it fifty kills. */
@Timeout(value = 1, unit = TimeUnit.HOURS)
final class KilledShelfTest {
    private static final int KILLS = System.getProperty("yumen.soak") == null ? 10 : 50;
    private static final int MOST_CONFIRMED = 120;

    @TempDir
    private Path folder;

    @Test
    void confirmed_pages_survive_the_kill_of_the_process() throws IOException, InterruptedException {
        Random random = new Random(5);
        Map<Integer, Long> confirmed = new HashMap<>();
        long next = 1;
        for (int kill = 0; kill < KILLS; kill++) {
            writeAndKill(1 + random.nextInt(MOST_CONFIRMED), next, confirmed);
            checkFiles();
            try (IndexDepot depot =
                    IndexDepot.open(folder.resolve("pages"), IndexLimits.DEFAULT, InstantSource.system())) {
                for (int thread = 0; thread < KilledShelf.THREADS; thread++) {
                    check(depot, thread, confirmed.getOrDefault(thread, 0L), next);
                }
            }
            next = confirmed.values().stream().mapToLong(Long::longValue).max().orElse(next) + 1;
            confirmed.clear();
            assertThat(folder.resolve("pages.damaged")).doesNotExist();
        }
    }

    private void writeAndKill(int most, long first, Map<Integer, Long> confirmed)
            throws IOException, InterruptedException {
        new Killed(folder.resolve("complaints"), most)
                .run(
                        (thread, number) -> confirmed.put(Integer.valueOf(thread), number),
                        KilledShelf.class,
                        folder.resolve("pages").toString(),
                        Long.toString(first));
    }

    private void checkFiles() throws IOException {
        try (Directory directory = new NIOFSDirectory(folder.resolve("pages"));
                CheckIndex check = new CheckIndex(directory)) {
            assertThat(check.checkIndex().clean).isTrue();
        }
    }

    /** Each page is the last one that was confirmed, or the one that was under way. */
    private static void check(IndexDepot depot, int thread, long last, long first) {
        for (long number = Math.max(first, last - 19); number <= last; number++) {
            Kept page = KilledShelf.page(thread, number);
            Kept later = KilledShelf.page(thread, number + 20);
            assertThat(depot.get(page.key()).orElseThrow().source().text())
                    .as("page %d of thread %d of %d", number, thread, last)
                    .isIn(page.source().text(), later.source().text());
        }
    }
}
