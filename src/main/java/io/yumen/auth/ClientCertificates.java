package io.yumen.auth;

import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom the certificates of connections show (mutual TLS, RFC 8446 section 4.4.2). That a certificate is genuine was settled in the
 * handshake; here the first entry that is about it says who it is. Safe for many threads.
 */
public final class ClientCertificates {
    private static final int EMAIL = 1;
    private static final int DNS = 2;
    private static final int URI = 6;

    private final List<CertificateConfig> known;

    public ClientCertificates(List<CertificateConfig> known) {
        this.known = List.copyOf(known);
    }

    /** Who comes in with that certificate. */
    Admission admit(X509Certificate certificate) {
        try {
            // The handshake may be long ago, and does not ask this of a certificate that is believed by itself.
            certificate.checkValidity();
        } catch (CertificateException e) {
            return Admission.refused(Denial.Reason.EXPIRED, "The certificate is not valid now");
        }
        List<String> names = names(certificate);
        return known.stream()
                .flatMap(entry -> access(entry, certificate, names).stream())
                .findFirst()
                .<Admission>map(Admission.Admitted::new)
                .orElseGet(() -> Admission.refused(Denial.Reason.INVALID, "The certificate is of nobody known here"));
    }

    private static Optional<Access> access(CertificateConfig entry, X509Certificate certificate, List<String> names) {
        Optional<String> shown = entry.san() == null
                ? Optional.ofNullable(entry.principal())
                        .filter(name -> certificate.getSubjectX500Principal().equals(entry.subject()))
                : names.stream()
                        .filter(name -> matches(entry.san(), name))
                        .findFirst()
                        .map(name -> entry.principal() == null ? value(name) : entry.principal());
        return shown.map(name -> Access.plain(new Principal(entry.tenant(), name), Access.Proof.CERTIFICATE)
                .withCredential(certificate.getSerialNumber().toString(16))
                .withRoles(entry.roles())
                .until(certificate.getNotAfter().toInstant()));
    }

    private static boolean matches(@Nullable String wanted, String name) {
        return wanted != null
                && (wanted.endsWith("*")
                        ? name.startsWith(wanted.substring(0, wanted.length() - 1))
                        : name.equals(wanted));
    }

    private static String value(String name) {
        return name.substring(name.indexOf(':') + 1);
    }

    private static List<String> names(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                alternatives.forEach(one -> kind((Integer) one.get(0)).ifPresent(kind -> names.add(kind + one.get(1))));
            }
        } catch (CertificateParsingException e) {
            // Names that cannot be read are none.
        }
        return names;
    }

    private static Optional<String> kind(int type) {
        return switch (type) {
            case EMAIL -> Optional.of("email:");
            case DNS -> Optional.of("dns:");
            case URI -> Optional.of("uri:");
            default -> Optional.empty();
        };
    }
}
