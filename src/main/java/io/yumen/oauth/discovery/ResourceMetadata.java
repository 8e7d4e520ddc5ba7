package io.yumen.oauth.discovery;

import io.yumen.oauth.discovery.OAuthException.Code;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a server says of its own protection (RFC 9728).
 *
 * @param resource its identifier, exactly as published: that is what tokens are asked for
 * @param issuers the authorization servers that it trusts
 * @param scopes the scopes that it knows; empty where it does not say
 * @param takesBound whether it takes tokens that are bound to a key (RFC 9449)
 */
record ResourceMetadata(String resource, List<String> issuers, List<String> scopes, boolean takesBound) {
    /** @throws OAuthException where it does not speak of that server, or names no authorization server */
    static ResourceMetadata read(ObjectNode document, URI server) {
        String resource = document.path("resource").asString("");
        if (!covers(PeerUrl.parse(resource, "resource in the server's metadata"), server)) {
            throw new OAuthException(
                    Code.DISTRUSTED,
                    "The metadata is that of another server: its resource is \"" + PeerText.shown(resource) + "\", not "
                            + server);
        }
        List<String> issuers = Texts.of(document, "authorization_servers");
        if (issuers.isEmpty()) {
            throw new OAuthException(Code.DISTRUSTED, "The server's metadata names no authorization server");
        }
        boolean takesBound = document.path("dpop_bound_access_tokens_required").asBoolean(false)
                || !Texts.of(document, "dpop_signing_alg_values_supported").isEmpty();
        List<String> scopes = Texts.of(document, "scopes_supported").stream()
                .filter(Challenge::isScope)
                .toList();
        return new ResourceMetadata(resource, issuers, scopes, takesBound);
    }

    /** Whether the resource is the server, or a path above it on the same origin. */
    private static boolean covers(URI resource, URI server) {
        if (resource.getRawQuery() != null) {
            return resource.equals(server);
        }
        if (!origin(resource).equals(origin(server))) {
            return false;
        }
        String above = stripped(resource.getRawPath());
        String path = stripped(server.getRawPath());
        return path.equals(above) || path.startsWith(above + "/");
    }

    private static String origin(URI url) {
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        int usual = scheme.equals("https") ? 443 : 80;
        int port = url.getPort() < 0 ? usual : url.getPort();
        return scheme + "://" + url.getHost().toLowerCase(Locale.ROOT) + ":" + port;
    }

    private static String stripped(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
