package io.yumen.auth.jwt;

import io.yumen.http.client.EgressGuard.Allowance;
import io.yumen.secret.Secret;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A provider whose tokens are accepted.
 *
 * @param name what it is called here; its principals are of a tenant of that name where nothing else is said
 * @param issuer its identifier, byte for byte
 * @param acceptance which of its tokens are accepted
 * @param reading what its tokens say of whom
 * @param reach where its metadata may lead us beyond the Internet
 * @param introspection who we are where it is asked about every token, or empty where tokens are verified here alone
 */
public record ProviderConfig(
        String name,
        String issuer,
        Acceptance acceptance,
        Reading reading,
        Set<Allowance> reach,
        Optional<Client> introspection) {
    public ProviderConfig {
        reach = Set.copyOf(reach);
    }

    /**
     * Which tokens are accepted.
     *
     * @param audiences what they must be issued for, exactly; empty for the resource that they are shown to
     * @param shared whether they may be issued for others as well
     * @param algorithms how they may be signed
     * @param scopes all of which they must have
     * @param bound whether only such are accepted that are bound to a key
     */
    public record Acceptance(
            Set<String> audiences, boolean shared, Set<String> algorithms, Set<String> scopes, boolean bound) {
        public Acceptance {
            audiences = Set.copyOf(audiences);
            algorithms = Set.copyOf(algorithms);
            scopes = Set.copyOf(scopes);
            if (!Signatures.ALGORITHMS.containsAll(algorithms)) {
                throw new IllegalArgumentException(
                        "Tokens can be signed with " + String.join(", ", Signatures.ALGORITHMS));
            }
        }
    }

    /**
     * What tokens say of whom.
     *
     * @param tenant whose data principals may touch; empty where the claim alone says it, which only our own tokens may
     * @param tenantClaim the claim that says of which part of that tenant, or empty
     * @param principal the claim that names the principal
     * @param roles the path of the claim that names its roles; empty for none
     * @param scopes the claim that says what the token is good for
     */
    public record Reading(
            String tenant, List<String> tenantClaim, List<String> principal, List<String> roles, String scopes) {
        public Reading {
            tenantClaim = List.copyOf(tenantClaim);
            principal = List.copyOf(principal);
            roles = List.copyOf(roles);
        }
    }

    /** Who we are to the provider. */
    public record Client(String id, Secret secret) {}
}
