package io.yumen.service.awsdocs;

import io.yumen.exchange.Cancellation;
import io.yumen.service.ToolFailure;
import io.yumen.service.awsdocs.AwsDocsConfig.Preload;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads guides, one after the other, and then pages in the background when a service is started. What cannot be had is in the log. */
final class FirstLoad implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FirstLoad.class);
    private static final Preloader.Progress UNHEARD = (done, all) -> {};

    /** Of more, the count alone is in the log. */
    private static final int SHOWN_FAILURES = 20;

    private final Preloader preloader;
    private final Preload wanted;
    private final Cancellation cancellation = new Cancellation();
    private final Thread thread;

    /** Begins with nothing yet. */
    FirstLoad(Preloader preloader, Preload wanted) {
        this.preloader = preloader;
        this.wanted = wanted;
        this.thread = Thread.ofVirtual().name("awsdocs-first-load").unstarted(this::run);
    }

    void start() {
        if (!wanted.equals(Preload.NOTHING)) {
            thread.start();
        }
    }

    /** Ends it, and waits until it has. */
    @Override
    public void close() {
        cancellation.cancel();
        try {
            if (thread.isAlive()) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        for (String guide : wanted.guides()) {
            load("guide", guide, () -> preloader.guide(guide, Preloader.MOST, UNHEARD, cancellation));
        }
        List<String> pages = wanted.pages();
        if (!pages.isEmpty()) {
            load("pages", pages.size(), () -> preloader.pages(pages, Preloader.MOST, UNHEARD, cancellation));
        }
    }

    private void load(String kind, Object what, Supplier<Preloader.Outcome> loading) {
        if (cancellation.isCancelled()) {
            return;
        }
        try {
            told(kind, what, loading.get());
        } catch (ToolFailure e) {
            LOG.atWarn()
                    .addKeyValue(kind, what)
                    .addKeyValue("reason", e.getMessage())
                    .log("What is to be preloaded cannot be had; it is tried again when the gateway starts");
        } catch (RuntimeException e) {
            if (!cancellation.isCancelled()) {
                LOG.atError().setCause(e).addKeyValue(kind, what).log("What is to be preloaded cannot be");
            }
        }
    }

    private static void told(String kind, Object what, Preloader.Outcome outcome) {
        LOG.atInfo()
                .addKeyValue(kind, what)
                .addKeyValue("kept", outcome.loaded())
                .addKeyValue("old", outcome.old())
                .addKeyValue("unkept", outcome.unkept())
                .addKeyValue("failed", outcome.failed().size())
                .addKeyValue("more", outcome.more())
                .log("Pages were preloaded");
        outcome.failed().stream()
                .limit(SHOWN_FAILURES)
                .forEach(page -> LOG.atWarn()
                        .addKeyValue("page", page.url())
                        .addKeyValue("reason", page.reason())
                        .log("A page cannot be preloaded; it is tried again when the gateway starts"));
    }
}
