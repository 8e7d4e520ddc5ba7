package io.yumen.transport.http;

import io.yumen.auth.Stays;
import io.yumen.channel.Ending;
import io.yumen.exchange.ClientKey;
import io.yumen.http.Headers;
import io.yumen.http.server.EventStream;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.protocol.Era;
import io.yumen.protocol.Message;
import io.yumen.protocol.MessageCodec;
import io.yumen.protocol.MessageCodec.Packet;
import io.yumen.protocol.Methods;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import io.yumen.session.legacy.EventId;
import io.yumen.session.legacy.LegacySession;
import io.yumen.session.legacy.LegacySessions;
import io.yumen.tenant.Access;
import io.yumen.transport.Authenticator;
import io.yumen.transport.EventWire;
import io.yumen.transport.Head;
import io.yumen.transport.MediaTypes;
import io.yumen.transport.Refusal;
import io.yumen.transport.Status;
import io.yumen.transport.Visit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The legacy era over HTTP (2025-03-26 to 2025-11-25): sessions, a general stream by {@code GET}, streams that can be
 * resumed, an end by {@code DELETE}. A broken connection cancels nothing.
 */
final class LegacyExchange implements AutoCloseable {
    static final String SESSION = "Mcp-Session-Id";

    private static final String LAST_EVENT = "Last-Event-ID";

    private final LegacySessions sessions;
    private final MessageCodec codec;
    private final Pulse pulse;
    private final Authenticator authenticator;
    private final HttpTransportLimits limits;
    private final Semaphore streamPlaces;
    private final Map<String, SessionStreams> streams = new ConcurrentHashMap<>();

    /** What keeps streams alive, and what ends them. */
    record Keeping(Pulse pulse, Authenticator authenticator) {}

    LegacyExchange(LegacySessions sessions, MessageCodec codec, HttpTransportLimits limits, Keeping keeping) {
        this.sessions = sessions;
        this.codec = codec;
        this.pulse = keeping.pulse();
        this.authenticator = keeping.authenticator();
        this.limits = limits;
        this.streamPlaces = new Semaphore(limits.streams());
        sessions.onEnd(this::ended);
    }

    /** Takes what a client posted. */
    void post(Visit visit, Packet packet, HttpRequest request, HttpResponse response) {
        if (packet instanceof Packet.Single single
                && single.message() instanceof Message.Request asked
                && asked.method().equals(Methods.INITIALIZE)) {
            initialize(visit, asked, response);
            return;
        }
        LegacySession session = session(visit, request.headers());
        switch (packet) {
            case Packet.Single single -> single(new Posted(visit, session, request.path()), single.message(), response);
            case Packet.Batch batch -> batch(visit, session, batch.messages(), response);
        }
    }

    /** Opens the general stream, or goes on with a stream that broke; returns when the stream ends. */
    void get(Visit visit, HttpRequest request, HttpResponse response) {
        MediaTypes.requireStream(request.headers());
        LegacySession session = session(visit, request.headers());
        SessionStreams all = streamsOf(session);
        String last = request.headers().find(LAST_EVENT);
        EventId from = last == null ? null : known(all, last);
        if (!streamPlaces.tryAcquire()) {
            throw new Refusal(Status.UNAVAILABLE, "Too many streams are open; try again later");
        }
        LegacySession.Hold hold = session.hold();
        try (EventStream stream = response.stream(Status.OK, streamHeaders(session))) {
            Stays.Stay stay = authenticator.stay(visit.access(), why -> dismiss(stream));
            try {
                follow(all, from, stream);
            } finally {
                stay.over();
            }
        } finally {
            hold.close();
            streamPlaces.release();
        }
    }

    private static void dismiss(EventStream stream) {
        EventWire.sayWhy(stream, Ending.ACCESS_ENDED);
        stream.close();
    }

    /** Ends a session at its client's wish. */
    void delete(Visit visit, HttpRequest request, HttpResponse response) {
        sessions.end(session(visit, request.headers()));
        response.send(Status.NO_CONTENT);
    }

    /** How many general streams are open. */
    int openStreams() {
        return limits.streams() - streamPlaces.availablePermits();
    }

    /** Ends the general streams; those on which requests are answered go on. */
    void drain() {
        streams.values().forEach(all -> all.end(SessionStreams.GENERAL));
    }

    @Override
    public void close() {
        streams.values().forEach(SessionStreams::close);
    }

    private void initialize(Visit visit, Message.Request asked, HttpResponse response) {
        SessionStreams all = new SessionStreams(codec);
        LegacySessions.Opened opened;
        try {
            opened = sessions.open(visit.endpoint(), visit.access(), asked, all);
        } catch (RpcException e) {
            new Answer(response, codec, Headers.none())
                    .finish(new Message.Failure(asked.id(), e.error()), Head.plain());
            return;
        }
        LegacySession session = opened.session();
        streams.put(session.id(), all);
        new Answer(response, codec, Headers.of(SESSION, session.id())).finish(opened.response(), Head.plain());
    }

    /** What came to a session. */
    private record Posted(Visit visit, LegacySession session, String path) {}

    private void single(Posted posted, Message message, HttpResponse response) {
        LegacySession session = posted.session();
        switch (message) {
            case Message.Request asked -> answer(posted, asked, response);
            case Message.Notification notification -> {
                session.tell(notification);
                response.send(Status.ACCEPTED);
            }
            case Message.Response answered -> {
                session.take(answered);
                response.send(Status.ACCEPTED);
            }
        }
    }

    private void answer(Posted posted, Message.Request asked, HttpResponse response) {
        LegacySession session = posted.session();
        Access access = posted.visit().access();
        SessionStreams all = streamsOf(session);
        int stream = all.begin();
        Answer answer = streaming(session, all, stream, response);
        pulse.add(answer);
        try {
            Optional<Message.Response> outcome =
                    session.answer(asked, access, new RequestOutlet(answer, all, stream, primes(session)));
            if (outcome.isEmpty()) {
                answer.open();
                return;
            }
            Head head = Head.legacy(outcome.get(), new Head.Asker(authenticator, posted.path(), access));
            if (!answer.finishAsJson(outcome.get(), head)) {
                all.publish(stream, outcome.get());
            }
        } finally {
            pulse.remove(answer);
            all.end(stream);
        }
    }

    /** All requests of a batch at once, each answered on the one stream as it is done (2025-03-26). */
    private void batch(Visit visit, LegacySession session, List<Message> messages, HttpResponse response) {
        if (session.revision() != Revision.V2025_03_26) {
            throw new Refusal(
                    Status.BAD_REQUEST,
                    "Revision " + session.revision().wire() + " has no batches; send each message by itself");
        }
        List<Message.Request> requests = messages.stream()
                .filter(Message.Request.class::isInstance)
                .map(Message.Request.class::cast)
                .toList();
        if (requests.stream().anyMatch(request -> request.method().equals(Methods.INITIALIZE))) {
            throw new Refusal(Status.BAD_REQUEST, "initialize cannot be part of a batch");
        }
        messages.forEach(message -> tell(session, message));
        if (requests.isEmpty()) {
            response.send(Status.ACCEPTED);
            return;
        }
        SessionStreams all = streamsOf(session);
        int stream = all.begin();
        Answer answer = streaming(session, all, stream, response);
        pulse.add(answer);
        try {
            answer.open();
            answerAll(visit, session, requests, message -> all.publish(stream, message));
        } finally {
            pulse.remove(answer);
            all.end(stream);
        }
    }

    private static void tell(LegacySession session, Message message) {
        switch (message) {
            case Message.Request later -> {}
            case Message.Notification notification -> session.tell(notification);
            case Message.Response answered -> session.take(answered);
        }
    }

    private static void answerAll(
            Visit visit, LegacySession session, List<Message.Request> requests, io.yumen.session.Outlet outlet) {
        List<Thread> threads = requests.stream()
                .map(request -> Thread.ofVirtual()
                        .name("batch")
                        .start(() ->
                                session.answer(request, visit.access(), outlet).ifPresent(outlet::send)))
                .toList();
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private Answer streaming(LegacySession session, SessionStreams all, int stream, HttpResponse response) {
        boolean primes = primes(session);
        return new Answer(response, codec, sessionHeaders(session), connection -> {
            if (primes) {
                all.prime(stream, connection, limits.retry());
            } else {
                all.attach(stream, connection);
            }
        });
    }

    /** Whether clients of the session are told at once how to come back for the rest of a stream. */
    private static boolean primes(LegacySession session) {
        return session.revision().isAtLeast(Revision.V2025_11_25);
    }

    private void follow(SessionStreams all, @Nullable EventId from, EventStream stream) {
        if (from == null) {
            all.attachGeneral(stream);
        } else if (!all.resume(from, stream) || !all.isAlive(from.stream())) {
            return;
        }
        stream.awaitEnd(limits.keepAlive());
    }

    private static EventId known(SessionStreams all, String last) {
        return EventId.read(last)
                .filter(all::knows)
                .orElseThrow(() -> new Refusal(
                        Status.BAD_REQUEST, "What came after the event \"" + last + "\" is not known here"));
    }

    private LegacySession session(Visit visit, Headers headers) {
        checkVersion(headers.find(ModernHeaders.VERSION));
        String id = headers.find(SESSION);
        if (id == null) {
            throw new Refusal(
                    Status.BAD_REQUEST, "The header " + SESSION + " is missing; begin a session with initialize");
        }
        return sessions.find(id, visit.access().principal(), visit.endpoint().name())
                .orElseThrow(() ->
                        new Refusal(Status.NOT_FOUND, "There is no such session; begin a new one with initialize"));
    }

    private static void checkVersion(@Nullable String version) {
        if (version == null) {
            return;
        }
        Optional<Revision> revision = Revision.of(version);
        if (revision.isEmpty() || revision.get().era() != Era.LEGACY) {
            throw new Refusal(Status.BAD_REQUEST, "Sessions do not speak the revision \"" + version + "\"");
        }
    }

    private SessionStreams streamsOf(LegacySession session) {
        SessionStreams all = streams.get(session.id());
        if (all == null) {
            throw new Refusal(Status.NOT_FOUND, "The session has ended; begin a new one with initialize");
        }
        return all;
    }

    private void ended(ClientKey.Session session) {
        SessionStreams all = streams.remove(session.id());
        if (all != null) {
            all.close();
        }
    }

    private static Headers sessionHeaders(LegacySession session) {
        return Headers.of(SESSION, session.id());
    }

    private static Headers streamHeaders(LegacySession session) {
        return sessionHeaders(session).with("X-Accel-Buffering", "no");
    }
}
