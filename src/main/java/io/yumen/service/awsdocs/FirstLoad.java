package io.yumen.service.awsdocs;

import io.yumen.exchange.Cancellation;
import io.yumen.service.ToolFailure;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads guides in the background, one after the other, when a service is started. What cannot be had is in the log. */
final class FirstLoad implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FirstLoad.class);
    private static final Preloader.Progress UNHEARD = (done, all) -> {};

    private final Preloader preloader;
    private final List<String> guides;
    private final Cancellation cancellation = new Cancellation();
    private final Thread thread;

    /** Begins with nothing yet. */
    FirstLoad(Preloader preloader, List<String> guides) {
        this.preloader = preloader;
        this.guides = guides;
        this.thread = Thread.ofVirtual().name("awsdocs-first-load").unstarted(this::run);
    }

    void start() {
        if (!guides.isEmpty()) {
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
        for (String guide : guides) {
            try {
                Preloader.Outcome outcome = preloader.guide(guide, Preloader.MOST, UNHEARD, cancellation);
                LOG.atInfo()
                        .addKeyValue("guide", guide)
                        .addKeyValue("pages", outcome.loaded())
                        .addKeyValue("old", outcome.old())
                        .addKeyValue("unkept", outcome.unkept())
                        .addKeyValue("failed", outcome.failed().size())
                        .addKeyValue("more", outcome.more())
                        .log("A guide was preloaded");
            } catch (ToolFailure e) {
                LOG.atWarn()
                        .addKeyValue("guide", guide)
                        .addKeyValue("reason", e.getMessage())
                        .log("A guide cannot be preloaded; it is tried again when the gateway starts");
            } catch (RuntimeException e) {
                if (cancellation.isCancelled()) {
                    // It is over, and so is the service.
                    return;
                }
                LOG.atError().setCause(e).addKeyValue("guide", guide).log("A guide cannot be preloaded");
            }
        }
    }
}
