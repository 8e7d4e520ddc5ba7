package io.yumen.auth;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the places of this gateway are called by those who issue tokens for them (RFC 8707): the URL under which clients see
 * the gateway, and its path where that is an MCP endpoint. Everything else is named as the gateway as a whole.
 *
 * @param base that URL, without a slash at its end
 */
public record ResourceNames(String base) {
    /** Where metadata of resources lie (RFC 9728 section 3). */
    static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

    private static final int MAX_PATH = 300;

    /** Where an endpoint tells its resources to a plain {@code GET}. */
    private static final String RESOURCE = "/resource";

    /** Nearly every request is to it. */
    private static final String MOST_USED = "/mcp";

    /** What RFC 3986 allows in a path: none of it can end a quoted string. */
    private static final Pattern ENDPOINT =
            Pattern.compile("(?:/[A-Za-z0-9._~%!$&'()*+,;=:@-]+)*/(?:mcp|streamable-http)");

    /** Names under that URL. */
    public static ResourceNames under(URI url) {
        String text = url.toString();
        return new ResourceNames(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    }

    /** Whether metadata lie at that path. */
    public static boolean serves(String path) {
        return path.equals(WELL_KNOWN) || path.startsWith(WELL_KNOWN + "/");
    }

    /** The name of what is at that path. */
    public String at(String path) {
        String endpoint = endpoint(path);
        return isEndpoint(endpoint) ? base + endpoint : base;
    }

    /** That request's own URL, without its query. */
    public String urlOf(String path) {
        return base + path;
    }

    /** Where the metadata are of what is at that path. */
    public String metadataOf(String path) {
        String endpoint = endpoint(path);
        return origin() + WELL_KNOWN + prefix() + (isEndpoint(endpoint) ? endpoint : "");
    }

    /** The path whose metadata lie at that path; empty where there is none. */
    Optional<String> described(String path) {
        String rest = path.substring(WELL_KNOWN.length());
        String own = !prefix().isEmpty() && rest.startsWith(prefix()) ? rest.substring(prefix().length()) : rest;
        return own.isEmpty() || isEndpoint(own) ? Optional.of(own) : Optional.empty();
    }

    /** Of the resources of an endpoint, the endpoint: what is for one is for the other. */
    private static String endpoint(String path) {
        return path.endsWith("/mcp" + RESOURCE) ? path.substring(0, path.length() - RESOURCE.length()) : path;
    }

    private String origin() {
        return base.substring(0, base.length() - prefix().length());
    }

    private String prefix() {
        return URI.create(base).getRawPath();
    }

    private static boolean isEndpoint(String path) {
        return path.equals(MOST_USED)
                || (path.length() <= MAX_PATH && ENDPOINT.matcher(path).matches());
    }
}
