package io.yumen.transport;

import io.yumen.http.Headers;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.limit.Limiter;
import io.yumen.limit.RateConfig;
import io.yumen.limit.Standing;
import io.yumen.tenant.Access;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The outermost gate of all routes: an address that asks too often, or has shown too much that did not hold, gets 429 before
 * anything is looked at or recorded. Answers say how much their receiver has left
 * ({@code RateLimit} and {@code RateLimit-Policy} of draft-ietf-httpapi-ratelimit-headers-10).
 */
public final class LimitedDoor implements HttpHandler {
    private final HttpHandler next;
    private final Limiter limiter;
    private final Function<HttpRequest, Optional<Access>> sender;

    /**
     * A gate before that handler.
     *
     * @param sender who makes a request that is under way, where that is known by now
     */
    public LimitedDoor(HttpHandler next, Limiter limiter, Function<HttpRequest, Optional<Access>> sender) {
        this.next = next;
        this.limiter = limiter;
        this.sender = sender;
    }

    @Override
    public void handle(HttpRequest request, HttpResponse response) {
        limiter.arrives(request.remoteAddress().getAddress())
                .ifPresentOrElse(
                        exceeded -> Refusal.tooMany(exceeded).sendTo(response),
                        () -> next.handle(request, new Told(response, request)));
    }

    @Override
    public String toString() {
        return "limited -> " + next;
    }

    /** A response that says what is left. */
    private final class Told extends HttpResponse.Relayed {
        private final HttpRequest request;

        Told(HttpResponse response, HttpRequest request) {
            super(response);
            this.request = request;
        }

        @Override
        protected Headers headers(int status, Headers headers) {
            return sender.apply(request)
                    .flatMap(limiter::standing)
                    .map(standing -> headers.with(shown(standing)))
                    .orElse(headers);
        }

        private static Headers shown(Standing standing) {
            String name = '"' + standing.limit() + '"';
            RateConfig rate = standing.rate();
            long full = TimeUnit.NANOSECONDS.toSeconds(standing.fullNanos() + TimeUnit.SECONDS.toNanos(1) - 1);
            return Headers.of(
                    "RateLimit-Policy",
                            name + ";q=" + rate.count() + ";w=" + rate.per().toSeconds(),
                    "RateLimit", name + ";r=" + standing.remaining() + ";t=" + full);
        }
    }
}
