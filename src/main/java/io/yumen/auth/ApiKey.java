package io.yumen.auth;

import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.Scopes;
import io.yumen.tenant.TenantId;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of a key: everything but the key itself, of which only a mark is kept.
 *
 * @param id names the key where it is spoken of; stands in the key itself, and is no secret
 * @param tenant whose data its holder may touch
 * @param principal who its holder is
 * @param roles what its holder may do, besides what everybody may
 * @param scopes what the key is good for
 * @param note what it is for, in its maker's words; may be empty
 * @param created when it was made
 * @param expires when it ends, or empty
 * @param revoked when it was taken back, or empty
 */
public record ApiKey(
        String id,
        String tenant,
        String principal,
        Set<String> roles,
        Scopes scopes,
        String note,
        Instant created,
        Optional<Instant> expires,
        Optional<Instant> revoked) {
    /** How every key begins, so that scanners for leaked secrets know it. */
    public static final String PREFIX = "ymk_";

    public ApiKey {
        roles = Set.copyOf(roles);
    }

    /** Whether it is good at that moment. */
    public boolean isGood(Instant now) {
        return revoked.isEmpty() && expires.filter(end -> !now.isBefore(end)).isEmpty();
    }

    /** As whom its holder acts. */
    Principal holder() {
        return new Principal(new TenantId(tenant), principal);
    }

    Access access() {
        return Access.plain(holder(), Access.Proof.KEY)
                .withCredential(id)
                .withRoles(roles)
                .withScopes(scopes)
                .until(expires.orElse(null));
    }

    ApiKey revokedAt(Instant time) {
        return new ApiKey(id, tenant, principal, roles, scopes, note, created, expires, Optional.of(time));
    }

    ApiKey endingAt(Instant time) {
        Instant end = expires.filter(sooner -> sooner.isBefore(time)).orElse(time);
        return new ApiKey(id, tenant, principal, roles, scopes, note, created, Optional.of(end), revoked);
    }
}
