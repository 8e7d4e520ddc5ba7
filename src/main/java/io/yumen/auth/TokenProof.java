package io.yumen.auth;

/** Says who shows a token that somebody else issued. Safe for many threads; may wait for the issuer. */
public interface TokenProof {
    /** Who shows that token, or why he may not come in with it. */
    Admission admit(ShownToken token);

    /** What one who comes to that path has to show, for those who do not know yet. */
    Denial.Demand demand(String path);
}
