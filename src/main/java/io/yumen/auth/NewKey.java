package io.yumen.auth;

import io.yumen.tenant.Scopes;
import io.yumen.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is to be known of a key that is made.
 *
 * @param tenant whose data its holder may touch
 * @param principal who its holder is: up to 100 letters, digits and {@code . _ @ : -}
 * @param roles names of the same letters, up to 32
 * @param scopes what it is good for
 * @param note what it is for; up to 200 characters
 * @param expires when it ends, or empty
 */
public record NewKey(
        TenantId tenant, String principal, Set<String> roles, Scopes scopes, String note, Optional<Instant> expires) {
    private static final Pattern NAME = Pattern.compile("(?![.]+$)[\\p{L}\\p{Nd}._@:-]{1,100}");
    private static final int MAX_ROLES = 32;
    private static final int MAX_NOTE = 200;
    private static final int MAX_SCOPES = 64;

    /** RFC 6749 section 3.3. */
    private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,100}");

    /**
     * Checks it.
     *
     * @throws IllegalArgumentException where something is not as described; the message can be shown
     */
    public NewKey {
        roles = Set.copyOf(roles);
        requireName("The principal", principal);
        requireName("The tenant", tenant.value());
        roles.forEach(role -> requireName("A role", role));
        if (roles.size() > MAX_ROLES) {
            throw new IllegalArgumentException("A key has at most " + MAX_ROLES + " roles");
        }
        if (scopes instanceof Scopes.Only only) {
            requireScopes(only.names());
        }
        if (note.length() > MAX_NOTE || note.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "A note has at most " + MAX_NOTE + " characters, none of them for control");
        }
    }

    private static void requireScopes(Set<String> names) {
        if (names.size() > MAX_SCOPES
                || !names.stream().allMatch(name -> SCOPE.matcher(name).matches())) {
            throw new IllegalArgumentException("A key has at most " + MAX_SCOPES
                    + " scopes, each of 1 to 100 characters without spaces or quotes");
        }
    }

    private static void requireName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(what + " is named with 1 to 100 letters, digits and . _ @ : -");
        }
    }
}
