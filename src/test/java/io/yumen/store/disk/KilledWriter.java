package io.yumen.store.disk;

import io.yumen.store.Folder;
import io.yumen.store.Space;
import io.yumen.store.Store;
import io.yumen.store.StoreLimits;
import io.yumen.store.Value;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/**
 * A process that writes until it is killed. Each thread writes 1, 2, 3 and so on under its own key, in each shape, and says each
 * number on standard output when all of it was confirmed.
 */
final class KilledWriter {
    static final int THREADS = 4;
    static final Folder FOLDER = Space.KEYS.ofGateway();

    /** A file that is compacted all the time. */
    static final FileLimits TIGHT = new FileLimits(1, 1, 4, 1 << 16, 20);

    private KilledWriter() {}

    public static void main(String[] arguments) throws InterruptedException {
        Store store =
                DiskStore.open(Path.of(arguments[0]), StoreLimits.DEFAULT, InstantSource.system(), TIGHT, List.of());
        PrintStream out = System.out;
        for (int i = 0; i < THREADS; i++) {
            String name = "t" + i;
            Thread.ofPlatform().start(() -> write(store, name, out));
        }
    }

    private static void write(Store store, String name, PrintStream out) {
        String padding = " ".repeat(200);
        long number = store.logs().next(FOLDER.key(name));
        while (true) {
            store.values().put(FOLDER.key(name), Value.of(number + padding));
            store.counters().add(FOLDER.key(name), 1);
            store.values().put(FOLDER.below(name).key("k" + number % 50), Value.of(padding + number));
            store.logs().append(FOLDER.key(name), "r" + number);
            store.logs().trim(FOLDER.key(name), number - 100);
            out.println(name + " " + number);
            number++;
        }
    }
}
