package io.yumen.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;

/** Whatever a client shows is a credential, or something unclear, or nothing. */
class HeadersFuzzTest {
    /** What no words of ours say by themselves. */
    private static final String SECRET = "kq7vx2";

    @FuzzTest(maxDuration = "60s")
    void any_header_shows_something_or_is_unclear(byte[] bytes) {
        // No header can have the rest.
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replaceAll("[\\x00-\\x08\\x0a-\\x1f\\x7f]", "");
        String coded = Base64.getEncoder().encodeToString(bytes);
        for (String header : List.of(text, "Basic " + coded, "Basic " + text, "Bearer " + text, "DPoP " + text)) {
            Presented shown = Presented.by(Shown.with("Authorization", header, "DPoP", text));
            assertThat(shown.toString().length()).isLessThan(bytes.length + 200);
            if (Presented.by(Shown.with("Authorization", header + SECRET)) instanceof Presented.Unclear unclear) {
                assertThat(unclear.message()).as("It is never repeated").doesNotContain(SECRET);
            }
        }
        assertThat(Presented.by(Shown.with("X-API-Key", text)))
                .isInstanceOfAny(Presented.Key.class, Presented.Unclear.class);
    }

    @FuzzTest(maxDuration = "60s")
    void any_subject_and_name_of_a_certificate_is_one_or_is_refused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            X500Principal subject = new X500Principal(text);
            assertThat(new X500Principal(subject.getName())).isEqualTo(subject);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
        try {
            CertificateConfig config = new CertificateConfig(null, text, null, TenantId.LOCAL, Set.of());
            assertThat(config.san()).matches("(?s)(dns|email|uri):.+");
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).contains("san");
        }
    }
}
