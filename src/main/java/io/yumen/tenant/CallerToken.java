package io.yumen.tenant;

import java.util.Optional;

/**
 * The token of a provider that a caller came in with, kept for one purpose: to be exchanged there for another (RFC 8693). It
 * comes out for its issuer alone, and does not print.
 */
public final class CallerToken {
    private final String issuer;
    private final String text;

    /** @param issuer who issued it, as it says and as was verified */
    public CallerToken(String issuer, String text) {
        this.issuer = issuer;
        this.text = text;
    }

    public String issuer() {
        return issuer;
    }

    /** The token itself, for who is about to show it to that issuer; empty where another one issued it. */
    public Optional<String> forIssuer(String asking) {
        return issuer.equals(asking) ? Optional.of(text) : Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CallerToken token && token.issuer.equals(issuer) && token.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return "a token of " + issuer;
    }
}
