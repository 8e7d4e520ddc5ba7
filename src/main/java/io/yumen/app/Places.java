package io.yumen.app;

import io.yumen.session.Endpoint;
import io.yumen.transport.envelope.EnvelopePlace;
import io.yumen.transport.sse.SsePlace;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which endpoint a path leads to, for each transport. An endpoint has one name however a client comes to it, so that a
 * session is the same place by every path.
 */
final class Places {
    /** The name of the endpoint that is everything as one server. */
    static final String ROOT = "/mcp";

    private static final String CAPABILITIES = "/capabilities";
    private static final String NAME = "([^/]+)";
    private static final Pattern STREAMABLE =
            Pattern.compile("/mcp|/servers/" + NAME + "/mcp|/api/" + NAME + "/streamable-http|/views/" + NAME + "/mcp");
    private static final Pattern STREAM =
            Pattern.compile("/sse|/servers/" + NAME + "/sse|/api/" + NAME + "/sse|/views/" + NAME + "/sse");
    private static final Pattern MESSAGES = Pattern.compile(
            "/message|/servers/" + NAME + "/message|/api/" + NAME + "/sse/message|/views/" + NAME + "/message");

    private static final Pattern SOCKET =
            Pattern.compile("/servers/" + NAME + "/ws|/api/" + NAME + "/ws|/views/" + NAME + "/ws");

    /** What stands in place of a server's name below {@code /api} and means all of them. */
    private static final String ALL = "aggregate";

    /** Names below {@code /api} that are no servers. */
    private static final Set<String> RESERVED = Set.of("v1", "users", "register", "auth");

    private final Endpoint root;
    private final Function<String, Optional<Endpoint>> servers;
    private final Function<String, Optional<Endpoint>> views;

    /**
     * Places of those endpoints.
     *
     * @param servers the endpoint of one server by its name, which is called {@code /servers/NAME/mcp}
     * @param views the endpoint of one view by its name, which is called {@code /views/NAME/mcp}
     */
    Places(Endpoint root, Function<String, Optional<Endpoint>> servers, Function<String, Optional<Endpoint>> views) {
        this.root = root;
        this.servers = servers;
        this.views = views;
    }

    /** What Streamable HTTP serves at that path. */
    Optional<Endpoint> streamable(String path) {
        return at(STREAMABLE, path);
    }

    /** What HTTP+SSE serves at that path. */
    Optional<SsePlace> sse(String path) {
        Optional<Endpoint> stream = at(STREAM, path);
        if (stream.isPresent()) {
            String messages = path.startsWith("/api/")
                    ? path + "/message"
                    : path.substring(0, path.length() - "sse".length()) + "message";
            return stream.map(endpoint -> new SsePlace(endpoint, SsePlace.Half.STREAM, messages));
        }
        return at(MESSAGES, path).map(endpoint -> new SsePlace(endpoint, SsePlace.Half.MESSAGES, path));
    }

    /** What the enveloped transport serves at that path. */
    Optional<EnvelopePlace> envelope(String path) {
        if (path.equals(CAPABILITIES)) {
            return Optional.of(new EnvelopePlace(root, EnvelopePlace.Part.CAPABILITIES));
        }
        return part(path)
                .flatMap(part -> below(path, path.substring(path.lastIndexOf('/')))
                        .map(endpoint -> new EnvelopePlace(endpoint, part)));
    }

    /** What WebSocket serves at that path: {@code /mcp/ws}, and for one server {@code /servers/NAME/ws} too. */
    Optional<Endpoint> webSocket(String path) {
        return below(path, "/ws").or(() -> at(SOCKET, path));
    }

    /** The endpoint that a path leads to where something of a wire follows it, as in {@code /mcp/poll}. */
    Optional<Endpoint> below(String path, String suffix) {
        return path.endsWith(suffix)
                ? streamable(path.substring(0, path.length() - suffix.length()))
                : Optional.empty();
    }

    private static Optional<EnvelopePlace.Part> part(String path) {
        return switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "sse" -> Optional.of(EnvelopePlace.Part.STREAM);
            case "message" -> Optional.of(EnvelopePlace.Part.MESSAGES);
            case "pong" -> Optional.of(EnvelopePlace.Part.PONG);
            default -> Optional.empty();
        };
    }

    private Optional<Endpoint> at(Pattern pattern, String path) {
        Matcher matcher = pattern.matcher(path);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        if (matcher.group(1) != null) {
            return servers.apply(decoded(matcher.group(1)));
        }
        if (matcher.group(3) != null) {
            return views.apply(decoded(matcher.group(3)));
        }
        String brief = matcher.group(2);
        if (brief == null || brief.equals(ALL)) {
            return Optional.of(root);
        }
        return RESERVED.contains(brief) ? Optional.empty() : servers.apply(decoded(brief));
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }
}
