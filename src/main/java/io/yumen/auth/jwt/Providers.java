package io.yumen.auth.jwt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.yumen.auth.Admission;
import io.yumen.auth.Denial;
import io.yumen.auth.ResourceNames;
import io.yumen.auth.ShownToken;
import io.yumen.auth.TokenProof;
import io.yumen.oauth.discovery.Documents;
import io.yumen.secret.Sha256;
import io.yumen.tenant.Access;
import io.yumen.tenant.CallerToken;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The providers whose tokens are accepted. The issuer that a token names decides which of them it is checked by, and no other
 * is tried. What was verified is remembered for a short time under the digest of the token; whether the token is for the place
 * where it is shown is asked each time. Safe for many threads.
 */
public final class Providers implements TokenProof {
    private final Map<String, Provider> byIssuer = new HashMap<>();
    private final ResourceNames names;
    private final Setting setting;
    private final Set<String> scopes;
    private final Cache<String, Known> known;

    /** Whom to ask about tokens of which nothing can be read: where there could be more than one, nobody. */
    private final Optional<Provider> opaque;

    /**
     * A token that was verified.
     *
     * @param until how long it is not verified again
     */
    private record Known(Verified token, Instant until) {}

    /**
     * What providers work with.
     *
     * @param documents fetches what they publish
     * @param limits what is accepted and spent
     * @param clock says what time it is
     * @param proofs remembers proofs of possession, for as long as the process: other settings do not make one good again
     */
    public record Setting(Documents documents, TokenLimits limits, InstantSource clock, PossessionProofs proofs) {
        /** With a memory of proofs that begins now. */
        public Setting(Documents documents, TokenLimits limits, InstantSource clock) {
            this(documents, limits, clock, new PossessionProofs(limits, clock));
        }
    }

    /**
     * Those providers.
     *
     * @param own the one in this process
     * @param names what the places of this gateway are called by them
     */
    public Providers(List<ProviderConfig> configs, Optional<OwnIssuer> own, ResourceNames names, Setting setting) {
        this.names = names;
        this.setting = setting;
        configs.forEach(config -> byIssuer.put(
                config.issuer(), new Provider(config, setting.limits(), setting.documents(), setting.clock())));
        own.ifPresent(issuer -> byIssuer.put(
                issuer.config().issuer(),
                new Provider(issuer, setting.limits(), setting.documents(), setting.clock())));
        List<Provider> asked =
                byIssuer.values().stream().filter(Provider::isAsked).toList();
        this.opaque = asked.size() == 1 ? Optional.of(asked.getFirst()) : Optional.empty();
        this.scopes = configs.stream()
                .flatMap(config -> config.acceptance().scopes().stream())
                .collect(Collectors.toUnmodifiableSet());
        // When an entry is too old is looked at here: a cache that tends many times of its own costs each call more
        // than the rest
        // of who it is.
        this.known = Caffeine.newBuilder()
                .maximumSize(setting.limits().tokens())
                // What it does now and then takes less time than waking another thread for it.
                .executor(Runnable::run)
                .build();
    }

    @Override
    public Admission admit(ShownToken shown) {
        try {
            Verified token = verified(shown.text().reveal());
            token.provider().requireFor(token, names.at(shown.path()));
            requirePossession(token, shown);
            return new Admission.Admitted(withToken(token, shown));
        } catch (TokenRefused e) {
            return new Admission.Refused(e.denial());
        }
    }

    @Override
    public Denial.Demand demand(String path) {
        return new Denial.Demand(names.metadataOf(path), scopes);
    }

    /** What our own authorization server issued is good for nothing anywhere else. */
    private static Access withToken(Verified token, ShownToken shown) {
        return token.access().proof() == Access.Proof.TOKEN
                ? token.access()
                : token.access()
                        .withToken(new CallerToken(
                                token.provider().config().issuer(), shown.text().reveal()));
    }

    private Verified verified(String text) {
        if (text.length() > setting.limits().bytes()) {
            throw TokenRefused.invalid("This token is too long");
        }
        String digest = digest(text);
        Instant now = setting.clock().instant();
        Known kept = known.getIfPresent(digest);
        if (kept == null || !now.isBefore(kept.until())) {
            Verified token = judge(text, digest);
            kept = new Known(token, now.plus(token.keep()));
            known.put(digest, kept);
        }
        Instant end = kept.token().access().expires();
        if (end != null && !setting.clock().instant().isBefore(end)) {
            throw TokenRefused.expired();
        }
        return kept.token();
    }

    private Verified judge(String text, String digest) {
        if (!CompactJwt.isForm(text)) {
            return opaque.orElseThrow(() -> TokenRefused.invalid("This is no signed JWT"))
                    .ask(text, digest);
        }
        CompactJwt token = CompactJwt.parse(text);
        Provider provider = byIssuer.get(new Claims(token.claims()).text("iss"));
        if (provider == null) {
            throw TokenRefused.invalid("The issuer of this token is not accepted");
        }
        return provider.verify(token, digest);
    }

    private void requirePossession(Verified token, ShownToken shown) {
        if (token.boundTo().isPresent()) {
            setting.proofs()
                    .take(
                            shown,
                            names.urlOf(shown.path()),
                            token.access().principal(),
                            token.boundTo().get());
            return;
        }
        if (shown.proof().isPresent()) {
            throw TokenRefused.unbound("This token is not bound to a key");
        }
        if (token.provider().config().acceptance().bound()) {
            throw TokenRefused.invalid("Only tokens that are bound to a key are accepted");
        }
    }

    static String digest(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(text));
    }

    @Override
    public String toString() {
        return "tokens of " + byIssuer.values();
    }
}
