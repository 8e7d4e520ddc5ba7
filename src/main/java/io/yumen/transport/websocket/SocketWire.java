package io.yumen.transport.websocket;

import io.yumen.channel.Channel;
import io.yumen.channel.Delivery;
import io.yumen.channel.Ending;
import io.yumen.channel.Feed;
import io.yumen.channel.Lifespan;
import io.yumen.channel.Numbered;
import io.yumen.http.websocket.CloseStatus;
import io.yumen.http.websocket.Received;
import io.yumen.http.websocket.WebSocket;
import io.yumen.protocol.Message;
import io.yumen.protocol.RpcException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One socket at its channel: one thread takes what the client sends, another writes what the channel has for it. */
final class SocketWire {
    private static final Logger log = LoggerFactory.getLogger(SocketWire.class);

    /** Pings keep a silent socket alive; this only bounds one wait. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** Another wire has the channel now; the first of the codes that are ours to choose. */
    private static final int REPLACED = 4000;

    /** "Unauthorized", as IANA has it. */
    private static final int UNAUTHORIZED = 3000;

    private final Feed feed;
    private final Channel channel;
    private final Speech speech;
    private final WebSocket socket;

    SocketWire(Feed feed, Speech speech, WebSocket socket) {
        this.feed = feed;
        this.channel = feed.channel();
        this.speech = speech;
        this.socket = socket;
    }

    /** Serves until the socket is closed, by either side. */
    void serve() {
        speech.greeting().ifPresent(this::send);
        Thread.ofVirtual().name("websocket-writer").start(this::write);
        Received received = socket.receive();
        while (received instanceof Received.Text text) {
            if (!feed.isDismissed()) {
                take(text.utf8());
            }
            received = socket.receive();
        }
        if (received instanceof Received.Closed closed) {
            log.atDebug().addKeyValue("reason", closed.status()).log("WebSocket closed");
        }
    }

    private void take(byte[] utf8) {
        try {
            speech.take(utf8, channel).ifPresent(this::send);
        } catch (RpcException e) {
            channel.send(new Message.Failure(null, e.error()));
        }
    }

    private void write() {
        try {
            while (true) {
                switch (feed.next(PATIENCE)) {
                    case Delivery.Messages some -> {
                        for (Numbered message : some.messages()) {
                            if (!send(speech.write(message))) {
                                return;
                            }
                            written(message);
                        }
                    }
                    case Delivery.Nothing nothing -> {}
                    case Delivery.Ended ended -> {
                        socket.close(status(ended.why()));
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nobody will come back for it where the channel ends with its socket. */
    private void written(Numbered message) {
        if (channel.opening().lifespan() == Lifespan.OF_ITS_WIRE) {
            channel.acknowledge(message.sequence());
        }
    }

    private boolean send(String text) {
        return socket.send(text.getBytes(StandardCharsets.UTF_8));
    }

    private static CloseStatus status(Ending why) {
        int code = switch (why) {
            case LEFT, DETACHED -> CloseStatus.NORMAL;
            case SHUTDOWN -> CloseStatus.GOING_AWAY;
            case EXPIRED, SILENT, OVERRUN -> CloseStatus.POLICY;
            case REPLACED -> REPLACED;
            case ACCESS_ENDED -> UNAUTHORIZED;
        };
        return new CloseStatus(code, why.word());
    }
}
