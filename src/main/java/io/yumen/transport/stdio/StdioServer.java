package io.yumen.transport.stdio;

import io.yumen.channel.Conversation;
import io.yumen.channel.Edges;
import io.yumen.exchange.SessionEnd;
import io.yumen.protocol.Message;
import io.yumen.protocol.MessageCodec;
import io.yumen.protocol.RpcException;
import io.yumen.session.Endpoint;
import io.yumen.session.legacy.LegacySessions;
import io.yumen.session.modern.ModernEdge;
import io.yumen.tenant.Access;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the one client at the other end of a pipe, of either era: the first message says which. Requests are handled at
 * once, each on a virtual thread of its own. Nothing but messages is written to the output.
 */
public final class StdioServer {
    private static final Logger log = LoggerFactory.getLogger(StdioServer.class);

    private final Endpoint endpoint;
    private final Access access;
    private final ModernEdge modern;
    private final LegacySessions legacy;
    private final StdioLimits limits;

    public StdioServer(Endpoint endpoint, Access access, ModernEdge modern, LegacySessions legacy, StdioLimits limits) {
        this.endpoint = endpoint;
        this.access = access;
        this.modern = modern;
        this.legacy = legacy;
        this.limits = limits;
    }

    /**
     * Serves until the input ends. Requests that are under way then have a short time to be answered; what is left is
     * cancelled. Closes neither stream.
     *
     * @param end is told when what was kept for this client can go; sessions of the legacy era have their own
     */
    public void serve(InputStream in, OutputStream out, SessionEnd end) {
        try (LineWriter writer = new LineWriter(out, limits)) {
            writer.start();
            Conversation conversation =
                    new Conversation(endpoint, new Edges(modern, legacy), writer, limits.maxInFlight());
            try {
                read(new LineReader(in, limits.json().maxBytes()), conversation, writer);
            } finally {
                conversation.end(limits.graceTime());
                end.ended(conversation.key());
            }
        }
    }

    private void read(LineReader lines, Conversation conversation, LineWriter writer) {
        MessageCodec codec = new MessageCodec(limits.json());
        try {
            while (true) {
                switch (lines.next()) {
                    case Line.End end -> {
                        return;
                    }
                    case Line.TooLong tooLong ->
                        writer.send(refusal(RpcException.parseError(
                                "The line has more than " + limits.json().maxBytes() + " bytes")));
                    case Line.Text text -> take(text.bytes(), codec, conversation, writer);
                }
            }
        } catch (IOException e) {
            log.atInfo().addKeyValue("reason", e.getMessage()).log("The input has broken off");
        }
    }

    private void take(byte[] line, MessageCodec codec, Conversation conversation, LineWriter writer) {
        if (line.length == 0) {
            return;
        }
        try {
            conversation.take(codec.readPacket(line), access);
        } catch (RpcException e) {
            writer.send(refusal(e));
        }
    }

    private static Message.Failure refusal(RpcException reason) {
        return new Message.Failure(null, reason.error());
    }
}
