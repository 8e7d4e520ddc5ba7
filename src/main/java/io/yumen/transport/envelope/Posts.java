package io.yumen.transport.envelope;

import io.yumen.channel.Channel;
import io.yumen.channel.Ending;
import io.yumen.channel.Envelopes;
import io.yumen.http.Headers;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.Message;
import io.yumen.protocol.MessageCodec;
import io.yumen.protocol.MessageCodec.Packet;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import io.yumen.session.Endpoint;
import io.yumen.session.Envelope;
import io.yumen.tenant.Access;
import io.yumen.transport.Authenticator;
import io.yumen.transport.Head;
import io.yumen.transport.MediaTypes;
import io.yumen.transport.Refusal;
import io.yumen.transport.Status;
import io.yumen.transport.Traces;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What clients post: with a connection that is listened to, the answer goes there; without, it is the response. A message in
 * an envelope that comes a second time is taken once.
 */
final class Posts {
    private static final Headers JSON = Headers.of("Content-Type", "application/json");

    private final Streams streams;
    private final JsonCodec json;
    private final EnvelopeLimits limits;
    private final Authenticator authenticator;

    Posts(Streams streams, JsonCodec json, EnvelopeLimits limits, Authenticator authenticator) {
        this.authenticator = authenticator;
        this.streams = streams;
        this.json = json;
        this.limits = limits;
    }

    /** Takes a message. */
    void message(Endpoint endpoint, Access access, HttpRequest request, HttpResponse response) {
        MediaTypes.requireJson(request.headers());
        JsonNode tree = json.read(request.body());
        Head.Asker asker = new Head.Asker(authenticator, request.path(), access);
        Optional<String> id = Connections.id(request);
        if (id.isPresent()) {
            take(new Sender(streams.find(endpoint, access, id.get()), asker, request.headers()), tree, response);
        } else {
            takeAlone(new Sender(streams.open(endpoint, access, request), asker, request.headers()), tree, response);
        }
    }

    /** Takes the answer to a ping. */
    void pong(Endpoint endpoint, Access access, HttpRequest request, HttpResponse response) {
        String id = Connections.id(request)
                .orElseThrow(() -> new Refusal(Status.BAD_REQUEST, Connections.HEADER + " is missing"));
        Channel channel = streams.find(endpoint, access, id);
        String ping = json.read(request.body()).path("id").asString("");
        if (ping.isEmpty()) {
            throw new Refusal(Status.BAD_REQUEST, "A pong has the id of its ping");
        }
        pong(channel, ping, response);
    }

    private void take(Sender sender, JsonNode tree, HttpResponse response) {
        Channel channel = sender.channel();
        heard(channel);
        switch (read(sender, tree)) {
            case Envelopes.Incoming.Ping ping -> response.send(Status.OK, JSON, answerTo(ping));
            case Envelopes.Incoming.Pong pong -> pong(channel, pong.id(), response);
            case Envelopes.Incoming.Messages messages -> take(sender, messages, response);
        }
    }

    private void take(Sender sender, Envelopes.Incoming.Messages messages, HttpResponse response) {
        Channel channel = sender.channel();
        if (!channel.isHeard()
                && messages.packet() instanceof Packet.Single single
                && single.message() instanceof Message.Request asked) {
            answer(sender, asked, messages.key(), response);
            return;
        }
        if (messages.key() == null) {
            channel.take(messages.packet(), sender.access());
        } else {
            channel.takeOnce(messages.key(), messages.packet(), sender.access());
        }
        accept(channel, response);
    }

    /** A client that names no connection: {@code initialize} begins one, anything else is answered by itself. */
    private void takeAlone(Sender sender, JsonNode tree, HttpResponse response) {
        boolean keep = false;
        try {
            if (!(read(sender, tree) instanceof Envelopes.Incoming.Messages messages)
                    || !(messages.packet() instanceof Packet.Single single)) {
                throw new Refusal(Status.BAD_REQUEST, Connections.HEADER + " is missing; open the stream first");
            }
            if (!(single.message() instanceof Message.Request asked)) {
                response.send(Status.ACCEPTED);
                return;
            }
            keep = asked.method().equals(Methods.INITIALIZE);
            if (!keep && Envelope.claimedRevision(asked.params()).isEmpty()) {
                ask(sender, initialize());
            }
            answer(sender, asked, messages.key(), response);
        } finally {
            if (!keep) {
                sender.channel().end(Ending.LEFT);
            }
        }
    }

    private void answer(Sender sender, Message.Request asked, @Nullable String key, HttpResponse response) {
        Channel channel = sender.channel();
        Optional<Message.Response> answer = ask(sender, asked);
        if (answer.isEmpty()) {
            accept(channel, response);
            return;
        }
        boolean enveloped = key != null && channel.opening().dialect() instanceof Envelopes;
        String text = enveloped
                ? channel.opening().dialect().write(answer.get())
                : JsonCodec.text(answer.get().toJson());
        Head head = Head.legacy(answer.get(), sender.asker());
        response.send(
                head.status(),
                JSON.with(Connections.HEADER, channel.id()).with(head.headers()),
                text.getBytes(StandardCharsets.UTF_8));
    }

    private Optional<Message.Response> ask(Sender sender, Message.Request asked) {
        try {
            return sender.channel().ask(asked, sender.access(), limits.answer());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RpcException.cancelled();
        }
    }

    private void pong(Channel channel, String ping, HttpResponse response) {
        Heartbeat heart = streams.heart(channel);
        if (heart == null || heart.pong(ping).isEmpty()) {
            throw new Refusal(Status.NOT_FOUND, "There is no ping \"" + ping + "\" that waits for its pong");
        }
        response.send(Status.ACCEPTED);
    }

    private void heard(Channel channel) {
        Heartbeat heart = streams.heart(channel);
        if (heart != null) {
            heart.heard();
        }
    }

    private static void accept(Channel channel, HttpResponse response) {
        response.send(Status.ACCEPTED, Headers.of(Connections.HEADER, channel.id()), new byte[0]);
    }

    private static Envelopes.Incoming read(Sender sender, JsonNode tree) {
        Envelopes.Incoming read = sender.channel().opening().dialect() instanceof Envelopes envelopes
                ? envelopes.read(tree)
                : new Envelopes.Incoming.Messages(null, MessageCodec.packet(tree));
        if (read instanceof Envelopes.Incoming.Messages messages) {
            Traces.carry(sender.headers(), messages.packet());
        }
        return read;
    }

    private static byte[] answerTo(Envelopes.Incoming.Ping ping) {
        return new Envelopes(Clock.systemUTC())
                .write("pong", ping.id(), JsonNodeFactory.instance.objectNode())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** What a client that asks at once would have had to say before. */
    private static Message.Request initialize() {
        ObjectNode params = JsonNodeFactory.instance.objectNode().put("protocolVersion", Revision.NEWEST_LEGACY.wire());
        params.putObject("capabilities");
        params.putObject("clientInfo").put("name", "unknown").put("version", "0");
        return new Message.Request(RequestId.of("initialize"), Methods.INITIALIZE, params);
    }

    /** Who sent a message, on which connection, and with which headers. */
    private record Sender(Channel channel, Head.Asker asker, Headers headers) {
        Access access() {
            return asker.access();
        }
    }
}
