package io.yumen.bridge;

import io.yumen.config.GatewaySettings;
import io.yumen.protocol.Era;
import io.yumen.protocol.Revision;
import java.net.URI;
import java.util.Optional;

/** The ways to speak to a gateway, in the order of the table. */
enum Dialect {
    LEGACY_HTTP(
            "legacy HTTP", Revision.V2025_11_25, place -> sink -> new StreamableHttpChannel(place.endpoint(), sink)),
    LEGACY_SSE("legacy SSE", Revision.V2024_11_05, place -> sink -> new SseChannel(place.endpoint(), sink)),
    LEGACY_STDIO("legacy stdio", Revision.V2025_11_25, place -> sink -> new PipeChannel(place.settings(), sink)),
    WEBSOCKET(
            "WebSocket",
            Revision.V2025_11_25,
            place -> sink -> new SocketChannel(place.endpoint(), SocketChannel.Form.PLAIN, sink)),
    ENVELOPED_WEBSOCKET(
            "enveloped WebSocket",
            Revision.V2025_11_25,
            place -> sink -> new SocketChannel(place.endpoint(), SocketChannel.Form.ENVELOPED, sink)),
    POLL("poll", Revision.V2025_11_25, place -> sink -> new PollChannel(place.endpoint(), sink)),
    ENVELOPE("envelope", Revision.V2025_11_25, place -> sink -> new EnvelopeChannel(place.endpoint(), sink)),
    MODERN_HTTP("modern HTTP", Revision.V2026_07_28, place -> sink -> new ModernHttpChannel(place.endpoint(), sink)),
    MODERN_STDIO("modern stdio", Revision.V2026_07_28, place -> sink -> new PipeChannel(place.settings(), sink));

    private final String title;
    private final Revision revision;
    private final Transport transport;

    Dialect(String title, Revision revision, Transport transport) {
        this.title = title;
        this.revision = revision;
        this.transport = transport;
    }

    String title() {
        return title;
    }

    Revision revision() {
        return revision;
    }

    /** A client of that gateway. */
    Peer open(Served served) {
        return open(new Place(served.endpoint(), served.settings()));
    }

    /** A client of the gateway there. */
    Peer open(Place place) {
        Channel.Opener opener = transport.to(place);
        return revision.era() == Era.LEGACY
                ? new LegacyPeer(revision, new User(), opener)
                : new ModernPeer(new User(), opener);
    }

    /** Why this dialect does not have the feature, or empty where it has. */
    Optional<String> lacks(Feature feature) {
        if (!revision.isAtLeast(feature.since())) {
            return Optional.of(feature.title() + " came with " + feature.since().wire());
        }
        if (feature != Feature.RESUMPTION) {
            return Optional.empty();
        }
        return switch (this) {
            case LEGACY_HTTP, ENVELOPED_WEBSOCKET, POLL, ENVELOPE -> Optional.empty();
            case LEGACY_SSE ->
                Optional.of("HTTP+SSE has no resumption: the end of the stream is the end of the session");
            case WEBSOCKET -> Optional.of("a socket without envelopes is its session, and ends with it");
            case LEGACY_STDIO -> Optional.of("a pipe is one connection; it has no streams to come back to");
            case MODERN_HTTP, MODERN_STDIO ->
                Optional.of("2026-07-28 has no resumption: a broken stream is a lost request, sent again");
        };
    }

    /** Whether it is spoken over HTTP, so that something may stand between. */
    boolean isOverHttp() {
        return this != LEGACY_STDIO && this != MODERN_STDIO;
    }

    /**
     * Where a gateway is.
     *
     * @param settings what another one of the kind is made of, for dialects that start theirs
     */
    record Place(URI endpoint, GatewaySettings settings) {}

    /** How a dialect reaches a gateway. */
    @FunctionalInterface
    private interface Transport {
        Channel.Opener to(Place place);
    }
}
