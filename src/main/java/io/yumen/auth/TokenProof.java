package io.yumen.auth;

import java.util.Set;

/** Says who shows a token that somebody else issued. Safe for many threads; may wait for the issuer. */
public interface TokenProof {
    /** Who shows that token, or why he may not come in with it. */
    Admission admit(ShownToken token);

    /** What one who comes to that path has to show, for those who do not know yet. */
    Denial.Demand demand(String path);

    /** The same, which has those ask for these scopes as well who do not know yet. */
    default TokenProof asking(Set<String> scopes) {
        TokenProof all = this;
        return new TokenProof() {
            @Override
            public Admission admit(ShownToken token) {
                return all.admit(token);
            }

            @Override
            public Denial.Demand demand(String path) {
                return all.demand(path).with(scopes);
            }

            @Override
            public String toString() {
                return all.toString();
            }
        };
    }
}
