package io.yumen.oauth;

import io.yumen.http.Headers;
import io.yumen.oauth.OAuthConfig.ClientConfig;
import io.yumen.oauth.Registration.Method;
import io.yumen.oauth.discovery.Documents;
import io.yumen.oauth.discovery.Documents.Answer;
import io.yumen.oauth.discovery.OAuthException;
import io.yumen.oauth.discovery.OAuthException.Code;
import io.yumen.oauth.discovery.PeerText;
import io.yumen.oauth.discovery.PeerUrl;
import io.yumen.oauth.discovery.ServerMetadata;
import io.yumen.secret.Secret;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says who we are to an authorization server: as configured, else by our metadata document where it reads such, else as it
 * registers us (RFC 7591). What one authorization server gave us is never shown to another.
 */
final class Registrar {
    private static final String NAME = "Yumen";

    private final OAuthConfig config;
    private final Documents documents;
    private final Vault vault;

    Registrar(OAuthConfig config, Documents documents, Vault vault) {
        this.config = config;
        this.documents = documents;
        this.vault = vault;
    }

    /**
     * Who we are to that server.
     *
     * @param redirect where browsers come back to; null where none is needed
     * @throws OAuthException where it does not know us and there is no way to register
     */
    Registration at(ServerMetadata server, @Nullable URI redirect) {
        ClientConfig client = config.client();
        if (client.id() != null) {
            requireSameIssuer(server, client.id());
            return known(client.id(), server);
        }
        if (client.document() != null && server.abilities().readsClientDocuments()) {
            return new Registration(client.document(), null, Method.NONE);
        }
        Optional<URI> endpoint = server.endpoints().registration();
        if (endpoint.isEmpty() || redirect == null) {
            throw new OAuthException(
                    Code.NOT_CONFIGURED,
                    "The authorization server " + PeerText.shown(server.issuer())
                            + " does not register clients by itself: register one there, and give its id as"
                            + " auth.oauth.clientId");
        }
        Vault.Key key = new Vault.Key(
                Vault.Kind.REGISTRATION, null, config.server() + " " + config.url() + " " + redirect, server.issuer());
        return vault.get(key).map(Registration::read).orElseGet(() -> {
            Registration fresh = register(server, endpoint.get(), redirect);
            vault.put(key, fresh.toJson());
            return fresh;
        });
    }

    /** Lets go of a registration that the server does not know any more. */
    void forget(ServerMetadata server, URI redirect) {
        vault.remove(new Vault.Key(
                Vault.Kind.REGISTRATION, null, config.server() + " " + config.url() + " " + redirect, server.issuer()));
    }

    /** An id that was configured belongs to one authorization server: the named one, else the first that was met. */
    private void requireSameIssuer(ServerMetadata server, String id) {
        if (config.policy().issuer() != null) {
            return;
        }
        Vault.Key key = new Vault.Key(Vault.Kind.ISSUER, null, config.server() + " " + config.url() + " " + id, "");
        String first = vault.get(key)
                .map(entry -> entry.path("issuer").asString(""))
                .orElseGet(() -> {
                    vault.put(key, JsonNodeFactory.instance.objectNode().put("issuer", server.issuer()));
                    return server.issuer();
                });
        if (!first.equals(server.issuer())) {
            throw new OAuthException(
                    Code.DISTRUSTED,
                    "The server now names the authorization server " + PeerText.shown(server.issuer())
                            + ", but the configured clientId is that of " + PeerText.shown(first)
                            + ": if that is right, say so with auth.oauth.issuer");
        }
    }

    private Registration known(String id, ServerMetadata server) {
        ClientConfig client = config.client();
        if (client.privateKey() != null) {
            return new Registration(id, null, Method.PRIVATE_KEY_JWT);
        }
        if (client.secret() == null) {
            return new Registration(id, null, Method.NONE);
        }
        List<String> takes = server.abilities().clientAuthentication();
        boolean posts =
                takes.contains(Method.CLIENT_SECRET_POST.word()) && !takes.contains(Method.CLIENT_SECRET_BASIC.word());
        return new Registration(id, client.secret(), posts ? Method.CLIENT_SECRET_POST : Method.CLIENT_SECRET_BASIC);
    }

    private Registration register(ServerMetadata server, URI endpoint, URI redirect) {
        Method wanted = wanted(server.abilities().clientAuthentication());
        Answer answer = documents.post(
                endpoint,
                Headers.of("Content-Type", "application/json"),
                documents.write(describe(redirect, wanted)),
                config.reach());
        ObjectNode given = answer.document().orElseGet(JsonNodeFactory.instance::objectNode);
        if (!answer.isSuccess()) {
            throw OAuthException.denied(
                    given.path("error").asString("registration refused with HTTP " + answer.status()),
                    given.path("error_description").asString(""));
        }
        String id = given.path("client_id").asString("");
        String secret = given.path("client_secret").asString("");
        if (id.isEmpty()) {
            throw new OAuthException(Code.DISTRUSTED, "The authorization server registered us without an id");
        }
        Method method =
                Method.of(given.path("token_endpoint_auth_method").asString("")).orElse(wanted);
        return new Registration(
                id, secret.isEmpty() ? null : new Secret(secret), secret.isEmpty() ? Method.NONE : method);
    }

    private static Method wanted(List<String> takes) {
        for (Method method : List.of(Method.CLIENT_SECRET_BASIC, Method.CLIENT_SECRET_POST)) {
            if (takes.contains(method.word())) {
                return method;
            }
        }
        return Method.NONE;
    }

    private static ObjectNode describe(URI redirect, Method method) {
        ObjectNode client = JsonNodeFactory.instance.objectNode().put("client_name", NAME);
        client.putArray("redirect_uris").add(redirect.toString());
        client.putArray("grant_types").add("authorization_code").add("refresh_token");
        client.putArray("response_types").add("code");
        client.put("token_endpoint_auth_method", method.word());
        return client.put("application_type", PeerUrl.isLoopback(redirect) ? "native" : "web");
    }
}
