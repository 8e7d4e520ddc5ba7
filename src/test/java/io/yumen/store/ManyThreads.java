package io.yumen.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many threads that count under the same keys, each shape in its way: by compare-and-set, by addition, by appending. */
final class ManyThreads {
    private static final int THREADS = 8;
    private static final int EACH = 25;

    private final Store store;
    private final Key key;
    private final Set<Long> sequences = new ConcurrentSkipListSet<>();
    private final Set<Long> versions = new ConcurrentSkipListSet<>();

    ManyThreads(Store store, Folder folder) {
        this.store = store;
        this.key = folder.key("counted");
    }

    void run() throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                running.add(threads.submit(this::count));
            }
            for (Future<?> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
        int all = THREADS * EACH;
        assertThat(store.values().get(key).orElseThrow().text()).isEqualTo(Integer.toString(all));
        assertThat(versions).hasSize(all);
        assertThat(store.counters().get(key).value()).isEqualTo(all);
        assertThat(sequences).hasSize(all);
        assertThat(store.logs().next(key)).isEqualTo(all + 1);
    }

    private void count() {
        for (int i = 0; i < EACH; i++) {
            replace(store.values().get(key));
            store.counters().add(key, 1);
            sequences.add(store.logs().append(key, "r"));
        }
    }

    private void replace(Optional<Entry> first) {
        Optional<Entry> seen = first;
        while (true) {
            int next = seen.map(entry -> Integer.parseInt(entry.text())).orElse(0) + 1;
            Value value = Value.of(Integer.toString(next));
            Written written = seen.isEmpty()
                    ? store.values().create(key, value)
                    : store.values().replace(key, seen.get().version(), value);
            switch (written) {
                case Written.Stored stored -> {
                    versions.add(stored.version());
                    return;
                }
                case Written.Conflict conflict -> seen = conflict.present();
            }
        }
    }
}
