package io.yumen.oauth.discovery;

import io.yumen.http.client.EgressGuard.Allowance;
import io.yumen.oauth.discovery.Documents.Answer;
import io.yumen.oauth.discovery.OAuthException.Code;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds the authorization server of a server that refused us: the server's own metadata by the challenge, else at the
 * well-known path, else at the root; then that of the authorization server. Safe for many threads; each call asks anew.
 */
public final class Discovery {
    private static final String RESOURCE = "/.well-known/oauth-protected-resource";
    private static final String SERVER = "/.well-known/oauth-authorization-server";
    private static final String OPENID = "/.well-known/openid-configuration";

    private final Documents documents;

    public Discovery(Documents documents) {
        this.documents = documents;
    }

    /**
     * Whom to ask for tokens, and for what.
     *
     * @param resource what tokens are asked for, as the server published it
     * @param scopes the scopes that the server knows; empty where it does not say
     * @param takesBound whether the server takes tokens that are bound to a key
     * @param server the authorization server
     */
    public record Found(String resource, List<String> scopes, boolean takesBound, ServerMetadata server) {}

    /**
     * What is known beforehand.
     *
     * @param server the server that refused us
     * @param reach where others may lead us beyond the Internet
     * @param issuer the only authorization server to use, or null
     */
    public record Start(
            URI server, Set<Allowance> reach, @Nullable String issuer) {
        public Start {
            reach = Set.copyOf(reach);
        }
    }

    /**
     * Asks the server that refused us, and then whom it names.
     *
     * @throws OAuthException where nobody can be found, or is not to be trusted
     */
    public Found find(Start start, Challenge challenge) {
        Optional<ResourceMetadata> resource = resource(start, challenge);
        if (resource.isEmpty()) {
            return withoutResource(start);
        }
        ResourceMetadata metadata = resource.get();
        ServerMetadata server = server(issuer(metadata, start), start.reach())
                .orElseThrow(() -> new OAuthException(
                        Code.DISTRUSTED,
                        "There is no metadata of the authorization server "
                                + PeerText.shown(metadata.issuers().getFirst())));
        return new Found(metadata.resource(), metadata.scopes(), metadata.takesBound(), server);
    }

    /** The metadata of the authorization server of that name; empty where there is none. */
    public Optional<ServerMetadata> server(String issuer, Set<Allowance> reach) {
        URI url = PeerUrl.parse(issuer, "authorization server");
        String origin = PeerUrl.originOf(url);
        String path = url.getRawPath().equals("/") ? "" : url.getRawPath();
        List<String> places = path.isEmpty()
                ? List.of(origin + SERVER, origin + OPENID)
                : List.of(origin + SERVER + path, origin + OPENID + path, origin + path + OPENID);
        for (String place : places) {
            Optional<ObjectNode> document = document(place, reach);
            if (document.isPresent()) {
                return document.map(found -> checked(found, issuer));
            }
        }
        return Optional.empty();
    }

    private Optional<ResourceMetadata> resource(Start start, Challenge challenge) {
        URI server = start.server();
        Optional<String> named = challenge.resourceMetadata();
        if (named.isPresent()) {
            Optional<ObjectNode> document = document(named.get(), start.reach());
            if (document.isPresent()) {
                return document.map(found -> ResourceMetadata.read(found, server));
            }
        }
        String origin = PeerUrl.originOf(server);
        String path = server.getRawPath().equals("/") ? "" : server.getRawPath();
        List<String> places =
                path.isEmpty() ? List.of(origin + RESOURCE) : List.of(origin + RESOURCE + path, origin + RESOURCE);
        for (String place : places) {
            Optional<ObjectNode> document = document(place, start.reach());
            if (document.isPresent()) {
                return document.map(found -> ResourceMetadata.read(found, server));
            }
        }
        return Optional.empty();
    }

    /** The 2025-03-26 way: the server is its own authorization server. */
    private Found withoutResource(Start start) {
        String origin = PeerUrl.originOf(start.server());
        String issuer = start.issuer() == null ? origin : start.issuer();
        ServerMetadata server = server(issuer, start.reach()).orElseGet(() -> {
            if (!issuer.equals(origin)) {
                throw new OAuthException(Code.DISTRUSTED, "There is no metadata of the configured issuer " + issuer);
            }
            return ServerMetadata.usual(origin);
        });
        return new Found(start.server().toString(), List.of(), false, server);
    }

    private static String issuer(ResourceMetadata metadata, Start start) {
        String pinned = start.issuer();
        if (pinned == null) {
            return metadata.issuers().getFirst();
        }
        if (!metadata.issuers().contains(pinned)) {
            throw new OAuthException(
                    Code.NOT_CONFIGURED,
                    "The server trusts " + PeerText.shown(String.join(", ", metadata.issuers()))
                            + ", not the configured issuer " + pinned);
        }
        return pinned;
    }

    private static ServerMetadata checked(ObjectNode document, String issuer) {
        String claimed = document.path("issuer").asString("");
        if (!claimed.equals(issuer)) {
            throw new OAuthException(
                    Code.DISTRUSTED,
                    "The metadata of the authorization server " + PeerText.shown(issuer) + " is that of \""
                            + PeerText.shown(claimed) + "\"");
        }
        return ServerMetadata.read(document);
    }

    /** The document there; empty where there is none. */
    private Optional<ObjectNode> document(String place, Set<Allowance> reach) {
        Answer answer = documents.get(PeerUrl.parse(place, "place of the metadata"), reach);
        if (answer.isSuccess()) {
            return answer.document();
        }
        if (answer.status() >= 500) {
            throw new OAuthException(Code.UNREACHABLE, PeerText.shown(place) + " answered HTTP " + answer.status());
        }
        return Optional.empty();
    }
}
