package io.yumen.auth.jwt;

import io.yumen.http.Headers;
import io.yumen.oauth.discovery.Documents;
import io.yumen.oauth.discovery.OAuthException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks a provider what a token is worth (RFC 7662). A provider that does not answer lets nobody in, and is left alone for a
 * moment, so that not every request waits for it. Safe for many threads.
 */
final class Introspection {
    private static final Logger LOG = LoggerFactory.getLogger(Introspection.class);
    private static final int PAUSE_SECONDS = 2;

    /** Our own credentials, the place, the time, too many requests. */
    private static final Set<Integer> OF_OURSELVES = Set.of(401, 403, 404, 405, 407, 408, 429);

    private final ProviderConfig config;
    private final ProviderConfig.Client client;
    private final Documents documents;
    private final InstantSource clock;
    private final Semaphore places;
    private volatile Instant failed = Instant.MIN;

    Introspection(
            ProviderConfig config,
            ProviderConfig.Client client,
            Documents documents,
            TokenLimits limits,
            InstantSource clock) {
        this.config = config;
        this.client = client;
        this.documents = documents;
        this.clock = clock;
        this.places = new Semaphore(limits.asking());
    }

    /** Finds out where to ask. */
    @FunctionalInterface
    interface Place {
        /**
         * The place.
         *
         * @throws OAuthException where there is none
         */
        URI find();
    }

    /**
     * What the provider says of that token.
     *
     * @throws TokenRefused where the token is not good, or the provider does not say
     */
    ObjectNode ask(Place place, String token) {
        if (failed.isAfter(clock.instant().minusSeconds(PAUSE_SECONDS)) || !places.tryAcquire()) {
            throw unavailable();
        }
        try {
            return active(answer(place.find(), token));
        } catch (OAuthException e) {
            failed = clock.instant();
            LOG.atWarn()
                    .addKeyValue("provider", config.name())
                    .addKeyValue("reason", e.getMessage())
                    .log("A provider does not say what tokens are worth");
            throw unavailable();
        } finally {
            places.release();
        }
    }

    private ObjectNode answer(URI place, String token) {
        String form = "token=" + encoded(token) + "&token_type_hint=access_token";
        String pair = encoded(client.id()) + ":" + encoded(client.secret().reveal());
        Headers headers = Headers.of(
                "Content-Type",
                "application/x-www-form-urlencoded",
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII)));
        Documents.Answer answer =
                documents.post(place, headers, form.getBytes(StandardCharsets.US_ASCII), config.reach());
        if (isOfToken(answer.status())) {
            throw TokenRefused.invalid("This token is not good: its issuer does not take it");
        }
        return answer.document()
                .filter(document -> answer.isSuccess())
                .orElseThrow(() -> new OAuthException(
                        OAuthException.Code.UNREACHABLE, "Introspection answered HTTP " + answer.status()));
    }

    /**
     * Whether that answer speaks of the token alone, as of one that is too long, or that something before the provider stops: a
     * stranger who sends such tokens must not keep everybody out. One about ourselves, or about haste, is the provider's trouble.
     */
    private static boolean isOfToken(int status) {
        return status >= 400 && status < 500 && !OF_OURSELVES.contains(status);
    }

    /** @throws TokenRefused where the provider does not say that the token is good */
    static ObjectNode active(ObjectNode answer) {
        if (!(answer.path("active").isBoolean() && answer.path("active").booleanValue())) {
            throw TokenRefused.invalid("This token is not good, says its issuer");
        }
        return answer;
    }

    private static TokenRefused unavailable() {
        return TokenRefused.unavailable("The issuer of this token cannot be asked now; try again");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
