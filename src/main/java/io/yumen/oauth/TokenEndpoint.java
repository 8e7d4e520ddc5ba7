package io.yumen.oauth;

import io.yumen.http.Headers;
import io.yumen.http.client.EgressGuard.Allowance;
import io.yumen.oauth.discovery.Documents;
import io.yumen.oauth.discovery.Documents.Answer;
import io.yumen.oauth.discovery.OAuthException;
import io.yumen.secret.Randoms;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Asks token endpoints, and proves to them who we are. Safe for many threads. */
final class TokenEndpoint {
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private static final Duration ASSERTION_LIFE = Duration.ofMinutes(2);
    private static final int ID_BYTES = 16;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int INTERNAL_ERROR = 500;
    private static final String NONCE_WANTED = "use_dpop_nonce";

    private final Documents documents;
    private final Set<Allowance> reach;
    private final @Nullable SigningKey ownKey;
    private final InstantSource clock;

    /** @param ownKey proves who we are where that is how we do it, or null */
    TokenEndpoint(Documents documents, Set<Allowance> reach, @Nullable SigningKey ownKey, InstantSource clock) {
        this.documents = documents;
        this.reach = Set.copyOf(reach);
        this.ownKey = ownKey;
        this.clock = clock;
    }

    /**
     * What is asked.
     *
     * @param endpoint where
     * @param audience whose endpoint that is
     * @param client who asks
     * @param form the grant and what belongs to it
     * @param key what the token is to be bound to, or null
     */
    record Request(
            URI endpoint,
            String audience,
            Registration client,
            Map<String, String> form,
            @Nullable ProofKey key) {
        Request {
            form = Map.copyOf(form);
        }
    }

    /**
     * Asks for a token.
     *
     * @throws OAuthException where there is none
     */
    ObjectNode ask(Request request) {
        Answer answer = send(request, null);
        Optional<String> nonce = answer.headers().first("DPoP-Nonce");
        if (request.key() != null && nonce.isPresent() && error(answer).equals(NONCE_WANTED)) {
            answer = send(request, nonce.get());
        }
        if (answer.isSuccess() && answer.document().isPresent()) {
            return answer.document().get();
        }
        if (answer.status() >= INTERNAL_ERROR || answer.status() == TOO_MANY_REQUESTS) {
            throw new OAuthException(
                    OAuthException.Code.UNREACHABLE,
                    "The authorization server answered HTTP " + answer.status() + " for a token");
        }
        String said = error(answer);
        throw OAuthException.denied(
                said.isEmpty() ? "HTTP " + answer.status() : said,
                answer.document()
                        .map(body -> body.path("error_description").asString(""))
                        .orElse(""));
    }

    /** The same, as tokens that were asked for those scopes. */
    Tokens tokens(Request request, Set<String> scopes) {
        return Tokens.read(ask(request), scopes, request.key(), clock.instant());
    }

    private static String error(Answer answer) {
        return answer.document().map(body -> body.path("error").asString("")).orElse("");
    }

    private Answer send(Request request, @Nullable String nonce) {
        Map<String, String> form = new LinkedHashMap<>(request.form());
        Headers headers = Headers.of("Content-Type", "application/x-www-form-urlencoded");
        Registration client = request.client();
        switch (client.method()) {
            case CLIENT_SECRET_BASIC -> headers = headers.with("Authorization", basic(client));
            case CLIENT_SECRET_POST -> {
                form.put("client_id", client.id());
                form.put("client_secret", secret(client));
            }
            case PRIVATE_KEY_JWT -> {
                form.put("client_id", client.id());
                form.put("client_assertion_type", ASSERTION_TYPE);
                form.put("client_assertion", assertion(client, request.audience()));
            }
            case NONE -> form.put("client_id", client.id());
        }
        if (request.key() != null) {
            headers = headers.with("DPoP", request.key().proof("POST", place(request.endpoint()), null, nonce));
        }
        byte[] body = encoded(form).getBytes(StandardCharsets.US_ASCII);
        return documents.post(request.endpoint(), headers, body, reach);
    }

    private static String place(URI endpoint) {
        return endpoint.getScheme() + "://" + endpoint.getRawAuthority() + endpoint.getRawPath();
    }

    private String assertion(Registration client, String audience) {
        if (ownKey == null) {
            throw new OAuthException(
                    OAuthException.Code.NOT_CONFIGURED,
                    "The authorization server wants a signature: set auth.oauth.privateKey");
        }
        Instant now = clock.instant();
        ObjectNode claims = JsonNodeFactory.instance.objectNode();
        claims.put("iss", client.id()).put("sub", client.id()).put("aud", audience);
        claims.put("jti", Randoms.text(ID_BYTES)).put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(ASSERTION_LIFE).getEpochSecond());
        return ownKey.sign(JsonNodeFactory.instance.objectNode().put("typ", "JWT"), claims);
    }

    private static String basic(Registration client) {
        String pair = encoded(client.id()) + ":" + encoded(secret(client));
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII));
    }

    private static String secret(Registration client) {
        return client.secret() == null ? "" : client.secret().reveal();
    }

    static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
