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
 * Looks at the configuration file, and the {@code .env} beside it, every second, and says when their content is another.
 * Looking beats being told: it works on every file system, through renames, links and mounts.
 */
public final class ConfigWatcher implements AutoCloseable {
    /** How often it looks: a change takes effect well within five seconds. */
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(ConfigWatcher.class);

    private final Path file;
    private final Runnable changed;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private String seen;

    private ConfigWatcher(Path file, Runnable changed) {
        this.file = file;
        this.changed = changed;
        this.seen = content();
        this.thread = Thread.ofVirtual().name("config-watcher").unstarted(this::watch);
    }

    /** Starts watching; {@code changed} runs on the watcher's thread, once for each change. */
    public static ConfigWatcher start(Path file, Runnable changed) {
        ConfigWatcher watcher = new ConfigWatcher(file, changed);
        watcher.thread.start();
        return watcher;
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void watch() {
        try {
            while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        String now = content();
        if (now.equals(seen)) {
            return;
        }
        seen = now;
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
