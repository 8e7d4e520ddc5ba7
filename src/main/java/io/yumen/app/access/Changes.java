package io.yumen.app.access;

import io.yumen.auth.AddressGate;
import io.yumen.auth.Entrance;
import io.yumen.auth.Withdrawal;
import io.yumen.config.AccessSettings;
import io.yumen.tenant.Access;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What changed settings take back of what let people in so far. */
final class Changes {
    private Changes() {}

    /** @param ownIssuer who issues the tokens of our own */
    static List<Withdrawal> between(AccessSettings before, AccessSettings after, String ownIssuer) {
        List<Withdrawal> taken = new ArrayList<>();
        Set<Access.Proof> proofs = proofs(before, after);
        if (!proofs.isEmpty()) {
            taken.add(new Withdrawal.Proofs(proofs));
        }
        Set<String> issuers = issuers(before, after, ownIssuer);
        if (!issuers.isEmpty()) {
            taken.add(new Withdrawal.Issuers(issuers));
        }
        boolean sameAddresses = before.allowAddresses().equals(after.allowAddresses())
                && before.denyAddresses().equals(after.denyAddresses());
        if (!sameAddresses) {
            taken.add(new Withdrawal.Elsewhere(
                    new AddressGate(Entrance.OPEN, after.allowAddresses(), after.denyAddresses())));
        }
        return taken;
    }

    private static Set<Access.Proof> proofs(AccessSettings before, AccessSettings after) {
        Set<Access.Proof> proofs = EnumSet.noneOf(Access.Proof.class);
        if (before.keys() && !after.keys()) {
            proofs.add(Access.Proof.KEY);
        }
        if (before.passwords() && !after.passwords()) {
            proofs.add(Access.Proof.PASSWORD);
        }
        if (!Objects.equals(before.anonymous(), after.anonymous())) {
            proofs.add(Access.Proof.NONE);
        }
        if (!before.certificates().equals(after.certificates())) {
            proofs.add(Access.Proof.CERTIFICATE);
        }
        return proofs;
    }

    private static Set<String> issuers(AccessSettings before, AccessSettings after, String ownIssuer) {
        Set<String> issuers = new HashSet<>();
        before.oidc().forEach((name, provider) -> {
            if (!provider.equals(after.oidc().get(name))) {
                issuers.add(String.valueOf(provider.issuer()));
            }
        });
        if (before.login() != null && !Objects.equals(before.login(), after.login())) {
            issuers.add(ownIssuer);
        }
        return issuers;
    }
}
