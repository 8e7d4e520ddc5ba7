package io.yumen.auth;

import io.yumen.tenant.TenantId;
import java.util.Set;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * Whom a certificate of a client shows, by its subject or by an alternative name; exactly one of these says which certificates are meant.
 *
 * @param subject the whole subject, as in {@code CN=ci,O=Example}
 * @param san an alternative name, as in {@code dns:ci.example.com}, {@code email:ann@example.com} or {@code uri:spiffe://example/ci};
 *     one that ends in a star means all that begin so
 * @param principal who it is; null for what follows the colon of the alternative name
 * @param tenant whose data it is about
 * @param roles what he has for it
 */
public record CertificateConfig(
        @Nullable X500Principal subject,
        @Nullable String san,
        @Nullable String principal,
        TenantId tenant,
        Set<String> roles) {
    private static final Pattern SAN = Pattern.compile("(dns|email|uri):[^*\\s]+[*]?");

    public CertificateConfig {
        roles = Set.copyOf(roles);
        if ((subject == null) == (san == null)) {
            throw new IllegalArgumentException(
                    "A certificate is known by its \"subject\" or by a \"san\", by one of them");
        }
        if (san != null && !SAN.matcher(san).matches()) {
            throw new IllegalArgumentException(
                    "A \"san\" is as in dns:ci.example.com, email:ann@example.com or uri:spiffe://example/*");
        }
        if (subject != null && principal == null) {
            throw new IllegalArgumentException("A \"subject\" takes the \"principal\" whom it shows");
        }
    }
}
