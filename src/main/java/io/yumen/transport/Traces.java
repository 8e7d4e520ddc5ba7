package io.yumen.transport;

import io.yumen.http.Headers;
import io.yumen.protocol.Message;
import io.yumen.protocol.MessageCodec.Packet;
import io.yumen.protocol.Meta;
import io.yumen.telemetry.TraceContext;

/** Traces that clients name in HTTP, where they do not name them in MCP (2026-07-28 wants it in {@code _meta}). */
public final class Traces {
    private Traces() {}

    /** Writes the trace that these headers name into requests that name none, and returns them. */
    public static Packet carry(Headers headers, Packet packet) {
        headers.first(TraceContext.FIELD)
                .flatMap(TraceContext::read)
                .ifPresent(context -> carry(headers, context, packet));
        return packet;
    }

    private static void carry(Headers headers, TraceContext context, Packet packet) {
        switch (packet) {
            case Packet.Single single -> carry(headers, context, single.message());
            case Packet.Batch batch -> batch.messages().forEach(message -> carry(headers, context, message));
        }
    }

    private static void carry(Headers headers, TraceContext context, Message message) {
        // What is not an object under this name is refused where it is read.
        if (message instanceof Message.Request request
                && (!request.params().has(Meta.KEY)
                        || request.params().path(Meta.KEY).isObject())
                && Meta.get(request.params(), Meta.TRACE_PARENT) == null) {
            Meta.of(request.params()).put(Meta.TRACE_PARENT, context.text());
            headers.first(TraceContext.STATE)
                    .filter(state -> state.length() <= TraceContext.LONGEST_STATE)
                    .ifPresent(state -> Meta.of(request.params()).put(TraceContext.STATE, state));
        }
    }
}
