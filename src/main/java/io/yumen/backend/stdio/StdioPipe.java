package io.yumen.backend.stdio;

import io.yumen.backend.link.DeliveryException;
import io.yumen.backend.link.Link;
import io.yumen.backend.link.Multiplexer;
import io.yumen.process.ChildEvent;
import io.yumen.process.ChildException;
import io.yumen.process.ChildProcess;
import io.yumen.process.Children;
import io.yumen.process.Exit;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way to a child process, which it owns: closing it ends the process, and the other way round. */
final class StdioPipe implements Multiplexer.Pipe {
    private static final Logger log = LoggerFactory.getLogger(StdioPipe.class);

    private static final int LAST_WORDS = 2;
    private static final Duration EXIT_KNOWN = Duration.ofSeconds(1);

    private final StdioConfig config;
    private final Consumer<String> complaints;
    private final Multiplexer multiplexer;
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch exited = new CountDownLatch(1);
    private volatile @Nullable ChildProcess child;
    private volatile @Nullable String ending;

    private StdioPipe(StdioConfig config, Consumer<String> complaints) {
        this.config = config;
        this.complaints = complaints;
        this.multiplexer = new Multiplexer(config.name(), config.link(), this);
    }

    /**
     * Starts the process.
     *
     * @param complaints hears what it writes to standard error; must not block
     * @throws ChildException when it cannot be started
     */
    static Link start(StdioConfig config, Children children, Consumer<String> complaints) {
        StdioPipe pipe = new StdioPipe(config, complaints);
        pipe.child = children.start(config.command(), config.child(), pipe::on);
        pipe.started.countDown();
        return pipe.multiplexer;
    }

    @Override
    public void write(byte[] message) {
        try {
            process().send(message);
        } catch (ChildException e) {
            String reason = e.code() == ChildException.Code.ENDED ? awaitLastWords(e) : clause(e);
            throw e.unsent() ? DeliveryException.neverSent(reason) : DeliveryException.perhapsSent(reason);
        }
    }

    @Override
    public void close() {
        process().close();
    }

    private void on(ChildEvent event) {
        switch (event) {
            case ChildEvent.Line line -> multiplexer.received(line.bytes());
            case ChildEvent.LineTooLong line ->
                multiplexer.unreadable(
                        line.start(), "a line of more than " + config.child().lineBytes() + " bytes");
            case ChildEvent.Complaint complaint -> {
                if (complaint.omitted() > 0) {
                    complaints.accept("(" + complaint.omitted() + " lines came too fast and are left out)");
                }
                complaints.accept(complaint.text());
                log.atDebug()
                        .addKeyValue("server", config.name())
                        .addKeyValue("text", complaint.text())
                        .addKeyValue("omitted", complaint.omitted())
                        .log("Server said on standard error");
            }
            case ChildEvent.Exited end -> {
                String reason = lastWords(end.exit());
                ending = reason;
                exited.countDown();
                multiplexer.ended(reason);
            }
        }
    }

    private static String lastWords(Exit exit) {
        String ending = "the process " + exit.describe();
        List<String> words = exit.lastComplaints();
        // The very last line is often not the server's but that of a shell that saw it die.
        List<String> last = words.subList(Math.max(0, words.size() - LAST_WORDS), words.size());
        return last.isEmpty() ? ending : ending + "; its last words: " + String.join(" | ", last);
    }

    private ChildProcess process() {
        try {
            started.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ChildProcess running = child;
        if (running == null) {
            throw DeliveryException.neverSent("the process was not started");
        }
        return running;
    }

    /** How the process ended says more than that it cannot be written to; it is known a moment later. */
    private String awaitLastWords(ChildException e) {
        try {
            boolean known = exited.await(EXIT_KNOWN.toNanos(), TimeUnit.NANOSECONDS);
            String reason = ending;
            return known && reason != null ? reason : clause(e);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return clause(e);
        }
    }

    private static String clause(ChildException e) {
        String message = e.getMessage();
        return message == null || message.isEmpty()
                ? "the process cannot be written to"
                : Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }
}
