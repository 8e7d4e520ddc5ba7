package io.yumen.oauth;

import io.yumen.oauth.TokenEndpoint.Request;
import io.yumen.oauth.discovery.Discovery.Found;
import io.yumen.oauth.discovery.OAuthException;
import io.yumen.oauth.discovery.OAuthException.Code;
import io.yumen.oauth.discovery.ServerMetadata;
import io.yumen.secret.Secret;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Obtains tokens where no browser is needed: by the gateway's own right, by somebody's assertion, by a refresh token. */
final class Grants {
    private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";
    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
    private static final String AUDIENCE = "audience";
    private static final String ID_JAG = "urn:ietf:params:oauth:token-type:id-jag";

    private final TokenEndpoint endpoint;
    private final Registrar registrar;

    Grants(TokenEndpoint endpoint, Registrar registrar) {
        this.endpoint = endpoint;
        this.registrar = registrar;
    }

    /**
     * What is wanted.
     *
     * @param found whom to ask
     * @param scopes what for
     * @param key what the token is to be bound to, or null
     */
    record Wanted(Found found, Set<String> scopes, @Nullable ProofKey key) {
        Wanted {
            scopes = Set.copyOf(scopes);
        }

        ServerMetadata server() {
            return found.server();
        }

        /** Whether a user who allows one has allowed the other; the key is ours to choose. */
        boolean isSameAs(Wanted other) {
            return found.equals(other.found) && scopes.equals(other.scopes) && (key == null) == (other.key == null);
        }

        Request request(Registration client, Map<String, String> form) {
            Map<String, String> all = new LinkedHashMap<>(form);
            if (!all.containsKey(AUDIENCE)) {
                all.put("resource", found.resource());
            }
            return new Request(server().endpoints().token(), server().issuer(), client, all, key);
        }
    }

    /** A token by that grant, for which no user is needed. */
    Tokens obtain(Grant grant, Wanted wanted) {
        Map<String, String> form = new LinkedHashMap<>();
        switch (grant) {
            case Grant.ClientCredentials own -> form.put("grant_type", "client_credentials");
            case Grant.Assertion assertion -> {
                form.put("grant_type", JWT_BEARER);
                form.put("assertion", assertion.jwt().get().reveal());
            }
            case Grant.Exchange exchange -> {
                form.put("grant_type", EXCHANGE);
                form.put("subject_token", exchange.token().get().reveal());
                form.put("subject_token_type", exchange.type());
                form.put("requested_token_type", ACCESS_TOKEN);
                exchange.audience().ifPresent(audience -> form.put(AUDIENCE, audience));
            }
            case Grant.Enterprise enterprise -> {
                form.put("grant_type", JWT_BEARER);
                form.put("assertion", identityAssertion(enterprise, wanted).reveal());
            }
            case Grant.AuthorizationCode code ->
                throw new OAuthException(Code.NOT_CONFIGURED, "A user has to log in first");
            case Grant.OnBehalf ofCaller ->
                throw new OAuthException(Code.NOT_CONFIGURED, "A caller has to come in first");
        }
        putScopes(form, wanted.scopes());
        return endpoint.tokens(wanted.request(registrar.at(wanted.server(), null), form), wanted.scopes());
    }

    /** The token that a code is worth. */
    Tokens redeem(Wanted wanted, Registration client, Map<String, String> form) {
        return endpoint.tokens(wanted.request(client, form), wanted.scopes());
    }

    /** The token that a refresh token is worth. */
    Tokens refresh(Wanted wanted, Registration client, Secret refresh) {
        Map<String, String> form = Map.of("grant_type", "refresh_token", "refresh_token", refresh.reveal());
        return endpoint.tokens(wanted.request(client, form), wanted.scopes()).orRefresh(refresh);
    }

    /** What the identity provider says of the user to the server's authorization server (ID-JAG). */
    private Secret identityAssertion(Grant.Enterprise enterprise, Wanted wanted) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", EXCHANGE);
        form.put("requested_token_type", ID_JAG);
        form.put(AUDIENCE, wanted.server().issuer());
        form.put("resource", wanted.found().resource());
        form.put("subject_token", enterprise.token().get().reveal());
        form.put("subject_token_type", ID_TOKEN);
        putScopes(form, wanted.scopes());
        Registration client = new Registration(
                enterprise.clientId(),
                enterprise.clientSecret(),
                enterprise.clientSecret() == null ? Registration.Method.NONE : Registration.Method.CLIENT_SECRET_BASIC);
        URI provider = enterprise.provider();
        String assertion = endpoint.ask(new Request(provider, provider.toString(), client, form, null))
                .path("access_token")
                .asString("");
        if (assertion.isEmpty()) {
            throw new OAuthException(Code.DISTRUSTED, "The identity provider sent no assertion");
        }
        return new Secret(assertion);
    }

    static void putScopes(Map<String, String> form, Set<String> scopes) {
        if (!scopes.isEmpty()) {
            form.put("scope", String.join(" ", scopes));
        }
    }
}
