package io.yumen.service.awsdocs.shelf.index;

import static io.yumen.service.awsdocs.shelf.index.Samples.NOON;
import static io.yumen.service.awsdocs.shelf.index.Samples.contents;
import static io.yumen.service.awsdocs.shelf.index.Samples.kept;
import static io.yumen.service.awsdocs.shelf.index.Samples.key;
import static io.yumen.service.awsdocs.shelf.index.Samples.words;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.service.awsdocs.shelf.Contents;
import io.yumen.service.awsdocs.shelf.DepotRefused;
import io.yumen.service.awsdocs.shelf.Kept;
import io.yumen.service.awsdocs.shelf.Key;
import io.yumen.service.awsdocs.shelf.Kind;
import io.yumen.service.awsdocs.shelf.Revision;
import io.yumen.service.awsdocs.shelf.Stamp;
import io.yumen.service.awsdocs.upstream.Freshness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.NIOFSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shelf on a disk. */
final class IndexDepotTest {
    private static final IndexLimits SMALL = new IndexLimits(8 << 20, 2);

    private static final int WRITERS = 20;
    private static final int CHURNED = 100_000;

    @TempDir
    private Path folder;

    private IndexDepot open(IndexLimits limits) {
        return IndexDepot.open(folder.resolve("pages"), limits, InstantSource.fixed(NOON));
    }

    @Test
    void a_copy_is_what_was_put_after_a_start_too() {
        Kept page = kept(key("lamps"), "# Lamps\n\nLight \u2014 \uD83D\uDCA1 \"quoted\"\n");
        Kept list = kept(new Key(Kind.SEARCH, "{\"words\":\n\"lamps\"}"), "[]");
        try (IndexDepot depot = open(SMALL)) {
            assertThat(depot.get(page.key())).isEmpty();
            assertThat(depot.put(page, contents("Lamps", "Light"))).isTrue();
            assertThat(depot.put(list, Contents.NOT_SEARCHED)).isTrue();
            assertThat(depot.get(page.key())).contains(page);
        }
        try (IndexDepot depot = open(SMALL)) {
            assertThat(depot.get(page.key())).contains(page);
            assertThat(depot.get(list.key())).contains(list);
            assertThat(depot.get(key("other"))).isEmpty();
            assertThat(depot.keys()).containsExactlyInAnyOrder(page.key(), list.key());
            assertThat(depot.statistics().entries()).isEqualTo(2);
            assertThat(depot.statistics().bytes()).isPositive();
        }
    }

    @Test
    void what_is_unchanged_gets_a_new_stamp_only() {
        Kept page = kept(key("lamps"), "Light");
        Stamp later = new Stamp(Freshness.UNKNOWN, NOON, NOON.plusSeconds(60));
        try (IndexDepot depot = open(SMALL)) {
            assertThat(depot.confirm(page.key(), later)).isFalse();
            depot.put(page, contents("Lamps", "Light"));
            assertThat(depot.confirm(page.key(), later)).isTrue();
            assertThat(depot.get(page.key())).contains(page.checked(later));
        }
        try (IndexDepot depot = open(SMALL)) {
            assertThat(depot.get(page.key())).contains(page.checked(later));
        }
    }

    @Test
    void the_last_revisions_of_a_page_are_kept() {
        Key key = key("lamps");
        List<Kept> versions = IntStream.range(0, 5)
                .mapToObj(i -> kept(key, "version " + i, NOON.plusSeconds(i)))
                .toList();
        try (IndexDepot depot = open(SMALL)) {
            versions.forEach(version -> depot.put(version, contents("Lamps", "Light")));
            depot.put(versions.get(4), contents("Lamps", "Light"));
        }
        try (IndexDepot depot = open(SMALL)) {
            assertThat(depot.revisions(key))
                    .containsExactly(
                            new Revision(versions.get(3).source().hash(), NOON.plusSeconds(3)),
                            new Revision(versions.get(2).source().hash(), NOON.plusSeconds(2)));
            assertThat(depot.revision(key, versions.get(2).source().hash())).contains(versions.get(2));
            assertThat(depot.revision(key, versions.get(4).source().hash())).contains(versions.get(4));
            assertThat(depot.revision(key, versions.get(1).source().hash())).isEmpty();
            assertThat(depot.get(key)).contains(versions.get(4));
            assertThat(depot.keys()).containsExactly(key);
        }
    }

    @Test
    void what_is_removed_is_gone_with_its_revisions() {
        try (IndexDepot depot = open(SMALL)) {
            for (String name : List.of("lamps", "wicks", "oil")) {
                depot.put(kept(key(name), "first"), contents(name, "Light"));
                depot.put(kept(key(name), "second"), contents(name, "Light"));
            }
            assertThat(depot.remove(key -> key.equals(key("lamps")) || key.equals(key("oil"))))
                    .isEqualTo(2);
            assertThat(depot.get(key("lamps"))).isEmpty();
            assertThat(depot.revisions(key("lamps"))).isEmpty();
            assertThat(depot.revisions(key("wicks"))).hasSize(1);
            assertThat(depot.keys()).containsExactly(key("wicks"));
        }
    }

    @Test
    void many_who_write_at_once_share_commits() throws Exception {
        Path pages = folder.resolve("pages");
        int writers = 1_000;
        try (IndexDepot depot = open(IndexLimits.DEFAULT);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch all = new CountDownLatch(writers);
            List<Future<Boolean>> answers = IntStream.range(0, writers)
                    .mapToObj(i -> threads.submit(() -> {
                        all.countDown();
                        all.await();
                        return depot.put(kept(key("page" + i), "text " + i), contents("Page " + i, "Light"));
                    }))
                    .toList();
            for (Future<Boolean> answer : answers) {
                assertThat(answer.get()).isTrue();
            }
            assertThat(depot.statistics().entries()).isEqualTo(writers);
        }
        try (NIOFSDirectory directory = new NIOFSDirectory(pages)) {
            assertThat(SegmentInfos.readLatestCommit(directory).getGeneration()).isLessThan(writers / 4);
        }
    }

    @Test
    void the_files_stay_within_their_limit_while_ten_times_as_much_comes() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong most = new AtomicLong();
        try (IndexDepot depot = open(SMALL);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> watch = threads.submit(() -> watch(done, most));
            depot.put(kept(key("loved"), "loved"), contents("Loved", "Light"));
            List<Future<?>> writers = IntStream.range(0, WRITERS)
                    .<Future<?>>mapToObj(i -> threads.submit(() -> churn(depot, i)))
                    .toList();
            for (Future<?> writer : writers) {
                writer.get();
            }
            done.set(true);
            watch.get();
            assertThat(most.get()).isBetween(SMALL.bytes() / 2, SMALL.bytes());
            assertThat(depot.statistics().evicted()).isPositive();
            assertThat(depot.get(key("page0-0"))).isEmpty();
            assertThat(depot.statistics().entries())
                    .as("half of the space holds copies")
                    .isGreaterThan(SMALL.bytes() / 2 / CHURNED);
        }
    }

    /** Puts its share; every tenth is searched, every eleventh replaces the one before it. */
    private static void churn(IndexDepot depot, int writer) {
        Random random = new Random(writer);
        long share = 10 * SMALL.bytes() / WRITERS;
        for (int number = 0; share > 0; number++) {
            String text = words(random, CHURNED / 2 + random.nextInt(CHURNED));
            Key key = key("page" + writer + "-" + (number % 11 == 10 ? number - 1 : number));
            boolean isSearched = number % 10 == 0;
            assertThat(depot.put(
                            kept(key, text),
                            isSearched ? contents("Page", text.substring(0, CHURNED / 2)) : Contents.NOT_SEARCHED))
                    .isTrue();
            assertThat(depot.get(key("loved"))).as("what is read stays").isPresent();
            share -= text.length();
        }
    }

    private void watch(AtomicBoolean done, AtomicLong most) {
        while (!done.get()) {
            most.accumulateAndGet(bytes(folder.resolve("pages")), Math::max);
            LockSupport.parkNanos(20_000_000);
        }
    }

    @Test
    void what_is_too_large_is_not_kept_and_loses_nothing() {
        Kept page = kept(key("lamps"), "Light");
        try (IndexDepot depot = open(SMALL)) {
            depot.put(page, contents("Lamps", "Light"));
            assertThat(depot.put(kept(page.key(), "x".repeat(600_000)), Contents.NOT_SEARCHED))
                    .isFalse();
            assertThat(depot.get(page.key())).contains(page);
        }
    }

    @Test
    void a_damaged_index_is_set_aside_and_begun_anew() throws IOException {
        Path pages = folder.resolve("pages");
        Kept page = kept(key("lamps"), "Light");
        for (int time = 0; time < 2; time++) {
            try (IndexDepot depot = open(SMALL)) {
                assertThat(depot.get(page.key())).isEmpty();
                assertThat(depot.put(page, contents("Lamps", "Light"))).isTrue();
            }
            for (Path file : files(pages)) {
                if (!file.endsWith("write.lock")) {
                    Files.write(file, new byte[] {1, 2, 3});
                }
            }
        }
        try (IndexDepot depot = open(SMALL)) {
            assertThat(depot.get(page.key())).isEmpty();
            assertThat(depot.put(page, contents("Lamps", "Light"))).isTrue();
            assertThat(files(folder))
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder("pages", "pages.damaged");
        }
    }

    @Test
    void a_damaged_index_stays_as_it_is_where_that_is_refused() throws IOException {
        Path pages = folder.resolve("pages");
        try (IndexDepot depot = open(SMALL)) {
            depot.put(kept(key("lamps"), "Light"), contents("Lamps", "Light"));
        }
        for (Path file : files(pages)) {
            Files.write(file, new byte[] {1, 2, 3});
        }
        List<Path> before = files(pages);
        assertThatThrownBy(() -> IndexDepot.open(pages, SMALL, IndexDepot.Damage.REFUSED, InstantSource.system()))
                .isInstanceOf(DepotRefused.class)
                .hasMessageContaining("what is there is damaged, and stays as it is");
        assertThat(files(pages)).containsExactlyInAnyOrderElementsOf(before);
        assertThat(files(folder)).containsExactly(pages);
    }

    @Test
    void files_that_vanish_while_it_runs_cost_what_was_in_them_only() throws IOException {
        Path pages = folder.resolve("pages");
        Kept page = kept(key("lamps"), "Light");
        try (IndexDepot depot = open(SMALL)) {
            depot.put(page, contents("Lamps", "Light"));
            for (Path file : files(pages)) {
                Files.deleteIfExists(file); // the index may have merged it away
            }
            // The first write may find out what has happened; after it there is an index again.
            depot.put(page, contents("Lamps", "Light"));
            assertThat(depot.put(page, contents("Lamps", "Light"))).isTrue();
            assertThat(depot.get(page.key())).contains(page);
        }
        try (IndexDepot depot = open(SMALL)) {
            assertThat(depot.get(page.key())).contains(page);
        }
    }

    @Test
    void a_folder_in_use_is_refused_with_what_to_do() {
        try (IndexDepot depot = open(SMALL)) {
            assertThat(depot.keys()).isEmpty();
            assertThatThrownBy(() -> open(SMALL))
                    .isInstanceOf(DepotRefused.class)
                    .hasMessageContaining("in use by another process. Stop that process, or name another folder");
        }
    }

    @Test
    void after_its_end_nothing_is_kept_and_nobody_waits() {
        IndexDepot depot = open(SMALL);
        depot.put(kept(key("lamps"), "Light"), Contents.NOT_SEARCHED);
        depot.close();
        depot.close();
        assertThat(depot.put(kept(key("wicks"), "Light"), Contents.NOT_SEARCHED))
                .isFalse();
        assertThat(depot.get(key("lamps"))).isEmpty();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static long bytes(Path folder) {
        long bytes = 0;
        try {
            for (Path file : files(folder)) {
                bytes += Files.exists(file) ? Files.size(file) : 0;
            }
        } catch (IOException e) {
            // It went while it was looked at.
            return 0;
        }
        return bytes;
    }
}
