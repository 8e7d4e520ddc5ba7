package io.yumen.http.server;

import java.nio.channels.ClosedChannelException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Leads what Helidon logs to our log: only what is severe, and not that a listener was closed, which is our doing. */
final class HelidonLog extends Handler {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(HelidonLog.class);
    // Held here because the JDK keeps loggers weakly and would forget the settings.
    private static final Logger HELIDON = Logger.getLogger("io.helidon");

    private static final AtomicBoolean LED = new AtomicBoolean();

    private HelidonLog() {}

    static void lead() {
        if (LED.compareAndSet(false, true)) {
            HELIDON.setLevel(Level.SEVERE);
            HELIDON.setUseParentHandlers(false);
            HELIDON.addHandler(new HelidonLog());
        }
    }

    @Override
    public void publish(LogRecord record) {
        if (!isEndOfListening(record.getThrown())) {
            LOG.atError()
                    .addKeyValue("message", record.getMessage())
                    .setCause(record.getThrown())
                    .log("The web server reports a failure");
        }
    }

    private static boolean isEndOfListening(@Nullable Throwable thrown) {
        return thrown instanceof ClosedChannelException || thrown instanceof RejectedExecutionException;
    }

    @Override
    public void flush() {
        // Nothing is buffered.
    }

    @Override
    public void close() {
        // Nothing is held.
    }
}
