package io.yumen.auth;

import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.Set;

/** Something that let people in is taken back: whoever came in by it goes. */
public sealed interface Withdrawal {
    /** The claim of our own tokens that names their grant. */
    String GRANT = "sid";

    /** Whether that access hangs on it. */
    boolean covers(Access access);

    /** What those are told who go, in ASCII without quotes. */
    String reason();

    /** A key of ours was taken back, or is over. */
    record Key(String id) implements Withdrawal {
        @Override
        public boolean covers(Access access) {
            return access.proof() == Access.Proof.KEY && access.credential().equals(id);
        }

        @Override
        public String reason() {
            return "The key was taken back";
        }
    }

    /** What a user let a client do here is over. */
    record Grant(String id) implements Withdrawal {
        @Override
        public boolean covers(Access access) {
            return access.proof() == Access.Proof.TOKEN
                    && access.claims().path(GRANT).asString("").equals(id);
        }

        @Override
        public String reason() {
            return "What was allowed to this program was taken back";
        }
    }

    /** A user of ours is disabled, removed, or has another password. Keys are not the user's, and stay. */
    record User(Principal user) implements Withdrawal {
        private static final Set<Access.Proof> OURS = EnumSet.of(Access.Proof.PASSWORD, Access.Proof.TOKEN);

        @Override
        public boolean covers(Access access) {
            return OURS.contains(access.proof()) && access.principal().equals(user);
        }

        @Override
        public String reason() {
            return "The user may not come in any more by what was shown";
        }
    }

    /** The settings take no such proofs any more, or others. */
    record Proofs(Set<Access.Proof> proofs) implements Withdrawal {
        public Proofs {
            proofs = Set.copyOf(proofs);
        }

        @Override
        public boolean covers(Access access) {
            return proofs.contains(access.proof()) && !OperatorToken.isOperator(access);
        }

        @Override
        public String reason() {
            return "Who may come in has changed";
        }
    }

    /** Tokens of those issuers are not taken any more, or others of them. */
    record Issuers(Set<String> issuers) implements Withdrawal {
        private static final Set<Access.Proof> TOKENS =
                EnumSet.of(Access.Proof.JWT, Access.Proof.INTROSPECTION, Access.Proof.TOKEN);

        public Issuers {
            issuers = Set.copyOf(issuers);
        }

        @Override
        public boolean covers(Access access) {
            return TOKENS.contains(access.proof())
                    && issuers.contains(access.claims().path("iss").asString(""));
        }

        @Override
        public String reason() {
            return "Who may come in has changed";
        }
    }

    /** Nobody comes in any more from where that gate lets nobody in. */
    record Elsewhere(AddressGate gate) implements Withdrawal {
        @Override
        public boolean covers(Access access) {
            return !access.address().isEmpty() && !gate.lets(InetAddress.ofLiteral(access.address()));
        }

        @Override
        public String reason() {
            return "Nobody comes in from this address";
        }
    }

    /** A principal is locked out, by whatever it shows. */
    record OfPrincipal(Principal principal) implements Withdrawal {
        @Override
        public boolean covers(Access access) {
            return access.principal().equals(principal) && !OperatorToken.isOperator(access);
        }

        @Override
        public String reason() {
            return "The access of this principal is suspended";
        }
    }

    /** An OAuth client is locked out, whoever it acts for. */
    record OfClient(String client) implements Withdrawal {
        @Override
        public boolean covers(Access access) {
            return !client.isEmpty() && access.client().equals(client);
        }

        @Override
        public String reason() {
            return "The access of this client is suspended";
        }
    }

    /** Everybody is locked out, but who operates the gateway from its own machine. */
    record OfEverybody() implements Withdrawal {
        @Override
        public boolean covers(Access access) {
            return !OperatorToken.isOperator(access);
        }

        @Override
        public String reason() {
            return "The gateway is locked down";
        }
    }
}
