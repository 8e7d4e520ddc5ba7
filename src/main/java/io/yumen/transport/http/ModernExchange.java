package io.yumen.transport.http;

import io.yumen.auth.Stays;
import io.yumen.exchange.Cancellation;
import io.yumen.http.Headers;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.protocol.Message;
import io.yumen.protocol.MessageCodec;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import io.yumen.session.Envelope;
import io.yumen.session.Peer;
import io.yumen.session.modern.ModernEdge;
import io.yumen.transport.Authenticator;
import io.yumen.transport.Head;
import io.yumen.transport.Refusal;
import io.yumen.transport.Status;
import io.yumen.transport.Visit;

/** The modern era over HTTP: one {@code POST}, one request, one response; closing the connection cancels it. */
final class ModernExchange {
    private final ModernEdge edge;
    private final MessageCodec codec;
    private final Pulse pulse;
    private final ParamHeaders paramHeaders = new ParamHeaders(ParamHeaderLimits.DEFAULT);

    private final Authenticator authenticator;

    ModernExchange(ModernEdge edge, MessageCodec codec, Pulse pulse, Authenticator authenticator) {
        this.authenticator = authenticator;
        this.edge = edge;
        this.codec = codec;
        this.pulse = pulse;
    }

    void handle(Visit visit, Message message, HttpRequest request, HttpResponse response) {
        switch (message) {
            case Message.Request asked -> answer(visit, asked, request, response);
            case Message.Notification notification -> response.send(Status.ACCEPTED);
            case Message.Response unasked ->
                throw new Refusal(Status.BAD_REQUEST, "This revision has no requests that a client could answer");
        }
    }

    private void answer(Visit visit, Message.Request asked, HttpRequest request, HttpResponse response) {
        Envelope envelope = open(visit, asked, request.headers());
        Cancellation cancellation = new Cancellation();
        request.onDisconnect(cancellation::cancel);
        Answer answer = new Answer(response, codec, Headers.none());
        pulse.add(answer);
        Stays.Stay stay = stay(visit, envelope, cancellation);
        try {
            Message.Response outcome =
                    edge.answer(visit.endpoint(), Peer.stateless(visit.access()), envelope, answer, cancellation);
            if (!cancellation.isAbandoned()) {
                answer.finish(
                        outcome, Head.modern(outcome, new Head.Asker(authenticator, request.path(), visit.access())));
            }
        } finally {
            stay.over();
            pulse.remove(answer);
        }
    }

    /** A subscription has no end of its own. */
    private Stays.Stay stay(Visit visit, Envelope envelope, Cancellation cancellation) {
        return envelope.method().equals(Methods.LISTEN)
                ? authenticator.stay(visit.access(), why -> cancellation.cancel(RpcException.accessEnded(why)))
                : Stays.Stay.FREE;
    }

    private Envelope open(Visit visit, Message.Request asked, Headers headers) {
        try {
            ModernHeaders.check(headers, asked);
            Envelope envelope = Envelope.open(asked);
            if (envelope.method().equals(Methods.TOOLS_CALL)) {
                paramHeaders.check(visit.endpoint(), visit.access(), envelope, headers);
            }
            return envelope;
        } catch (RpcException e) {
            throw Refusal.badRequest(asked.id(), e);
        }
    }
}
