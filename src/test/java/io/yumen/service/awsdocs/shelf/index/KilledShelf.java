package io.yumen.service.awsdocs.shelf.index;

import static io.yumen.service.awsdocs.shelf.index.Samples.contents;
import static io.yumen.service.awsdocs.shelf.index.Samples.kept;
import static io.yumen.service.awsdocs.shelf.index.Samples.key;
import static io.yumen.service.awsdocs.shelf.index.Samples.words;

import io.yumen.service.awsdocs.shelf.Kept;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Random;

/**
 * A process that puts pages on a shelf until it is killed. Each thread puts its own page again and again, with the number and a text
 * that follows from it, and says each number on standard output when the page was confirmed.
 */
final class KilledShelf {
    static final int THREADS = 4;

    private KilledShelf() {}

    public static void main(String[] arguments) {
        IndexDepot depot = IndexDepot.open(Path.of(arguments[0]), new IndexLimits(64 << 20, 1), InstantSource.system());
        PrintStream out = System.out;
        long first = Long.parseLong(arguments[1]);
        for (int i = 0; i < THREADS; i++) {
            int thread = i;
            Thread.ofPlatform().start(() -> write(depot, thread, first, out));
        }
    }

    private static void write(IndexDepot depot, int thread, long first, PrintStream out) {
        for (long number = first; ; number++) {
            Kept page = page(thread, number);
            if (!depot.put(page, contents("Page " + number, page.source().text()))) {
                throw new IllegalStateException("Page " + number + " was not kept");
            }
            out.println(thread + " " + number);
        }
    }

    /** The page of that thread with that number: one of twenty addresses. */
    static Kept page(int thread, long number) {
        String text = number + " " + words(new Random(number * THREADS + thread), 3_000);
        return kept(key("t" + thread + "-" + number % 20), text);
    }
}
