package io.yumen.auth.jwt;

import com.nimbusds.jose.jwk.JWK;
import io.yumen.oauth.discovery.Discovery;
import io.yumen.oauth.discovery.Documents;
import io.yumen.oauth.discovery.OAuthException;
import io.yumen.oauth.discovery.ServerMetadata;
import io.yumen.tenant.Access;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** One provider: its keys, and what its tokens have to be. Safe for many threads. */
final class Provider {
    private final ProviderConfig config;
    private final TokenLimits limits;
    private final Documents documents;
    private final ClaimRules rules;
    private final KeyRing keys;
    private final Optional<Introspection> introspection;
    private final InstantSource clock;
    private final Optional<OwnIssuer> own;
    private volatile Optional<Known> known = Optional.empty();

    Provider(ProviderConfig config, TokenLimits limits, Documents documents, InstantSource clock) {
        this(config, Optional.empty(), limits, documents, clock);
    }

    /** The provider in this process. */
    Provider(OwnIssuer own, TokenLimits limits, Documents documents, InstantSource clock) {
        this(own.config(), Optional.of(own), limits, documents, clock);
    }

    private Provider(
            ProviderConfig config,
            Optional<OwnIssuer> own,
            TokenLimits limits,
            Documents documents,
            InstantSource clock) {
        this.config = config;
        this.own = own;
        this.limits = limits;
        this.documents = documents;
        this.clock = clock;
        this.rules = new ClaimRules(config, limits, clock);
        this.keys = new KeyRing(config.name(), this::fetchKeys, limits, clock);
        this.introspection =
                config.introspection().map(client -> new Introspection(config, client, documents, limits, clock));
    }

    ProviderConfig config() {
        return config;
    }

    /**
     * Verifies a token of this provider.
     *
     * @param digest what the token is called where it must not be shown
     * @throws TokenRefused where it is not good
     */
    Verified verify(CompactJwt token, String digest) {
        rules.requireForm(token);
        Optional<JWK> key = keys.find(token.header("kid"), token.header("alg"));
        if (key.isEmpty() || !Signatures.isSignedWith(key.get(), token)) {
            throw TokenRefused.invalid("This token is not signed with a key of its issuer");
        }
        Claims claims = new Claims(token.claims());
        rules.requireGood(claims);
        introspection.ifPresent(
                provider -> provider.ask(this::introspectionPlace, token.signed() + "." + token.signature()));
        Access.Proof verified = own.isPresent() ? Access.Proof.TOKEN : Access.Proof.JWT;
        Access.Proof proof = introspection.isPresent() ? Access.Proof.INTROSPECTION : verified;
        return good(claims, proof, digest);
    }

    /** Whether this provider is asked about tokens. */
    boolean isAsked() {
        return introspection.isPresent();
    }

    /**
     * Asks this provider about a token of which nothing can be read.
     *
     * @throws TokenRefused where it is not good
     */
    Verified ask(String token, String digest) {
        Claims claims = new Claims(introspection
                .orElseThrow(() -> TokenRefused.invalid("This is no signed JWT"))
                .ask(this::introspectionPlace, token));
        // The answer is this issuer's, and need not say so.
        if (!claims.tree().has("iss")) {
            claims.tree().put("iss", config.issuer());
        }
        // What it says of the kind is how the token is shown, not what it is for.
        claims.tree().remove("token_type");
        rules.requireGood(claims);
        return good(claims, Access.Proof.INTROSPECTION, digest);
    }

    private Verified good(Claims claims, Access.Proof proof, String digest) {
        return new Verified(
                this,
                rules.access(claims, proof, digest),
                claims.audiences(),
                ClaimRules.boundTo(claims.tree()),
                isAsked() ? limits.askedTime() : limits.verifiedTime());
    }

    /**
     * Whether a good token may be used for that resource.
     *
     * @throws TokenRefused where it may not
     */
    void requireFor(Verified token, String resource) {
        if (own.isPresent() && !own.get().live().test(token.access().claims())) {
            throw TokenRefused.revoked();
        }
        ProviderConfig.Acceptance acceptance = config.acceptance();
        Set<String> ours = acceptance.audiences().isEmpty() ? Set.of(resource) : acceptance.audiences();
        boolean forUs = !Collections.disjoint(token.audiences(), ours);
        boolean forOthers = !acceptance.shared() && !ours.containsAll(token.audiences());
        if (!forUs || forOthers) {
            throw TokenRefused.invalid("This token was not issued for this resource");
        }
        for (String scope : acceptance.scopes()) {
            if (!token.access().scopes().has(scope)) {
                throw TokenRefused.insufficient("This token is not good for what this needs");
            }
        }
    }

    private ObjectNode fetchKeys() {
        if (own.isPresent()) {
            return own.get().keys().get();
        }
        URI place = metadata()
                .endpoints()
                .keys()
                .orElseThrow(() -> new OAuthException(
                        OAuthException.Code.NOT_CONFIGURED, "The issuer does not say where its keys are"));
        Documents.Answer answer = documents.get(place, config.reach());
        return answer.document()
                .filter(document -> answer.isSuccess())
                .orElseThrow(() -> new OAuthException(
                        OAuthException.Code.UNREACHABLE, "The place of the keys answered HTTP " + answer.status()));
    }

    private URI introspectionPlace() {
        return metadata()
                .endpoints()
                .introspection()
                .orElseThrow(() -> new OAuthException(
                        OAuthException.Code.NOT_CONFIGURED, "The issuer does not say where to ask about tokens"));
    }

    private ServerMetadata metadata() {
        return known.filter(metadata -> metadata.until().isAfter(clock.instant()))
                .orElseGet(this::discover)
                .metadata();
    }

    private Known discover() {
        ServerMetadata metadata = new Discovery(documents)
                .server(config.issuer(), config.reach())
                .orElseThrow(() -> new OAuthException(
                        OAuthException.Code.UNREACHABLE, "There is no metadata of the issuer " + config.issuer()));
        Known found = new Known(metadata, clock.instant().plus(limits.keyAge()));
        known = Optional.of(found);
        return found;
    }

    private record Known(ServerMetadata metadata, Instant until) {}

    @Override
    public String toString() {
        return "provider " + config.name();
    }
}
