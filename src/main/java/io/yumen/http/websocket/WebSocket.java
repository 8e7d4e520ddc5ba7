package io.yumen.http.websocket;

import io.yumen.http.Duplex;
import java.security.SecureRandom;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One end of a WebSocket: text messages in both directions (RFC 6455). One thread calls {@link #receive} until it brings
 * {@link Received.Closed}; pings and the closing are answered there. The rest is safe for many threads. A {@link Heartbeat}
 * must know it, so that its time limits are kept.
 */
public final class WebSocket implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WebSocket.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final byte[] NOTHING = new byte[0];

    private final Duplex connection;
    private final WebSocketLimits limits;
    private final FrameReader frames;
    private final FrameWriter writer;
    private final Assembler assembler;
    private final Outgoing outgoing;
    private volatile long heard = System.nanoTime();
    private volatile long asked;
    private volatile long messageSince;
    private volatile long closingSince;

    private WebSocket(Duplex connection, Role role, WebSocketLimits limits) {
        this.connection = connection;
        this.limits = limits;
        this.frames = new FrameReader(connection, role, limits.frameBytes());
        this.writer = new FrameWriter(role, RANDOM);
        this.assembler = new Assembler(limits.messageBytes());
        this.outgoing = new Outgoing(connection, limits);
    }

    /** Our end of a connection that a client opened. */
    public static WebSocket ofServer(Duplex connection, WebSocketLimits limits) {
        return new WebSocket(connection, Role.SERVER, limits);
    }

    /** Our end of a connection that we opened. */
    public static WebSocket ofClient(Duplex connection, WebSocketLimits limits) {
        return new WebSocket(connection, Role.CLIENT, limits);
    }

    /**
     * The next message, or the end; waits for it. A peer that breaks the rules is told so and counts as closed. Messages that
     * come after {@link #close(CloseStatus)} are dropped.
     */
    public Received receive() {
        try {
            while (true) {
                Frame frame = frames.next();
                if (frame == null) {
                    outgoing.end();
                    return new Received.Closed(new CloseStatus(CloseStatus.ABNORMAL, "the connection was lost"));
                }
                heard = System.nanoTime();
                Optional<Received> received = take(frame);
                if (received.isPresent()) {
                    return received.get();
                }
            }
        } catch (Violation e) {
            close(e.status());
            outgoing.awaitWritten(limits.closeTimeout().toNanos());
            return new Received.Closed(e.status());
        }
    }

    /**
     * Sends a text message; waits for a peer that is slow to read, and no longer than the write timeout.
     *
     * @param utf8 never changed any more
     * @return false when it was not sent: the WebSocket is closed, or the peer did not read and was cut off
     */
    public boolean send(byte[] utf8) {
        return settle(outgoing.send(writer.encode(Opcode.TEXT, utf8)));
    }

    /** Says that nothing more comes from us. {@link #receive} ends once the peer has answered, or did not in time. */
    public void close(CloseStatus status) {
        if (outgoing.offerLast(writer.encode(Opcode.CLOSE, status.payload()))) {
            closingSince = System.nanoTime() | 1;
        }
    }

    /** Ends the connection without a word. */
    @Override
    public void close() {
        outgoing.end();
        connection.close();
    }

    /** Called by the heartbeat: asks a silent peer for a sign of life, and cuts off one that is over its time. */
    void check(long now) {
        long closing = closingSince;
        if (outgoing.isStuck(now)) {
            cut("The peer of a WebSocket did not read");
        } else if (closing == 0) {
            checkMessage(now);
            checkLife(now);
        } else if (now - closing > limits.closeTimeout().toNanos()) {
            cut("The peer of a WebSocket did not answer the closing");
        }
    }

    /** Who never ends a message gives signs of life and keeps what was sent of it in our memory. */
    private void checkMessage(long now) {
        long since = messageSince;
        if (since != 0 && now - since > limits.messageTimeout().toNanos()) {
            close(new CloseStatus(CloseStatus.POLICY, "A message did not end in time"));
        }
    }

    private void checkLife(long now) {
        long asking = asked;
        if (asking == 0) {
            if (now - heard > limits.pingInterval().toNanos()) {
                asked = now | 1;
                settle(outgoing.offer(writer.encode(Opcode.PING, NOTHING)));
            }
        } else if (heard - asking > 0) {
            asked = 0;
        } else if (now - asking > limits.pongTimeout().toNanos()) {
            cut("The peer of a WebSocket gave no sign of life");
        }
    }

    private Optional<Received> take(Frame frame) {
        return switch (frame.opcode()) {
            case TEXT, BINARY, CONTINUATION -> message(frame);
            case PING -> {
                settle(outgoing.offer(writer.encode(Opcode.PONG, frame.payload())));
                yield Optional.empty();
            }
            case PONG -> Optional.empty();
            case CLOSE -> {
                CloseStatus status = CloseStatus.read(frame.payload());
                close(status);
                outgoing.awaitWritten(limits.closeTimeout().toNanos());
                yield Optional.of(new Received.Closed(status));
            }
        };
    }

    private Optional<Received> message(Frame frame) {
        Optional<byte[]> message = assembler.take(frame);
        if (message.isPresent()) {
            messageSince = 0;
        } else if (messageSince == 0) {
            messageSince = System.nanoTime() | 1;
        }
        return message.filter(ignored -> closingSince == 0).map(Received.Text::new);
    }

    private boolean settle(Outgoing.Given given) {
        if (given == Outgoing.Given.STUCK) {
            cut("The peer of a WebSocket did not read and was cut off");
        }
        return given == Outgoing.Given.TAKEN;
    }

    private void cut(String reason) {
        log.atInfo().addKeyValue("reason", reason).log("WebSocket cut off");
        close();
    }
}
