package io.yumen.oauth.discovery;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an authorization server says of itself (RFC 8414, OpenID Connect Discovery).
 *
 * @param issuer its identifier, byte for byte
 * @param endpoints where to ask what
 * @param abilities what it can do
 */
public record ServerMetadata(String issuer, Endpoints endpoints, Abilities abilities) {
    /**
     * Where to ask what. A browser is sent to the first, we ask the others.
     *
     * @param authorization where users log in; empty where they cannot
     * @param token where tokens are
     * @param registration where clients register; empty where they cannot
     * @param keys where the keys are that its tokens are signed with; empty where it does not say
     * @param introspection where it says what a token is worth (RFC 7662); empty where it does not say
     */
    public record Endpoints(
            Optional<String> authorization,
            URI token,
            Optional<URI> registration,
            Optional<URI> keys,
            Optional<URI> introspection) {
        /** Of one that only gives tokens. */
        public Endpoints(Optional<String> authorization, URI token, Optional<URI> registration) {
            this(authorization, token, registration, Optional.empty(), Optional.empty());
        }
    }

    /**
     * What it can do.
     *
     * @param scopes the scopes that it knows; empty where it does not say
     * @param clientAuthentication the ways in which a client may prove who it is at the token endpoint
     * @param proofKey whether it says that it demands the verifier of a code (PKCE with S256)
     * @param sendsIssuer whether it says that it names itself in authorization responses (RFC 9207)
     * @param readsClientDocuments whether a client may be a URL (client id metadata documents)
     * @param bindsTokens whether it binds tokens to a key with the algorithm that we have (RFC 9449, ES256)
     */
    public record Abilities(
            List<String> scopes,
            List<String> clientAuthentication,
            boolean proofKey,
            boolean sendsIssuer,
            boolean readsClientDocuments,
            boolean bindsTokens) {}

    private static final String SECRET_BASIC = "client_secret_basic";

    /** @throws OAuthException where it has no usable token endpoint */
    static ServerMetadata read(ObjectNode document) {
        Endpoints endpoints = new Endpoints(
                text(document, "authorization_endpoint"),
                PeerUrl.parse(document.path("token_endpoint").asString(""), "token endpoint"),
                place(document, "registration_endpoint", "registration endpoint"),
                place(document, "jwks_uri", "place of the keys"),
                place(document, "introspection_endpoint", "introspection endpoint"));
        List<String> methods = Texts.of(document, "token_endpoint_auth_methods_supported");
        Abilities abilities = new Abilities(
                Texts.of(document, "scopes_supported"),
                methods.isEmpty() ? List.of(SECRET_BASIC) : methods,
                Texts.of(document, "code_challenge_methods_supported").contains("S256"),
                document.path("authorization_response_iss_parameter_supported").asBoolean(false),
                document.path("client_id_metadata_document_supported").asBoolean(false),
                Texts.of(document, "dpop_signing_alg_values_supported").contains("ES256"));
        return new ServerMetadata(document.path("issuer").asString(""), endpoints, abilities);
    }

    /** A server without metadata has its endpoints at usual paths (2025-03-26, "Fallbacks for Servers without Metadata"). */
    static ServerMetadata usual(String origin) {
        return new ServerMetadata(
                origin,
                new Endpoints(
                        Optional.of(origin + "/authorize"),
                        URI.create(origin + "/token"),
                        Optional.of(URI.create(origin + "/register"))),
                // It must demand the verifier, as that revision says, and has no place to say so.
                new Abilities(
                        List.of(), List.of(SECRET_BASIC, "client_secret_post", "none"), true, false, false, false));
    }

    private static Optional<URI> place(ObjectNode document, String key, String what) {
        return text(document, key).map(url -> PeerUrl.parse(url, what));
    }

    private static Optional<String> text(ObjectNode document, String key) {
        return Optional.of(document.path(key).asString("")).filter(value -> !value.isEmpty());
    }
}
