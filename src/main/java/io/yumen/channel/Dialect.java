package io.yumen.channel;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.Message;

/** How messages to the client are written on a channel, whatever wire they leave by. Safe for many threads. */
@FunctionalInterface
public interface Dialect {
    /** Messages as the protocol has them. */
    Dialect JSON_RPC = message -> JsonCodec.text(message.toJson());

    /** The message on one line. Called once for each message; a replay sends the same text again. */
    String write(Message message);
}
