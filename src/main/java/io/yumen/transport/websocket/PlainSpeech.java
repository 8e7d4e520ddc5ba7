package io.yumen.transport.websocket;

import io.yumen.channel.Channel;
import io.yumen.channel.Numbered;
import io.yumen.protocol.MessageCodec;
import io.yumen.tenant.Access;
import java.util.Optional;

/** Messages of the protocol as they are. */
record PlainSpeech(MessageCodec codec, Access access) implements Speech {
    @Override
    public Optional<String> greeting() {
        return Optional.empty();
    }

    @Override
    public String write(Numbered message) {
        return message.text();
    }

    @Override
    public Optional<String> take(byte[] utf8, Channel channel) {
        channel.take(codec.readPacket(utf8), access);
        return Optional.empty();
    }
}
