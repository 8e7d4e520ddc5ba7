package io.yumen.backend.http;

import io.yumen.backend.link.DeliveryException;
import io.yumen.backend.link.Link;
import io.yumen.http.HttpException;
import io.yumen.http.SseEvent;
import io.yumen.http.SseLimits;
import io.yumen.http.client.CallControl;
import io.yumen.http.client.RelayResponse;
import io.yumen.http.client.SseReader;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.Message;
import io.yumen.protocol.MessageCodec;
import io.yumen.protocol.MessageCodec.Packet;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.RpcException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads messages out of responses, be they JSON or event streams. */
final class AnswerReader {
    private static final Logger log = LoggerFactory.getLogger(AnswerReader.class);

    /** How long a server may take to end a stream after its last message, so that the connection can be used again. */
    private static final Duration DRAIN = Duration.ofMillis(500);

    private static final int MAX_LINE_SLACK = 1024;
    private static final int MAX_SHOWN = 100;

    private final String server;
    private final JsonLimits limits;
    private final MessageCodec codec;
    private final SseLimits streams;

    AnswerReader(String server, JsonLimits limits) {
        this.server = server;
        this.limits = limits;
        this.codec = new MessageCodec(limits);
        this.streams = new SseLimits(limits.maxBytes() + MAX_LINE_SLACK, limits.maxBytes());
    }

    /** What came of a response. */
    sealed interface Outcome {
        /** The answer. */
        record Answered(Message.Response answer) implements Outcome {}

        /** The stream ended before the answer came. */
        record Broken(String why) implements Outcome {}
    }

    MessageCodec codec() {
        return codec;
    }

    /** Reads a successful response up to the answer; what comes before it is handed over, on this thread. */
    Outcome answer(RelayResponse response, RequestId id, Link.Inbox inbox, Ending ending) {
        if (response.isEventStream()) {
            return stream(response, id, inbox, ending);
        }
        byte[] body = response.body(limits.maxBytes());
        if (body.length == 0) {
            throw DeliveryException.perhapsSent("it answered HTTP " + response.status() + " with nothing in it");
        }
        try {
            return find(messages(body), id, inbox);
        } catch (RpcException e) {
            throw DeliveryException.perhapsSent(foreign(response)
                    .orElse("its answer cannot be read: " + e.error().message()));
        }
    }

    /** What a body is that was never meant to be a message; empty where it was. */
    private static Optional<String> foreign(RelayResponse response) {
        String encoding = shown(response, "Content-Encoding");
        if (!encoding.isEmpty()) {
            return Optional.of("its answer is compressed (Content-Encoding: " + encoding
                    + "), which we did not ask for: switch compression off there");
        }
        String type = shown(response, "Content-Type");
        return type.isEmpty() || type.contains("json")
                ? Optional.empty()
                : Optional.of("its answer is " + type
                        + ", neither JSON nor an event stream. Is there an MCP server at its URL?");
    }

    private static String shown(RelayResponse response, String header) {
        String value = response.headers().first(header).orElse("").replaceAll("[^ -~]", "?");
        return value.length() > MAX_SHOWN ? value.substring(0, MAX_SHOWN) : value;
    }

    private static Outcome find(List<Message> messages, RequestId id, Link.Inbox inbox) {
        Outcome outcome = new Outcome.Broken("its response holds no answer to the request");
        for (Message message : messages) {
            if (message instanceof Message.Response answer) {
                outcome = id.equals(answer.id()) || answer.id() == null ? new Outcome.Answered(answer) : outcome;
            } else {
                inbox.receive(message);
            }
        }
        return outcome;
    }

    private Outcome stream(RelayResponse response, RequestId id, Link.Inbox inbox, Ending ending) {
        SseReader events = response.events(streams);
        try {
            for (SseEvent event = events.next(); event != null; event = events.next()) {
                ending.point().take(event);
                if (find(read(event), id, inbox) instanceof Outcome.Answered answered) {
                    drain(events, ending.control());
                    return answered;
                }
            }
            return new Outcome.Broken("it ended the stream before the answer");
        } catch (HttpException e) {
            events.close();
            if (e.code() == HttpException.Code.CLOSED) {
                return new Outcome.Broken("the stream broke before the answer: " + e.getMessage());
            }
            throw e;
        } catch (RuntimeException e) {
            events.close();
            throw e;
        }
    }

    /** Reads a stream of messages that answer nothing, until it ends. */
    void all(RelayResponse response, Link.Inbox inbox, ResumePoint point) {
        try (SseReader events = response.events(streams)) {
            for (SseEvent event = events.next(); event != null; event = events.next()) {
                point.take(event);
                read(event).forEach(inbox::receive);
            }
        }
    }

    /** The messages of an event; one that holds none moves the resume point at most. */
    List<Message> read(SseEvent event) {
        if (event.data().isEmpty()) {
            return List.of();
        }
        try {
            return messages(event.data().getBytes(StandardCharsets.UTF_8));
        } catch (RpcException e) {
            log.atDebug().setCause(e).addKeyValue("server", server).log("No MCP message; skipped");
            return List.of();
        }
    }

    private List<Message> messages(byte[] bytes) {
        return switch (codec.readPacket(bytes)) {
            case Packet.Single single -> List.of(single.message());
            case Packet.Batch batch -> batch.messages();
        };
    }

    /** Reads on to the end, which is near, so that the connection can serve the next call. Nobody waits for that. */
    private static void drain(SseReader events, CallControl control) {
        control.extend(DRAIN);
        Thread.ofVirtual().name("drain").start(() -> {
            try (events) {
                SseEvent late = events.next();
                while (late != null) {
                    late = events.next();
                }
            } catch (HttpException e) {
                log.atTrace().setCause(e).log("Stream not ended after its answer");
            }
        });
    }

    /** What must be known when a stream ends. */
    record Ending(CallControl control, ResumePoint point) {}
}
