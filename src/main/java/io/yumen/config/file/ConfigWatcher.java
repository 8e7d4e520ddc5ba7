package io.yumen.config.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the configuration file, and the {@code .env} beside it, twice a second, and says when their content is another.
 * Looking beats being told: it works on every file system, through renames, links and mounts. A change counts when two looks
 * in a row see the same, so that a file is not read while somebody writes it.
 */
public final class ConfigWatcher implements AutoCloseable {
    /** How often it looks: a change takes effect well within two seconds. */
    private static final Duration INTERVAL = Duration.ofMillis(500);

    /** How soon it looks again at what has just changed. */
    private static final Duration SETTLING = Duration.ofMillis(200);

    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatcher.class);

    private final Path file;
    private final CountDownLatch closed = new CountDownLatch(1);
    private String known;
    private String seen;

    /** A watcher that takes the files as they are now for known. */
    public ConfigWatcher(Path file) {
        this.file = file;
        this.known = content();
        this.seen = known;
    }

    /** Starts watching; {@code changed} runs on the watcher's thread, once for each change since this was made. */
    public void start(Runnable changed) {
        Thread.ofVirtual().name("config-watcher").start(() -> watch(changed));
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void watch(Runnable changed) {
        try {
            while (!closed.await(isSettled() ? INTERVAL.toMillis() : SETTLING.toMillis(), TimeUnit.MILLISECONDS)) {
                look(changed);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isSettled() {
        return seen.equals(known);
    }

    private void look(Runnable changed) {
        String before = seen;
        seen = content();
        if (isSettled() || !seen.equals(before)) {
            return;
        }
        known = seen;
        try {
            changed.run();
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("file", file).setCause(e).log("A changed configuration could not be applied");
        }
    }

    private String content() {
        return textOf(file) + '\0' + textOf(file.resolveSibling(".env"));
    }

    private static String textOf(Path path) {
        try {
            return Files.isRegularFile(path) ? Files.readString(path) : "";
        } catch (IOException e) {
            return "unreadable: " + e.getMessage();
        }
    }
}
