package io.yumen.auth;

import io.yumen.auth.users.Users;
import io.yumen.http.server.HttpRequest;
import io.yumen.secret.Secret;
import io.yumen.store.StoreException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way in. What a request shows decides which proof is tried, and what that says is the outcome: a proof that fails is
 * never followed by another, and a request that shows something is never let in as one that shows nothing. Safe for many
 * threads; may wait for the store.
 */
public final class AccessChain implements Entrance {
    private static final Logger LOG = LoggerFactory.getLogger(AccessChain.class);

    private final Proofs proofs;
    private final Optional<ClientCertificates> certificates;

    /** A chain that believes no certificate. */
    public AccessChain(Proofs proofs) {
        this(proofs, Optional.empty());
    }

    /** A chain that also asks the certificates of connections, of requests that show nothing else. */
    public AccessChain(Proofs proofs, Optional<ClientCertificates> certificates) {
        this.proofs = proofs;
        this.certificates = certificates;
    }

    /**
     * The proofs that are accepted here; what is empty is not offered.
     *
     * @param nobody whoever shows nothing
     * @param keys keys of ours
     * @param operator who operates this gateway from its own machine
     * @param tokens tokens of others
     * @param users people with a password
     */
    public record Proofs(
            Optional<Strangers> nobody,
            Optional<ApiKeys> keys,
            Optional<OperatorToken> operator,
            Optional<TokenProof> tokens,
            Optional<Users> users) {}

    @Override
    public Admission admit(HttpRequest request) {
        Admission admission;
        try {
            admission = judge(request);
        } catch (StoreException e) {
            LOG.atError().setCause(e).log("Cannot say who may come in");
            admission = Admission.refused(
                    Denial.Reason.UNAVAILABLE, "What says who may come in cannot be read now; try again");
        }
        return switch (admission) {
            case Admission.Admitted admitted ->
                new Admission.Admitted(admitted.access().from(address(request)));
            case Admission.Refused refused ->
                new Admission.Refused(proofs.tokens()
                        .map(tokens -> refused.denial().demanding(tokens.demand(request.path())))
                        .orElse(refused.denial()));
        };
    }

    private Admission judge(HttpRequest request) {
        return switch (Presented.by(request)) {
            case Presented.Nothing nothing ->
                request.clientCertificate().map(this::admit).orElseGet(() -> admitNobody(request));
            case Presented.Unclear unclear -> Admission.refused(Denial.Reason.UNCLEAR, unclear.message());
            case Presented.Key key ->
                proofs.keys().map(keys -> keys.admit(key.text().reveal())).orElseGet(() -> notOffered("keys"));
            case Presented.Operator token ->
                proofs.operator()
                        .map(known -> known.admit(token.text().reveal(), request.remoteAddress()))
                        .orElseGet(() -> notOffered("operator's tokens"));
            case Presented.Bearer bearer -> token(bearer.token(), Optional.empty(), request);
            case Presented.Bound bound -> token(bound.token(), Optional.of(bound.proof()), request);
            case Presented.Basic basic -> password(basic, request);
        };
    }

    private Admission admit(X509Certificate certificate) {
        return certificates.map(known -> known.admit(certificate)).orElseGet(() -> notOffered("certificates"));
    }

    private Admission admitNobody(HttpRequest request) {
        return proofs.nobody()
                .map(strangers -> strangers.admit(request))
                .orElseGet(
                        () -> Admission.refused(Denial.Reason.NO_CREDENTIALS, "This gateway wants to know who calls"));
    }

    private Admission token(Secret token, Optional<String> proof, HttpRequest request) {
        return proofs.tokens()
                .map(tokens -> tokens.admit(new ShownToken(token, proof, request.method(), request.path())))
                .orElseGet(() -> notOffered("tokens of others"));
    }

    private Admission password(Presented.Basic basic, HttpRequest request) {
        return proofs.users()
                .map(users -> users.prove(basic.name(), basic.password(), address(request)))
                .map(AccessChain::admission)
                .orElseGet(() -> notOffered("passwords"));
    }

    private static Admission admission(Users.Proof proof) {
        return switch (proof) {
            case Users.Proof.Right right -> new Admission.Admitted(right.user().access());
            case Users.Proof.Wrong wrong ->
                Admission.refused(Denial.Reason.INVALID, "There is no such user, or this is not the password");
            case Users.Proof.Later later ->
                Admission.refused(
                        Denial.Reason.UNAVAILABLE, "Too many passwords were wrong or are looked at now; try later");
        };
    }

    private static Admission notOffered(String what) {
        return Admission.refused(Denial.Reason.NOT_OFFERED, "This gateway takes no " + what);
    }

    private static String address(HttpRequest request) {
        return request.remoteAddress().getAddress().getHostAddress();
    }
}
