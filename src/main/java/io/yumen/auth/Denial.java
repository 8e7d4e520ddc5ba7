package io.yumen.auth;

import io.yumen.http.Headers;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Why somebody may not come in.
 *
 * @param reason for records and metrics
 * @param message what the client is told, in ASCII without quotes; it never says whether a name or key exists
 * @param demand what would be accepted
 */
public record Denial(Reason reason, String message, Demand demand) {
    private static final String RETRY_SECONDS = "5";

    public Denial(Reason reason, String message) {
        this(reason, message, Demand.ANYTHING);
    }

    /** The same, where that would be accepted. */
    public Denial demanding(Demand wanted) {
        return new Denial(reason, message, wanted);
    }

    /** What HTTP says beside the message: how to show who one is (RFC 9110 section 11.6.1, RFC 6750 section 3, RFC 9728 section 5.1). */
    public Headers headers() {
        return switch (reason) {
            case NO_CREDENTIALS, NOT_OFFERED -> challenge("Bearer", "");
            case INVALID, EXPIRED, REVOKED -> challenge("Bearer", "invalid_token");
            case UNBOUND -> challenge("DPoP", "invalid_dpop_proof");
            case INSUFFICIENT -> challenge("Bearer", "insufficient_scope");
            case UNAVAILABLE -> Headers.of("Retry-After", RETRY_SECONDS);
            case UNCLEAR, ADDRESS, SUSPENDED -> Headers.none();
        };
    }

    private Headers challenge(String scheme, String error) {
        StringBuilder text = new StringBuilder(scheme).append(" realm=\"yumen\"");
        if (!error.isEmpty()) {
            text.append(", error=\"").append(error).append("\", error_description=\"");
            text.append(message).append('"');
        }
        if (scheme.equals("DPoP")) {
            text.append(", algs=\"")
                    .append(String.join(" ", Demand.PROOF_ALGORITHMS))
                    .append('"');
        }
        return Headers.of("WWW-Authenticate", text.append(demand.parameters()).toString());
    }

    /**
     * What would be accepted.
     *
     * @param metadata the URL of what there is to know of the resource (RFC 9728), or empty
     * @param scopes all the scopes that it takes at once
     */
    public record Demand(String metadata, Set<String> scopes) {
        /** Nothing in particular. */
        public static final Demand ANYTHING = new Demand("", Set.of());

        /** How proofs of possession may be signed. */
        public static final List<String> PROOF_ALGORITHMS = List.of("ES256", "RS256", "PS256", "EdDSA");

        public Demand {
            scopes = Collections.unmodifiableSet(new TreeSet<>(scopes));
        }

        /** The same, with those scopes as well. */
        public Demand with(Set<String> more) {
            Set<String> all = new TreeSet<>(scopes);
            all.addAll(more);
            return new Demand(metadata, all);
        }

        private String parameters() {
            return (scopes.isEmpty() ? "" : ", scope=\"" + String.join(" ", scopes) + "\"")
                    + (metadata.isEmpty() ? "" : ", resource_metadata=\"" + metadata + "\"");
        }
    }

    /** What was wrong. */
    public enum Reason {
        /** Nothing was shown, and the configuration lets nobody in without. */
        NO_CREDENTIALS(401),
        /** More than one credential was shown, or one in the wrong place or form. */
        UNCLEAR(400),
        /** A kind of proof that is not set up here. */
        NOT_OFFERED(401),
        /** No such credential, or its secret is wrong. */
        INVALID(401),
        /** It was good once. */
        EXPIRED(401),
        /** It was taken back. */
        REVOKED(401),
        /** It is bound to a key, and nothing proves that the sender has that key (RFC 9449). */
        UNBOUND(401),
        /** It is good, but not for this: another tenant, audience or scope. */
        INSUFFICIENT(403),
        /** Nobody may come in from there. */
        ADDRESS(403),
        /** It is good, and an administrator lets nobody in by it now. */
        SUSPENDED(403),
        /** What would say whether it is good cannot be asked now. */
        UNAVAILABLE(503);

        private final int status;

        Reason(int status) {
            this.status = status;
        }

        /** The word for it, in records. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The status of HTTP that tells a client. */
        public int status() {
            return status;
        }
    }
}
