package io.yumen.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.store.Entry;
import io.yumen.store.Folder;
import io.yumen.store.Key;
import io.yumen.store.Page;
import io.yumen.store.Space;
import io.yumen.store.Store;
import io.yumen.store.StoreLimits;
import io.yumen.store.Value;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers beside writers. */
final class ReaderTest {
    private static final Folder FOLDER = Space.USERS.ofGateway();
    private static final int KEYS = 300;
    private static final int ROUNDS = 15;
    private static final int READERS = 2;

    @TempDir
    private Path folder;

    @Test
    void readers_see_every_key_while_the_file_is_written_and_compacted()
            throws InterruptedException, ExecutionException {
        try (Store store = open();
                ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
            round(store, 0);
            AtomicBoolean done = new AtomicBoolean();
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                readers.add(threads.submit(() -> {
                    while (!done.get()) {
                        assertThat(all(store)).hasSize(KEYS);
                    }
                }));
            }
            try {
                for (int i = 1; i <= ROUNDS; i++) {
                    round(store, i);
                }
            } finally {
                done.set(true);
            }
            for (Future<?> reader : readers) {
                reader.get();
            }
        }
    }

    @Test
    void threads_that_are_interrupted_read_and_write_and_disturb_nobody() throws InterruptedException {
        Key key = FOLDER.key("k");
        try (Store store = open()) {
            store.values().put(key, Value.of("one"));
            AtomicBoolean stayed = new AtomicBoolean(true);
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                threads.add(Thread.startVirtualThread(() -> {
                    for (int n = 0; n < 20; n++) {
                        Thread.currentThread().interrupt();
                        store.values().put(FOLDER.key("k" + n), Value.of(" ".repeat(5_000)));
                        store.values().list(FOLDER, 100);
                        stayed.compareAndSet(true, Thread.interrupted());
                    }
                }));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(stayed).as("the interruption is not swallowed").isTrue();
            assertThat(store.values().get(key)).isPresent();
            assertThat(store.values().list(FOLDER, 100).entries()).hasSize(21);
        }
    }

    private static void round(Store store, int round) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            Key key = FOLDER.key("k" + i);
            threads.add(Thread.startVirtualThread(() -> store.values().put(key, Value.of(" ".repeat(1_000) + round))));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static List<Entry> all(Store store) {
        Page page = store.values().list(FOLDER, 70);
        List<Entry> all = new ArrayList<>(page.entries());
        while (page.last().isPresent()) {
            page = store.values().list(FOLDER, page.last().get(), 70);
            all.addAll(page.entries());
        }
        return all;
    }

    private Store open() {
        return DiskStore.open(
                folder.resolve("state"), StoreLimits.DEFAULT, InstantSource.system(), KilledWriter.TIGHT, List.of());
    }
}
