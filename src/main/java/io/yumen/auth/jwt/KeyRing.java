package io.yumen.auth.jwt;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import io.yumen.oauth.SingleFlight;
import io.yumen.oauth.discovery.OAuthException;
import io.yumen.protocol.JsonCodec;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The keys that a provider signs with. They are fetched when they are first needed, when they are old, and when a token names
 * one that is not among them, which is how a provider that changes keys is followed without a refused request; strangers
 * cannot make us fetch more often than the limits say. Safe for many threads.
 */
final class KeyRing {
    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);
    private static final int MOST = 100;
    private static final int TRIES = 2;

    /** Without any key that can be used, a provider that did not answer is left alone so long: requests do not queue for it. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final String provider;
    private final Supplier<ObjectNode> fetching;
    private final TokenLimits limits;
    private final InstantSource clock;
    private final SingleFlight<Keys> flight = new SingleFlight<>();
    private volatile Optional<Keys> current = Optional.empty();
    private volatile Instant unknownSought = Instant.MIN;
    private volatile Instant failed = Instant.MIN;

    /** @param fetching asks the provider for its JWK set; throws {@link OAuthException} where there is no answer */
    KeyRing(String provider, Supplier<ObjectNode> fetching, TokenLimits limits, InstantSource clock) {
        this.provider = provider;
        this.fetching = fetching;
        this.limits = limits;
        this.clock = clock;
    }

    private record Keys(List<JWK> keys, Instant fetched) {
        Keys {
            keys = List.copyOf(keys);
        }

        /** The key of that name, or without a name the only one that suits. */
        Optional<JWK> find(String id, String algorithm) {
            List<JWK> suiting = keys.stream()
                    .filter(key -> Signatures.suits(key, algorithm))
                    .filter(key -> id.isEmpty() || id.equals(key.getKeyID()))
                    .toList();
            return suiting.size() == 1 ? Optional.of(suiting.getFirst()) : Optional.empty();
        }
    }

    /**
     * The key that a token names, or empty where the provider has none such.
     *
     * @param id the key's id, or empty
     * @throws TokenRefused where the keys cannot be had
     */
    Optional<JWK> find(String id, String algorithm) {
        Optional<JWK> found = fresh().find(id, algorithm);
        // A fetch that others began before the key was there may be joined; the next one is not.
        for (int i = 0; found.isEmpty() && i < TRIES; i++) {
            found = seek().find(id, algorithm);
        }
        return found;
    }

    /** The keys as they are now, unless they were sought just before. */
    private Keys seek() {
        return flight.run(() -> {
            Instant now = clock.instant();
            Optional<Keys> known = current;
            if (known.isPresent() && unknownSought.isAfter(now.minus(limits.refetchPause()))) {
                return known.get();
            }
            unknownSought = now;
            return fetch();
        });
    }

    private Keys fresh() {
        Optional<Keys> known = current;
        if (known.isPresent() && age(known.get()).compareTo(limits.keyAge()) < 0) {
            return known.get();
        }
        boolean usable = known.isPresent() && age(known.get()).compareTo(limits.staleKeyAge()) < 0;
        if (usable && hasFailedSince(limits.refetchPause())) {
            return known.get();
        }
        if (hasFailedSince(PAUSE)) {
            throw unavailable();
        }
        try {
            return flight.run(this::fetch);
        } catch (TokenRefused e) {
            if (usable) {
                return known.get();
            }
            throw e;
        }
    }

    private boolean hasFailedSince(Duration pause) {
        return failed.isAfter(clock.instant().minus(pause));
    }

    private static TokenRefused unavailable() {
        return TokenRefused.unavailable("The keys of the issuer cannot be fetched now; try again");
    }

    private Duration age(Keys keys) {
        return Duration.between(keys.fetched(), clock.instant());
    }

    private Keys fetch() {
        try {
            Keys keys = new Keys(read(fetching.get()), clock.instant());
            current = Optional.of(keys);
            return keys;
        } catch (OAuthException e) {
            failed = clock.instant();
            LOG.atWarn()
                    .addKeyValue("provider", provider)
                    .addKeyValue("reason", e.getMessage())
                    .log("The keys of a provider cannot be fetched");
            throw unavailable();
        }
    }

    /**
     * The keys of a set. What is no key that can verify is left out: a set may hold kinds that are newer than we.
     *
     * @throws OAuthException where that is no JWK set
     */
    static List<JWK> read(ObjectNode document) {
        try {
            return JWKSet.parse(JsonCodec.text(document)).getKeys().stream()
                    .filter(key -> Signatures.ALGORITHMS.stream().anyMatch(one -> Signatures.suits(key, one)))
                    .limit(MOST)
                    .map(JWK::toPublicJWK)
                    .toList();
        } catch (ParseException e) {
            throw new OAuthException(OAuthException.Code.DISTRUSTED, "The keys of the issuer are no JWK set");
        }
    }
}
