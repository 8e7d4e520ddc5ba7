package io.yumen.transport.websocket;

import io.yumen.channel.Channel;
import io.yumen.channel.Numbered;
import java.util.Optional;

/** What stands in the text messages of a socket. Safe for many threads. */
interface Speech {
    /** What a client hears first, before any message of the channel. */
    Optional<String> greeting();

    /** A message to the client. */
    String write(Numbered message);

    /**
     * Takes what the client sent.
     *
     * @return what is answered at once, beside the channel
     * @throws io.yumen.protocol.RpcException where it is not understood
     */
    Optional<String> take(byte[] utf8, Channel channel);
}
