package io.yumen.auth.jwt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import io.yumen.auth.Denial;
import io.yumen.auth.ShownToken;
import io.yumen.protocol.JsonCodec;
import io.yumen.tenant.Principal;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/**
 * Proofs that the sender of a request has the key to which its token is bound (RFC 9449 section 4.3). A proof is good for one
 * request, soon after it was made: the ones that were seen are remembered as long as they would be good, and where there are
 * more than can be remembered, no further one is taken; nor is one of a caller who has a quarter of all. What was made before this
 * memory began may have been seen before, and is not taken either. No nonces are issued. Safe for many threads.
 */
public final class PossessionProofs {
    private static final String TYPE = "dpop+jwt";
    private static final int MAX_ID = 256;

    /** Of this part of all that can be remembered, one caller has one. */
    private static final int SHARE = 4;

    private final TokenLimits limits;
    private final InstantSource clock;
    private final Cache<String, Boolean> seen;
    private final Cache<Principal, AtomicInteger> seenOfOne;
    private final Instant began;

    public PossessionProofs(TokenLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
        this.began = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        this.seen = memory().build();
        this.seenOfOne = memory().build();
    }

    private Caffeine<Object, Object> memory() {
        return Caffeine.newBuilder()
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .expireAfterWrite(limits.proofTime().plus(limits.leeway()).multipliedBy(2));
    }

    /**
     * Takes the proof of a request.
     *
     * @param holder whose token it is
     * @param url the request's URL, without its query
     * @param thumbprint the thumbprint of the key that the token is bound to
     * @throws TokenRefused where the proof is missing, not good, or was taken before
     */
    void take(ShownToken shown, String url, Principal holder, String thumbprint) {
        String text = shown.proof().orElse("");
        if (text.isEmpty() || text.length() > limits.proofBytes()) {
            throw bad();
        }
        CompactJwt proof = parse(text);
        JWK key = key(proof.header().path("jwk"));
        if (!thumbprint.equals(thumbprint(key)) || !Signatures.isSignedWith(key, proof)) {
            throw bad();
        }
        Claims claims = new Claims(proof.claims());
        requireThisRequest(claims, shown, url);
        requireNow(claims);
        requireFirst(holder, thumbprint, claims);
    }

    /** A proof, as far as its header says that it is one. */
    static CompactJwt parse(String text) {
        CompactJwt proof = CompactJwt.parse(text);
        boolean good = proof.header("typ").equals(TYPE)
                && Denial.Demand.PROOF_ALGORITHMS.contains(proof.header("alg"))
                && proof.header().path("jwk").isObject();
        if (!good) {
            throw bad();
        }
        return proof;
    }

    private static JWK key(JsonNode tree) {
        try {
            JWK key = JWK.parse(JsonCodec.text(tree));
            if (!key.isPrivate()) {
                return key;
            }
        } catch (ParseException | IllegalArgumentException e) {
            // The same as one that shows what nobody should see.
        }
        throw bad();
    }

    private static String thumbprint(JWK key) {
        try {
            return key.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw bad();
        }
    }

    private static void requireThisRequest(Claims claims, ShownToken shown, String url) {
        boolean same = claims.text("htm").equals(shown.method())
                && claims.text("htu").equals(url)
                && claims.text("ath").equals(Providers.digest(shown.text().reveal()));
        if (!same) {
            throw TokenRefused.unbound("The proof is of another request");
        }
    }

    private void requireNow(Claims claims) {
        Instant now = clock.instant();
        Instant made = claims.time("iat").orElseThrow(PossessionProofs::bad);
        boolean old = made.isBefore(now.minus(limits.proofTime()));
        if (old || made.isBefore(began) || made.isAfter(now.plus(limits.leeway()))) {
            throw TokenRefused.unbound("The proof is of another time");
        }
    }

    private void requireFirst(Principal holder, String thumbprint, Claims claims) {
        String id = claims.text("jti");
        if (id.isEmpty() || id.length() > MAX_ID) {
            throw bad();
        }
        if (seen.estimatedSize() >= limits.proofs()) {
            seen.cleanUp();
            if (seen.estimatedSize() >= limits.proofs()) {
                throw TokenRefused.unavailable("There are too many proofs to remember now; try again");
            }
        }
        AtomicInteger own = seenOfOne.get(holder, one -> new AtomicInteger());
        if (own.get() >= Math.max(1, limits.proofs() / SHARE)) {
            throw TokenRefused.unavailable("You have shown too many proofs lately; try again in a few minutes");
        }
        if (seen.asMap().putIfAbsent(thumbprint + " " + id, true) != null) {
            throw TokenRefused.unbound("The proof was used before");
        }
        own.incrementAndGet();
    }

    private static TokenRefused bad() {
        return TokenRefused.unbound("This token is bound to a key, and the request does not prove to have it");
    }
}
