package io.yumen.transport.websocket;

import io.yumen.channel.Channel;
import io.yumen.channel.Cursor;
import io.yumen.channel.Envelopes;
import io.yumen.channel.Numbered;
import io.yumen.protocol.JsonCodec;
import io.yumen.tenant.Access;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Messages in envelopes, each with its {@code cursor} as a fifth key: where a client says it that comes back, it gets what
 * follows.
 *
 * @param json reads what clients send
 * @param access who opened the socket
 * @param init what the first envelope says
 */
record EnvelopeSpeech(Envelopes envelopes, JsonCodec json, Access access, Cursor from, ObjectNode init)
        implements Speech {
    @Override
    public Optional<String> greeting() {
        return Optional.of(numbered(envelopes.write("init", from.channel(), init), from.sequence()));
    }

    @Override
    public String write(Numbered message) {
        return numbered(message.text(), message.sequence());
    }

    @Override
    public Optional<String> take(byte[] utf8, Channel channel) {
        return switch (envelopes.read(json.read(utf8))) {
            case Envelopes.Incoming.Ping ping ->
                Optional.of(envelopes.write("pong", ping.id(), JsonNodeFactory.instance.objectNode()));
            case Envelopes.Incoming.Pong pong -> Optional.empty();
            case Envelopes.Incoming.Messages messages -> {
                String key = messages.key();
                if (key == null) {
                    channel.take(messages.packet(), access);
                } else {
                    channel.takeOnce(key, messages.packet(), access);
                }
                yield Optional.empty();
            }
        };
    }

    private String numbered(String envelope, long sequence) {
        String cursor = new Cursor(from.channel(), sequence).toString();
        return envelope.substring(0, envelope.length() - 1) + ",\"cursor\":\"" + cursor + "\"}";
    }
}
