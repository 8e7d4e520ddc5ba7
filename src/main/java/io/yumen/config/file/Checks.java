package io.yumen.config.file;

import io.yumen.config.GatewaySettings;
import io.yumen.config.ServerSettings;
import io.yumen.config.file.Located.Member;
import io.yumen.config.file.Located.Obj;
import io.yumen.config.file.Located.Position;
import io.yumen.protocol.Revision;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a configuration must fulfil beyond the form of its values. */
final class Checks {
    private static final Pattern SERVER_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._ -]{0,63}");
    private static final Set<String> RESERVED = Set.of("v1", "users", "register", "aggregate", "auth");
    private static final Set<String> SCHEMES = Set.of("http", "https", "ws", "wss");

    /** Is filled in when a scoped server starts. */
    private static final Pattern LATER = Pattern.compile("\\$\\{(?:user|session|client)\\.[A-Za-z0-9_.]+}");

    private static final Pattern BEFORE_PATH = Pattern.compile("[^/?#]*(?://[^/?#]*)?");
    private static final int MAX_PORT = 65_535;

    private final Problems problems;
    private final Obj root;

    Checks(Problems problems, Obj root) {
        this.problems = problems;
        this.root = root;
    }

    void check(GatewaySettings settings) {
        if (settings.listen().port() > MAX_PORT) {
            problems.error(positionOf("listen"), "listen.port", "A port is a number from 0 to " + MAX_PORT);
        }
        settings.mcpServers().forEach(this::server);
    }

    private void server(String name, ServerSettings server) {
        String path = "mcpServers." + name;
        Position at = positionOf("mcpServers", name);
        if (!SERVER_NAME.matcher(name).matches()) {
            problems.error(
                    at, path, "A server's name has 1 to 64 letters, digits, dots, hyphens, underscores or spaces");
        }
        if (RESERVED.contains(name)) {
            problems.error(at, path, "This name is reserved for the gateway's own paths; choose another");
        }
        target(server, at, path);
        revision(server.revision(), name, path);
        if (!server.disabled()) {
            String key = server.url() == null ? "urls" : "url";
            urls(server).forEach(url -> url(url, server, positionOf("mcpServers", name, key), path + "." + key));
        }
    }

    /** A text without a scheme is a URL, too. */
    private static boolean isOfEndpoint(URI url) {
        return url.getScheme() != null && SCHEMES.contains(url.getScheme()) && url.getHost() != null;
    }

    private void revision(@Nullable String revision, String name, String path) {
        if (revision != null && Revision.of(revision).isEmpty()) {
            problems.error(
                    positionOf("mcpServers", name, "revision"),
                    path + ".revision",
                    "There is no protocol revision \"" + revision + "\"; leave it out, or name one such as "
                            + Revision.NEWEST.wire());
        }
    }

    private void target(ServerSettings server, Position at, String path) {
        boolean isOfService = server.isBuiltIn() && server.urls().isEmpty();
        long targets = Stream.of(server.command(), server.service(), server.catalogue(), server.openapi())
                        .filter(Objects::nonNull)
                        .count()
                + (urls(server).isEmpty() || isOfService ? 0 : 1);
        if (targets == 0) {
            problems.error(
                    at,
                    path,
                    "Nothing says how this server is reached; add \"command\", \"url\", \"service\", \"catalogue\" or \"openapi\"");
        } else if (targets > 1) {
            problems.error(
                    at,
                    path,
                    "Only one of \"command\", \"url\", \"service\", \"catalogue\" and \"openapi\" can say how a server is reached");
        }
    }

    /** What stands there is not repeated: a variable with a secret may have been filled in. */
    private void url(String text, ServerSettings server, Position at, String path) {
        try {
            URI url = new URI(LATER.matcher(text).replaceAll("x"));
            if (choosesHost(text)) {
                problems.error(
                        at, path, "What differs between users can stand in the path and the query, not before them");
            } else if (!isOfEndpoint(url)) {
                problems.error(
                        at,
                        path,
                        "This is no URL of an MCP server; write one such as https://mcp.example.com/mcp"
                                + " (http, https, ws or wss)");
            } else if (url.getUserInfo() != null) {
                problems.error(at, path, "A URL must not hold a password; put it into \"headers\"");
            } else if (server.type() == ServerSettings.Type.HTTP
                    && url.getScheme().startsWith("ws")) {
                problems.error(at, path, "This is reached over WebSocket; leave \"type\" out, or say \"websocket\"");
            }
        } catch (URISyntaxException e) {
            problems.error(
                    at,
                    path,
                    "This is no URL (" + e.getReason() + "); write one such as" + " https://mcp.example.com/mcp");
        }
    }

    /** Whether a user would decide where the requests go, and with them the headers. */
    private static boolean choosesHost(String url) {
        Matcher start = BEFORE_PATH.matcher(url);
        return start.lookingAt() && LATER.matcher(start.group()).find();
    }

    private static List<String> urls(ServerSettings server) {
        return server.url() == null ? server.urls() : List.of(server.url());
    }

    private Position positionOf(String... keys) {
        Located value = root;
        Position at = root.at();
        for (String key : keys) {
            Member member = value instanceof Obj object ? object.members().get(key) : null;
            if (member == null) {
                return at;
            }
            at = member.at();
            value = member.value();
        }
        return at;
    }
}
