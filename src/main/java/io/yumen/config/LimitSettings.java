package io.yumen.config;

import io.yumen.http.server.HttpServerLimits;
import java.time.Duration;

/** How much of everything is allowed. */
public record LimitSettings(
        @Setting(value = "The largest request body", fallback = "4MiB")
        ByteSize body,

        @Setting(value = "The largest message from a server", fallback = "16MiB")
        ByteSize serverMessage,

        @Setting(value = "How deep JSON may be nested", fallback = "64")
        int depth,

        @Setting(value = "All header lines of a request together", fallback = "16KiB")
        ByteSize headers,

        @Setting(value = "Connections of clients", fallback = "20000")
        int connections,

        @Setting(
                value =
                        "Connections from one address (or network of IPv6, /64) beyond this machine; proxies of listen.trustedProxies have no such limit",
                fallback = "100")
        int connectionsPerAddress,

        @Setting(value = "Sessions of the legacy era", fallback = "10000")
        int sessions,

        @Setting(value = "After which time without a request a session ends", fallback = "30m")
        Duration sessionIdle,

        @Setting(value = "Open event streams", fallback = "20000")
        int streams,

        @Setting(value = "Channels of clients (WebSocket, long poll, enveloped SSE, HTTP+SSE)", fallback = "10000")
        int channels,

        @Setting(value = "Channels of clients at one address", fallback = "100")
        int channelsPerAddress,

        @Setting(value = "How long a channel whose connection broke waits for its client", fallback = "5m")
        Duration channelAway,

        @Setting(value = "Requests of one session that may be under way", fallback = "256")
        int requestsPerClient,

        @Setting(
                value = "Notifications of one session, in each direction, in a second; more are dropped",
                fallback = "1000")
        int notificationsPerSecond,

        @Setting(value = "How long a question to a client may stay unanswered", fallback = "5m")
        Duration question,

        @Setting(value = "How long requests under way may go on when the gateway stops", fallback = "15s")
        Duration drain) {
    /** What they say of the listener. */
    HttpServerLimits ofServer() {
        HttpServerLimits usual = HttpServerLimits.DEFAULT;
        return new HttpServerLimits(
                body.toInt(),
                headers.toInt(),
                connections,
                connectionsPerAddress,
                usual.headerTimeout(),
                usual.bodyTimeout(),
                usual.idleTimeout(),
                usual.writeTimeout(),
                usual.largeBodiesBytes(),
                usual.queuedBytes());
    }
}
