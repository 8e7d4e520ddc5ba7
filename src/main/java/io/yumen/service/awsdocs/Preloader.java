package io.yumen.service.awsdocs;

import io.yumen.exchange.Cancellation;
import io.yumen.protocol.RpcException;
import io.yumen.schema.Doc;
import io.yumen.service.ToolFailure;
import io.yumen.service.awsdocs.shelf.desk.Answer;
import io.yumen.service.awsdocs.shelf.desk.Shelf;
import io.yumen.service.awsdocs.upstream.UpstreamFailed;
import io.yumen.service.awsdocs.upstream.told.Contents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads many pages, so that they are kept; those that are good still are not asked for. Safe for many threads. */
final class Preloader {
    private static final Logger LOG = LoggerFactory.getLogger(Preloader.class);

    /** Of one guide, or of a list. */
    static final int MOST = 1_000;

    /** Fewer than a site takes at once: whoever reads meanwhile gets through. */
    private static final int AT_ONCE = 4;

    private static final int TRIES = 2;
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Library library;
    private final Catalog catalog;
    private final Shelf shelf;

    /** Of all that is preloaded at once: however much that is, others get through. Who came first is first. */
    private final Semaphore turns = new Semaphore(AT_ONCE, true);

    Preloader(Library library, Catalog catalog, Shelf shelf) {
        this.library = library;
        this.catalog = catalog;
        this.shelf = shelf;
    }

    /** Is told how far it is. */
    @FunctionalInterface
    interface Progress {
        void told(int done, int all);
    }

    /** What became of it. */
    record Outcome(
            @Doc("Pages that are kept now, or were") int loaded,

            @Doc("Pages of which an older copy is kept: AWS did not answer, or is asked for a new one now")
            int old,

            @Doc("Pages that were read and are not kept, as the rules of the server say")
            int unkept,

            @Doc("Those that could not be had, by address") List<Failed> failed,

            @Doc("Pages that were left out because there are more than the limit")
            int more) {
        Outcome {
            failed = List.copyOf(failed);
        }
    }

    /** What became of a page. */
    sealed interface Fate {
        /** It was read. */
        enum Read implements Fate {
            KEPT,
            OLD,
            UNKEPT
        }
    }

    /** A page that could not be had. */
    record Failed(
            @Doc("Its address") String url, @Doc("Why") String reason) implements Fate {}

    /**
     * Reads the guide in which that page is: all pages of its table of contents, but no more than that.
     *
     * @throws ToolFailure where it has no table
     */
    Outcome guide(String url, int most, Progress progress, Cancellation cancellation) {
        List<String> urls = catalog.contents(url, cancellation).thing().entries().stream()
                .flatMap(Contents.Entry::all)
                .flatMap(entry -> entry.url().stream())
                .toList();
        return pages(urls, most, progress, cancellation);
    }

    /** Reads those pages, each once and whatever place in it is named, but no more than that. */
    Outcome pages(List<String> urls, int most, Progress progress, Cancellation cancellation) {
        List<Failed> failed = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        for (String url : urls) {
            try {
                addresses.add(library.address(url).address());
            } catch (ToolFailure e) {
                failed.add(new Failed(url, String.valueOf(e.getMessage())));
            }
        }
        List<String> all = addresses.stream().distinct().toList();
        List<String> some = all.subList(0, Math.min(all.size(), most));
        List<Fate> fates = load(some, progress, cancellation);
        fates.stream().filter(Failed.class::isInstance).map(Failed.class::cast).forEach(failed::add);
        failed.sort(Comparator.comparing(Failed::url));
        return new Outcome(
                Collections.frequency(fates, Fate.Read.KEPT),
                Collections.frequency(fates, Fate.Read.OLD),
                Collections.frequency(fates, Fate.Read.UNKEPT),
                failed,
                all.size() - some.size());
    }

    private List<Fate> load(List<String> addresses, Progress progress, Cancellation cancellation) {
        // No more of one call wait for the turns of all: else who comes later waits for all pages of who came before.
        Semaphore own = new Semaphore(AT_ONCE);
        List<Fate> fates = new ArrayList<>();
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("awsdocs-preload-", 0).factory())) {
            CompletionService<Fate> underWay = new ExecutorCompletionService<>(threads);
            addresses.forEach(address -> underWay.submit(() -> load(address, own, cancellation)));
            for (int done = 1; done <= addresses.size(); done++) {
                fates.add(underWay.take().get());
                progress.told(done, addresses.size());
            }
        } catch (ExecutionException e) {
            // Those that still wait for their turn see the same at once.
            throw e.getCause() instanceof RpcException ended ? ended : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RpcException.cancelled();
        }
        return fates;
    }

    private Fate load(String address, Semaphore own, Cancellation cancellation) throws InterruptedException {
        own.acquire();
        try {
            cancellation.check();
            turns.acquire();
            try {
                cancellation.check();
                return attempt(address, cancellation);
            } finally {
                turns.release();
            }
        } finally {
            own.release();
        }
    }

    /** A site that says when to come again is asked once more. */
    private Fate attempt(String address, Cancellation cancellation) {
        for (int left = TRIES; true; left--) {
            try {
                return fate(address, shelf.page(address, cancellation));
            } catch (UpstreamFailed e) {
                Duration pause = e.retryAfter().orElse(Duration.ZERO);
                if (left == 1 || !pause.isPositive() || pause.compareTo(LONGEST_PAUSE) > 0) {
                    return new Failed(address, String.valueOf(e.getMessage()));
                }
                cancellation.pause(pause);
            } catch (RpcException e) {
                throw e;
            } catch (RuntimeException e) {
                // One page that we do not understand is no reason to go without the others.
                LOG.atWarn().setCause(e).addKeyValue("page", address).log("A page cannot be preloaded");
                return new Failed(address, "It could not be read, by a mistake of Yumen; its log says more");
            }
        }
    }

    private Fate fate(String address, Answer<?> answer) {
        return switch (answer) {
            case Answer.Missing<?> missing -> new Failed(address, missing.failure(address));
            case Answer.Have<?> have -> {
                if (!shelf.keeps(address)) {
                    yield Fate.Read.UNKEPT;
                }
                yield have.copy().note().isPresent() ? Fate.Read.OLD : Fate.Read.KEPT;
            }
        };
    }
}
