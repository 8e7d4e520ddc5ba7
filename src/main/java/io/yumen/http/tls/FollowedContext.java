package io.yumen.http.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS by files that may change: what they hold is used at most a second later; what cannot be used changes nothing, and the log says
 * why. Safe for many threads.
 */
final class FollowedContext {
    private static final Logger LOG = LoggerFactory.getLogger(FollowedContext.class);
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final List<Path> files;
    private final Reading reading;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile SSLContext context;
    private volatile List<FileTime> read;
    private volatile long looked = System.nanoTime();

    /**
     * What those files hold now, and later.
     *
     * @throws IOException where they cannot be used; the message says what to do
     */
    FollowedContext(List<Path> files, Reading reading) throws IOException {
        this.files = List.copyOf(files);
        this.reading = reading;
        try {
            this.read = times();
            this.context = reading.read();
        } catch (GeneralSecurityException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Makes what the files hold into TLS. */
    interface Reading {
        SSLContext read() throws IOException, GeneralSecurityException;
    }

    SSLContext current() {
        if (System.nanoTime() - looked > LOOK_NANOS && lock.tryLock()) {
            try {
                looked = System.nanoTime();
                follow();
            } finally {
                lock.unlock();
            }
        }
        return context;
    }

    private void follow() {
        try {
            List<FileTime> now = times();
            if (!now.equals(read)) {
                read = now;
                context = reading.read();
                LOG.atInfo().addKeyValue("file", files.getFirst()).log("Certificate replaced");
            }
        } catch (IOException | GeneralSecurityException e) {
            LOG.atError()
                    .addKeyValue("reason", e.getMessage())
                    .log("The changed certificate cannot be used; the one before stays");
        }
    }

    private List<FileTime> times() throws IOException {
        List<FileTime> times = new ArrayList<>();
        for (Path file : files) {
            try {
                times.add(Files.getLastModifiedTime(file));
            } catch (IOException e) {
                throw PemFiles.unread(file, e);
            }
        }
        return times;
    }
}
