package io.yumen.transport.poll;

import io.yumen.auth.Denial;
import io.yumen.auth.Stays;
import io.yumen.channel.Channel;
import io.yumen.channel.ChannelRefused;
import io.yumen.channel.Channels;
import io.yumen.channel.Cursor;
import io.yumen.channel.CursorLost;
import io.yumen.channel.Delivery;
import io.yumen.channel.Dialect;
import io.yumen.channel.Ending;
import io.yumen.channel.Envelopes;
import io.yumen.channel.Feed;
import io.yumen.channel.Lifespan;
import io.yumen.channel.Numbered;
import io.yumen.channel.Opening;
import io.yumen.http.Headers;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.session.Endpoint;
import io.yumen.tenant.Access;
import io.yumen.transport.Authenticator;
import io.yumen.transport.Refusal;
import io.yumen.transport.Refusing;
import io.yumen.transport.Status;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * MCP by long poll. The first {@code GET} opens a connection and answers at once with a cursor; each further one names the
 * cursor of the last, waits until there is something after it, and answers with the messages and the next cursor. A poll
 * whose answer was lost is sent again as it was. {@code DELETE} ends the connection.
 */
public final class PollHttp implements HttpHandler {
    private static final String CONNECTION = "X-Connection-Id";
    private static final Headers JSON = Headers.of("Content-Type", "application/json", "Cache-Control", "no-store");

    private final Function<String, Optional<Endpoint>> places;
    private final Channels channels;
    private final PollLimits limits;
    private final Clock clock;
    private final Authenticator authenticator;
    private final HttpHandler guarded;

    /**
     * A transport that serves those places.
     *
     * @param places the endpoint of a path; empty where it is none of this transport
     * @param clock the time in envelopes
     */
    public PollHttp(
            Function<String, Optional<Endpoint>> places,
            Channels channels,
            PollLimits limits,
            Clock clock,
            Authenticator authenticator) {
        this.places = places;
        this.channels = channels;
        this.limits = limits;
        this.clock = clock;
        this.authenticator = authenticator.over("poll");
        this.guarded = new Refusing(this::dispatch, this.authenticator);
    }

    @Override
    public void handle(HttpRequest request, HttpResponse response) {
        guarded.handle(request, response);
    }

    @Override
    public String toString() {
        return "MCP by long poll";
    }

    private void dispatch(HttpRequest request, HttpResponse response) {
        Access access = authenticator.authenticate(request);
        Endpoint endpoint = places.apply(request.path())
                .filter(there -> there.isThereFor(access))
                .orElseThrow(() -> Refusal.noEndpoint(request.path()));
        Cursor cursor = cursor(request);
        switch (request.method()) {
            case "GET" -> {
                if (cursor == null) {
                    open(endpoint, access, request, response);
                } else {
                    Channel channel = find(endpoint, access, cursor);
                    poll(channel, access, cursor, new Asked(request, response));
                }
            }
            case "DELETE" -> {
                if (cursor == null) {
                    throw new Refusal(Status.BAD_REQUEST, "The cursor is missing");
                }
                find(endpoint, access, cursor).end(Ending.LEFT);
                response.send(Status.NO_CONTENT);
            }
            default -> throw Refusal.notAllowed("GET, DELETE");
        }
    }

    private static @Nullable Cursor cursor(HttpRequest request) {
        String text = request.queryParameter("cursor").orElse(null);
        if (text == null) {
            return null;
        }
        return Cursor.read(text).orElseThrow(() -> new Refusal(Status.BAD_REQUEST, "\"" + text + "\" is no cursor"));
    }

    private void open(Endpoint endpoint, Access access, HttpRequest request, HttpResponse response) {
        InetAddress address = request.remoteAddress().getAddress();
        Dialect dialect = dialect(request.queryParameter("dialect").orElse("envelope"));
        try {
            Channel channel = channels.open(new Opening(endpoint, access, address, dialect, Lifespan.RESUMABLE));
            // From now on somebody listens, if only from time to time.
            channel.attach().close();
            answer(new Cursor(channel.id(), 0), List.of(), response);
        } catch (ChannelRefused e) {
            throw Refusal.noRoom(e);
        }
    }

    private Dialect dialect(String name) {
        return switch (name) {
            case "envelope" -> new Envelopes(clock);
            case "jsonrpc" -> Dialect.JSON_RPC;
            default -> throw new Refusal(Status.BAD_REQUEST, "The dialect is envelope or jsonrpc");
        };
    }

    private Channel find(Endpoint endpoint, Access access, Cursor cursor) {
        return channels.find(cursor.channel(), access.principal(), endpoint.name())
                .filter(channel -> channel.opening().lifespan() == Lifespan.RESUMABLE)
                .orElseThrow(Refusal::noConnection);
    }

    private record Asked(HttpRequest request, HttpResponse response) {}

    private void poll(Channel channel, Access access, Cursor cursor, Asked asked) {
        HttpResponse response = asked.response();
        try (Feed feed = channel.attach(cursor.sequence())) {
            asked.request().onDisconnect(feed::close);
            switch (next(feed, access)) {
                case Delivery.Messages some ->
                    answer(new Cursor(channel.id(), some.cursor()), some.messages(), response);
                case Delivery.Nothing nothing -> answer(cursor, List.of(), response);
                case Delivery.Ended ended -> throw ended(ended.why());
            }
        } catch (CursorLost e) {
            throw Refusal.gone(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ended(Ending.SHUTDOWN);
        }
    }

    private Delivery next(Feed feed, Access access) throws InterruptedException {
        Stays.Stay stay = authenticator.stay(access, why -> feed.dismiss());
        try {
            return feed.next(limits.patience());
        } finally {
            stay.over();
        }
    }

    private static Refusal ended(Ending why) {
        return switch (why) {
            case REPLACED -> new Refusal(Status.CONFLICT, "Another request of this connection has taken over");
            case ACCESS_ENDED -> Refusal.denied(new Denial(Denial.Reason.REVOKED, "What let you in has ended"));
            case DETACHED, LEFT, EXPIRED, SILENT, OVERRUN, SHUTDOWN ->
                new Refusal(Status.GONE, "The connection has ended: " + why.word());
        };
    }

    private static void answer(Cursor cursor, List<Numbered> messages, HttpResponse response) {
        String text = messages.stream()
                .map(Numbered::text)
                .collect(Collectors.joining(
                        ",",
                        "{\"connectionId\":\"" + cursor.channel() + "\",\"cursor\":\"" + cursor + "\",\"messages\":[",
                        "]}"));
        response.send(Status.OK, JSON.with(CONNECTION, cursor.channel()), text.getBytes(StandardCharsets.UTF_8));
    }
}
