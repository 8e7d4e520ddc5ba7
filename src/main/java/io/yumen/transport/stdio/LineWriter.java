package io.yumen.transport.stdio;

import io.yumen.protocol.Message;
import io.yumen.protocol.MessageCodec;
import io.yumen.session.Outlet;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes messages, each on a line, in the order in which they were given. One thread writes; senders wait for a client that
 * does not read only until the queue has room, and no longer than the write time: then the client counts as gone.
 */
public final class LineWriter implements Outlet, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LineWriter.class);

    private final MessageCodec codec;
    private final OutputStream out;
    private final StdioLimits limits;
    private final BlockingQueue<Optional<Message>> queue;
    private final Thread thread;
    private volatile boolean gone;

    public LineWriter(OutputStream out, StdioLimits limits) {
        this.codec = new MessageCodec(limits.json());
        this.out = out;
        this.limits = limits;
        this.queue = new ArrayBlockingQueue<>(limits.maxQueued());
        // A platform thread: writing to a pipe would pin the carrier of a virtual one.
        this.thread = Thread.ofPlatform().name("stdio-writer").daemon().unstarted(this::write);
    }

    /** Begins to write. */
    public void start() {
        thread.start();
    }

    @Override
    public void send(Message message) {
        give(Optional.of(message));
    }

    /** Writes what was given before, and ends. */
    @Override
    public void close() {
        give(Optional.empty());
        try {
            thread.join(limits.writeTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        gone = true;
    }

    private void give(Optional<Message> message) {
        try {
            if (!gone && !queue.offer(message, limits.writeTime().toNanos(), TimeUnit.NANOSECONDS)) {
                gone = true;
                log.atWarn().log("The client does not read its input; nothing more is sent");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try {
            Optional<Message> message = queue.take();
            while (message.isPresent()) {
                write(message.get());
                message = queue.take();
            }
        } catch (IOException e) {
            log.atDebug().addKeyValue("reason", e.getMessage()).log("The client has closed its input");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            gone = true;
            queue.clear();
        }
    }

    private void write(Message message) throws IOException {
        byte[] bytes = codec.write(message);
        byte[] line = Arrays.copyOf(bytes, bytes.length + 1);
        line[bytes.length] = '\n';
        out.write(line);
        if (queue.isEmpty()) {
            out.flush();
        }
    }
}
