package io.yumen.connect;

import io.yumen.backend.http.HttpLinks;
import io.yumen.backend.link.Link;
import io.yumen.exchange.Cancellation;
import io.yumen.http.HttpException;
import io.yumen.http.client.CallControl;
import io.yumen.http.client.Endpoint;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayRequest;
import io.yumen.protocol.Message;
import io.yumen.protocol.Message.Response;
import io.yumen.protocol.MessageCodec;
import io.yumen.protocol.Meta;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import io.yumen.transport.stdio.Line;
import io.yumen.transport.stdio.LineReader;
import io.yumen.transport.stdio.LineWriter;
import io.yumen.transport.stdio.StdioLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Carries one client's messages from a pipe to a gateway over Streamable HTTP, and back. What the client says is passed on as
 * it is; ids, sessions and streams are of this hop. For one client.
 */
public final class Bridge implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Bridge.class);

    private final ConnectConfig config;
    private final RelayClient http;
    private final Access access;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile @Nullable Passage passage;

    /**
     * A bridge that has sent nothing yet.
     *
     * @param http the client that it sends with, and closes
     * @param access by what right it does, which it closes, too
     */
    public Bridge(ConnectConfig config, RelayClient http, Access access) {
        this.config = config;
        this.http = http;
        this.access = access;
    }

    /** Why the gateway cannot be reached; empty where it can, whatever it answers. */
    public Optional<String> unreachable() {
        RelayRequest request = new RelayRequest(
                "OPTIONS", Endpoint.of(config.url()), config.headers(), new byte[0], RelayRequest.Replay.SAFE);
        try {
            http.send(request, CallControl.within(config.limits().reach())).close();
            return Optional.empty();
        } catch (HttpException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Asks the gateway what it is, which sends its user to log in where it wants that. Says why it does not answer; empty where
     * it does.
     */
    public Optional<String> logIn() {
        Cancellation never = new Cancellation();
        try (Link link = links().stateless()) {
            Response answer = new Delivery(Endpoint.shown(config.url()), config.limits(), access)
                    .deliver(
                            discovery(),
                            never,
                            attempt -> link.request(new Link.Call(attempt, Link.Inbox.NONE, never)));
            return answer instanceof Message.Failure failure
                    ? Optional.of(failure.error().message())
                    : Optional.empty();
        }
    }

    private static Message.Request discovery() {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        ObjectNode meta = Meta.of(params);
        meta.put(Meta.PROTOCOL_VERSION, Revision.NEWEST.wire());
        meta.putObject(Meta.CLIENT_INFO).put("name", "yumen connect").put("version", "1");
        meta.putObject(Meta.CLIENT_CAPABILITIES);
        return new Message.Request(RequestId.of(1), Methods.DISCOVER, params);
    }

    /**
     * Carries messages until the input ends or {@link #close} is called. Requests that are under way then have a short time to
     * be answered. Closes neither stream.
     */
    public void serve(InputStream in, OutputStream out) {
        StdioLimits limits = config.limits().pipe();
        try (LineWriter writer = new LineWriter(out, limits)) {
            writer.start();
            Passage opened = new Passage(links(), config, access, writer);
            passage = opened;
            try {
                read(new LineReader(in, limits.json().maxBytes()), opened, writer);
            } finally {
                opened.awaitAnswers();
                close();
            }
        }
    }

    /**
     * Ends the session with the gateway, and all that is under way. Any thread; harmless when repeated. Returns when that is
     * done, whoever does it: at the end of the process, the last to call it must not end it before the session has.
     */
    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            try {
                end(passage);
            } finally {
                access.close();
                http.close();
                closed.countDown();
            }
        } else {
            awaitClosed();
        }
    }

    private HttpLinks links() {
        return new HttpLinks(config.backend(), http, access.credentials());
    }

    private static void end(@Nullable Passage open) {
        if (open != null) {
            open.end();
        }
    }

    private void awaitClosed() {
        try {
            if (!closed.await(config.limits().ending().toNanos(), TimeUnit.NANOSECONDS)) {
                log.atDebug().log("The session with the gateway has not ended in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(LineReader lines, Passage open, LineWriter writer) {
        MessageCodec codec = new MessageCodec(config.limits().pipe().json());
        try {
            while (true) {
                switch (lines.next()) {
                    case Line.End ignored -> {
                        return;
                    }
                    case Line.TooLong ignored -> writer.send(refusal(RpcException.parseError("The line is too long")));
                    case Line.Text text -> take(text.bytes(), codec, open, writer);
                }
            }
        } catch (IOException e) {
            log.atInfo().addKeyValue("reason", e.getMessage()).log("The input has broken off");
        }
    }

    private static void take(byte[] line, MessageCodec codec, Passage open, LineWriter writer) {
        if (line.length == 0) {
            return;
        }
        try {
            switch (codec.readPacket(line)) {
                case MessageCodec.Packet.Single single -> open.take(single.message());
                case MessageCodec.Packet.Batch batch -> batch.messages().forEach(open::take);
            }
        } catch (RpcException e) {
            writer.send(refusal(e));
        }
    }

    private static Message.Failure refusal(RpcException reason) {
        return new Message.Failure(null, reason.error());
    }
}
