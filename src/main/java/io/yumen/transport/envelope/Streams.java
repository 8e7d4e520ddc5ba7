package io.yumen.transport.envelope;

import io.yumen.auth.Stays;
import io.yumen.channel.Channel;
import io.yumen.channel.ChannelRefused;
import io.yumen.channel.Channels;
import io.yumen.channel.Cursor;
import io.yumen.channel.CursorLost;
import io.yumen.channel.Ending;
import io.yumen.channel.Envelopes;
import io.yumen.channel.Feed;
import io.yumen.channel.Lifespan;
import io.yumen.channel.Opening;
import io.yumen.http.ClientGone;
import io.yumen.http.Headers;
import io.yumen.http.SseEvent;
import io.yumen.http.server.EventStream;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.session.Endpoint;
import io.yumen.tenant.Access;
import io.yumen.transport.Authenticator;
import io.yumen.transport.EventWire;
import io.yumen.transport.Introduction;
import io.yumen.transport.MediaTypes;
import io.yumen.transport.Refusal;
import io.yumen.transport.Status;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The streams of this transport: opened, gone on with, pinged, ended. */
final class Streams {
    private static final String LAST_EVENT = "Last-Event-ID";
    private static final Headers HEADERS = Headers.of("X-Accel-Buffering", "no");

    private final Channels channels;
    private final Introduction introduction;
    private final EnvelopeLimits limits;
    private final Clock clock;
    private final Map<String, Heartbeat> hearts = new ConcurrentHashMap<>();

    private final Authenticator authenticator;

    Streams(Channels channels, Introduction introduction, EnvelopeHttp.Speaking speaking, Authenticator authenticator) {
        this.channels = channels;
        this.authenticator = authenticator;
        this.introduction = introduction;
        this.limits = speaking.limits();
        this.clock = speaking.clock();
    }

    /** Serves a stream until it ends, a new one or one that broke. */
    void serve(Endpoint endpoint, Access access, HttpRequest request, HttpResponse response) {
        MediaTypes.requireStream(request.headers());
        Cursor cursor = cursor(request);
        Channel channel = cursor == null ? open(endpoint, access, request) : find(endpoint, access, cursor.channel());
        if (!(channel.opening().dialect() instanceof Envelopes envelopes)) {
            throw Refusal.noConnection();
        }
        ObjectNode greeting = introduction.of(endpoint, access);
        try (Feed feed = attach(channel, cursor);
                EventStream stream = response.stream(Status.OK, HEADERS.with(Connections.HEADER, channel.id()))) {
            greeting.put("pingIntervalMs", limits.ping().toMillis())
                    .put("pongTimeoutMs", limits.pong().toMillis())
                    .put("connectionId", channel.id())
                    .put("resumed", cursor != null);
            Heartbeat heart = heart(channel, envelopes, stream);
            Stays.Stay stay = authenticator.stay(access, why -> feed.dismiss());
            try {
                // Last, so that who has read it is pinged from then on.
                greet(stream, envelopes, new Cursor(channel.id(), feed.start()), greeting);
                Ending why = new EventWire(feed, stream, request, limits.ping().multipliedBy(2))
                        .write(
                                message -> SseEvent.of(message.text())
                                        .withId(new Cursor(channel.id(), message.sequence()).toString()),
                                message -> {});
                sayWhy(stream, envelopes, channel, why);
            } finally {
                stay.over();
                heart.stop();
                hearts.remove(channel.id(), heart);
            }
        } finally {
            if (cursor == null && !channel.isHeard()) {
                channel.end(Ending.LEFT);
            }
        }
    }

    /** The pings of that channel's stream, or null where it has none. */
    @Nullable
    Heartbeat heart(Channel channel) {
        return hearts.get(channel.id());
    }

    /** A channel of a client that may come with any wire. */
    Channel open(Endpoint endpoint, Access access, HttpRequest request) {
        InetAddress address = request.remoteAddress().getAddress();
        try {
            return channels.open(new Opening(endpoint, access, address, new Envelopes(clock), Lifespan.RESUMABLE));
        } catch (ChannelRefused e) {
            throw Refusal.noRoom(e);
        }
    }

    Channel find(Endpoint endpoint, Access access, String id) {
        return channels.find(id, access.principal(), endpoint.name())
                .filter(channel -> channel.opening().lifespan() == Lifespan.RESUMABLE)
                .orElseThrow(Refusal::noConnection);
    }

    private static @Nullable Cursor cursor(HttpRequest request) {
        String last = request.header(LAST_EVENT)
                .or(() -> request.queryParameter("cursor"))
                .orElse(null);
        if (last == null) {
            return null;
        }
        return Cursor.read(last)
                .orElseThrow(() -> new Refusal(Status.BAD_REQUEST, "\"" + last + "\" is no event of ours"));
    }

    private static Feed attach(Channel channel, @Nullable Cursor cursor) {
        try {
            return cursor == null ? channel.attach() : channel.attach(cursor.sequence());
        } catch (CursorLost e) {
            throw Refusal.gone(e);
        }
    }

    private void greet(EventStream stream, Envelopes envelopes, Cursor from, ObjectNode greeting) {
        stream.send(SseEvent.of(envelopes.write("init", from.channel(), greeting))
                .withId(from.toString())
                .withRetry(limits.retry()));
    }

    private Heartbeat heart(Channel channel, Envelopes envelopes, EventStream stream) {
        Heartbeat heart = new Heartbeat(
                channels.wheel(),
                limits,
                id -> ping(stream, envelopes.write("ping", id, JsonNodeFactory.instance.objectNode())),
                () -> channel.end(Ending.SILENT));
        hearts.put(channel.id(), heart);
        heart.start();
        return heart;
    }

    private static void ping(EventStream stream, String envelope) {
        try {
            stream.offer(SseEvent.of(envelope));
        } catch (ClientGone e) {
            // Whoever writes the stream will notice.
        }
    }

    private static void sayWhy(EventStream stream, Envelopes envelopes, Channel channel, Ending why) {
        if (why == Ending.DETACHED) {
            return;
        }
        ObjectNode reason = JsonNodeFactory.instance.objectNode().put("reason", why.word());
        ping(stream, envelopes.write("close", channel.id(), reason));
    }
}
