package io.yumen.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.http.Duplex;
import io.yumen.http.Headers;
import io.yumen.http.server.Certificates;
import io.yumen.http.server.EventStream;
import io.yumen.http.server.HttpResponse;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.Scopes;
import io.yumen.tenant.TenantId;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.security.auth.x500.X500Principal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parts of the one way in, each by itself. */
class EntranceTest {
    private static final TenantId ACME = new TenantId("acme");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, 10.0.0.0/8, '', true",
        "11.1.2.3, 10.0.0.0/8, '', false",
        "127.0.0.1, 10.0.0.0/8, '', true",
        "127.0.0.1, '', 127.0.0.0/8, false",
        "10.1.2.3, 10.0.0.0/8, 10.1.0.0/16, false",
        "10.2.2.3, 10.0.0.0/8, 10.1.0.0/16, true",
        "8.8.8.8, '', 10.1.0.0/16, true",
        "2001:db8::1, 2001:db8::/32, '', true",
    })
    void an_address_is_let_in_where_it_is_allowed_and_not_denied(
            String address, String allowed, String denied, boolean isLet) {
        AddressGate gate = new AddressGate(
                request -> new Admission.Admitted(Access.LOCAL),
                allowed.isEmpty() ? List.of() : List.of(allowed),
                denied.isEmpty() ? List.of() : List.of(denied));

        Admission admission = gate.admit(Shown.from(address));
        if (isLet) {
            assertThat(admission).isInstanceOf(Admission.Admitted.class);
        } else {
            assertThat(((Admission.Refused) admission).denial().reason()).isEqualTo(Denial.Reason.ADDRESS);
        }
    }

    @Test
    void a_certificate_shows_whom_the_first_entry_about_it_says() throws Exception {
        X509Certificate bob =
                certificate("bob", "san=uri:spiffe://example/bob,dns:b.example,email:bob@example.com", "-0d");

        assertThat(who(entry("CN=bob", null, "robert"), bob)).isEqualTo("acme/robert");
        assertThat(who(entry(null, "uri:spiffe://example/*", null), bob)).isEqualTo("acme/spiffe://example/bob");
        assertThat(who(entry(null, "dns:b.example", null), bob)).isEqualTo("acme/b.example");
        assertThat(who(entry(null, "email:bob@example.com", "robert"), bob)).isEqualTo("acme/robert");
        for (CertificateConfig other : List.of(
                entry("CN=bo", null, "x"),
                entry(null, "dns:b.exampl", null),
                entry(null, "dns:b.example.com", null),
                entry(null, "uri:spiffe://exampl/*", null),
                entry(null, "email:b.example", null))) {
            assertThat(reason(new ClientCertificates(List.of(other)).admit(bob)))
                    .isEqualTo(Denial.Reason.INVALID);
        }
        Access access = ((Admission.Admitted) new ClientCertificates(List.of(
                                entry(null, "dns:other", null),
                                entry("CN=bob", null, "first"),
                                entry("CN=bob", null, "second")))
                        .admit(bob))
                .access();
        assertThat(access.principal().name()).isEqualTo("first");
        assertThat(access.proof()).isEqualTo(Access.Proof.CERTIFICATE);
        assertThat(access.roles()).containsExactly("ops");
        assertThat(access.expires()).isEqualTo(bob.getNotAfter().toInstant());
    }

    @Test
    void a_certificate_that_has_ended_or_has_no_names_shows_nobody() throws Exception {
        ClientCertificates known =
                new ClientCertificates(List.of(entry("CN=old", null, "old"), entry(null, "dns:x*", null)));

        assertThat(reason(known.admit(certificate("old", "ku=digitalSignature", "-40d"))))
                .isEqualTo(Denial.Reason.EXPIRED);
        assertThat(reason(known.admit(certificate("new", "ku=digitalSignature", "-0d"))))
                .isEqualTo(Denial.Reason.INVALID);
    }

    @Test
    void an_entry_says_by_one_thing_which_certificates_it_means() {
        assertThatThrownBy(() -> entry(null, null, "a")).hasMessageContaining("by one of them");
        assertThatThrownBy(() -> entry("CN=a", "dns:a", "a")).hasMessageContaining("by one of them");
        assertThatThrownBy(() -> entry("CN=a", null, null)).hasMessageContaining("takes the \"principal\"");
        for (String san : List.of("a", "ip:1.2.3.4", "dns:", "dns:a*b", "dns:a b", "dns:*")) {
            assertThatThrownBy(() -> entry(null, san, null)).as(san).hasMessageContaining("is as in");
        }
    }

    @Test
    void a_refusal_says_how_to_show_who_one_is() {
        assertThat(challenge(Denial.Reason.NO_CREDENTIALS)).isEqualTo("Bearer realm=\"yumen\"");
        assertThat(challenge(Denial.Reason.NOT_OFFERED)).isEqualTo("Bearer realm=\"yumen\"");
        for (Denial.Reason reason : List.of(Denial.Reason.INVALID, Denial.Reason.EXPIRED, Denial.Reason.REVOKED)) {
            assertThat(challenge(reason))
                    .isEqualTo("Bearer realm=\"yumen\", error=\"invalid_token\", error_description=\"m\"");
        }
        assertThat(challenge(Denial.Reason.UNBOUND))
                .isEqualTo("DPoP realm=\"yumen\", error=\"invalid_dpop_proof\", error_description=\"m\","
                        + " algs=\"ES256 RS256 PS256 EdDSA\"");
        assertThat(challenge(Denial.Reason.INSUFFICIENT)).contains("insufficient_scope");
        assertThat(new Denial(Denial.Reason.UNAVAILABLE, "m").headers().first("Retry-After"))
                .hasValue("5");
        assertThat(new Denial(Denial.Reason.UNCLEAR, "m").headers().size()).isZero();
        Denial demanding = new Denial(Denial.Reason.INSUFFICIENT, "m")
                .demanding(new Denial.Demand("https://g/meta", new TreeSet<>(Set.of("b", "a"))));
        assertThat(demanding.headers().first("WWW-Authenticate").orElseThrow())
                .endsWith(", scope=\"a b\", resource_metadata=\"https://g/meta\"");
    }

    @ParameterizedTest
    @CsvSource({
        "NO_CREDENTIALS, 401", "UNCLEAR, 400", "NOT_OFFERED, 401", "INVALID, 401", "EXPIRED, 401",
        "REVOKED, 401", "UNBOUND, 401", "INSUFFICIENT, 403", "ADDRESS, 403", "UNAVAILABLE, 503"
    })
    void a_reason_has_its_status(Denial.Reason reason, int status) {
        assertThat(reason.status()).isEqualTo(status);
    }

    @Test
    void a_place_is_named_by_the_url_under_which_clients_see_it() {
        ResourceNames names = ResourceNames.under(URI.create("https://g.example/"));
        assertThat(names).isEqualTo(ResourceNames.under(URI.create("https://g.example")));
        assertThat(names.at("/mcp")).isEqualTo("https://g.example/mcp");
        assertThat(names.at("/servers/a/mcp")).isEqualTo("https://g.example/servers/a/mcp");
        assertThat(names.at("/servers/a/streamable-http")).isEqualTo("https://g.example/servers/a/streamable-http");
        assertThat(names.at("/servers/a/mcp/resource")).isEqualTo("https://g.example/servers/a/mcp");
        assertThat(names.metadataOf("/mcp/resource"))
                .isEqualTo("https://g.example/.well-known/oauth-protected-resource/mcp");
        for (String other : List.of(
                "/sse",
                "/resource",
                "/mcp/resource/resource",
                "/a\"b/mcp",
                "//mcp",
                "/mcp/",
                "/" + "x".repeat(300) + "/mcp")) {
            assertThat(names.at(other)).as(other).isEqualTo("https://g.example");
        }
        assertThat(names.at("/" + "x".repeat(295) + "/mcp")).hasSize(317);
        assertThat(names.urlOf("/api/x")).isEqualTo("https://g.example/api/x");
        assertThat(names.metadataOf("/mcp")).isEqualTo("https://g.example/.well-known/oauth-protected-resource/mcp");
        assertThat(names.metadataOf("/api")).isEqualTo("https://g.example/.well-known/oauth-protected-resource");
    }

    @Test
    void a_gateway_below_a_path_has_its_metadata_at_the_root() {
        ResourceNames names = ResourceNames.under(URI.create("https://g.example/mcp-gateway"));

        assertThat(names.metadataOf("/mcp"))
                .isEqualTo("https://g.example/.well-known/oauth-protected-resource/mcp-gateway/mcp");
        assertThat(names.described(ResourceNames.WELL_KNOWN + "/mcp-gateway/mcp"))
                .hasValue("/mcp");
        assertThat(names.described(ResourceNames.WELL_KNOWN + "/mcp")).hasValue("/mcp");
        assertThat(names.described(ResourceNames.WELL_KNOWN + "/mcp-gateway")).hasValue("");
        assertThat(names.described(ResourceNames.WELL_KNOWN)).hasValue("");
        assertThat(names.described(ResourceNames.WELL_KNOWN + "/other")).isEmpty();
        assertThat(ResourceNames.serves(ResourceNames.WELL_KNOWN)).isTrue();
        assertThat(ResourceNames.serves(ResourceNames.WELL_KNOWN + "/x")).isTrue();
        assertThat(ResourceNames.serves(ResourceNames.WELL_KNOWN + "x")).isFalse();
    }

    @Test
    void metadata_tell_where_to_get_tokens() {
        ResourceRoutes routes = new ResourceRoutes(
                ResourceNames.under(URI.create("https://g.example")),
                new ResourceRoutes.Issued(List.of("https://idp"), List.of("b", "a")));

        Sent good = sent(routes, "GET", ResourceNames.WELL_KNOWN + "/mcp");
        assertThat(good.status).isEqualTo(200);
        assertThat(good.headers.first("Content-Type")).hasValue("application/json");
        assertThat(good.body)
                .contains("\"resource\":\"https://g.example/mcp\"", "\"authorization_servers\":[\"https://idp\"]")
                .contains("\"scopes_supported\":[\"a\",\"b\"]", "\"bearer_methods_supported\":[\"header\"]", "ES256");
        assertThat(sent(routes, "GET", ResourceNames.WELL_KNOWN + "/nothing").status)
                .isEqualTo(404);
        Sent posted = sent(routes, "POST", ResourceNames.WELL_KNOWN);
        assertThat(posted.status).isEqualTo(405);
        assertThat(posted.headers.first("Allow")).hasValue("GET");
        assertThat(sent(
                                new ResourceRoutes(
                                        ResourceNames.under(URI.create("https://g.example")),
                                        new ResourceRoutes.Issued(List.of(), List.of())),
                                "GET",
                                ResourceNames.WELL_KNOWN)
                        .body)
                .doesNotContain("scopes_supported");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a/b", "a\n", "a\""})
    void a_key_is_for_somebody_who_can_be_named(String name) {
        assertThatThrownBy(() -> key(name, "acme", Set.of(), "")).hasMessageContaining("The principal");
        assertThatThrownBy(() -> key("a", "acme", Set.of(name), "")).hasMessageContaining("A role");
        if (!name.isBlank()) {
            assertThatThrownBy(() -> key("a", name, Set.of(), "")).hasMessageContaining("The tenant");
        }
    }

    @Test
    void a_key_has_so_many_roles_and_so_long_a_name_and_a_note() {
        assertThat(key("x".repeat(100), "acme", roles(32), "n".repeat(200)).roles())
                .hasSize(32);
        assertThatThrownBy(() -> key("x".repeat(101), "acme", Set.of(), ""))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> key("x", "acme", roles(33), "")).hasMessageContaining("at most 32 roles");
        assertThatThrownBy(() -> key("x", "acme", Set.of(), "n".repeat(201))).hasMessageContaining("A note");
        assertThatThrownBy(() -> key("x", "acme", Set.of(), "a\u0007")).hasMessageContaining("A note");
    }

    @Test
    void a_token_of_others_is_judged_by_what_judges_those_and_by_nothing_else() {
        Access dora = Access.plain(new Principal(ACME, "dora"), Access.Proof.JWT);
        AccessChain chain = new AccessChain(new AccessChain.Proofs(
                Optional.of(Strangers.with(Set.of("guest"), Strangers.From.ANYWHERE)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Judge(dora)),
                Optional.empty()));

        assertThat(((Admission.Admitted) chain.admit(Shown.with("Authorization", "Bearer good")))
                        .access()
                        .principal())
                .isEqualTo(dora.principal());
        assertThat(((Admission.Admitted) chain.admit(Shown.with("Authorization", "DPoP good", "DPoP", "proof")))
                        .access()
                        .principal())
                .isEqualTo(dora.principal());
        Admission refused = chain.admit(Shown.with("Authorization", "Bearer bad"));
        assertThat(reason(refused)).isEqualTo(Denial.Reason.INVALID);
        assertThat(((Admission.Refused) refused).denial().demand().metadata()).isEqualTo("meta of /mcp");
        assertThat(reason(chain.admit(Shown.with("Authorization", "DPoP good", "DPoP", "x"))))
                .isEqualTo(Denial.Reason.UNBOUND);
        for (String other : List.of(
                "Bearer yk_x_y", "Bearer " + OperatorToken.create().secret().reveal(), "Basic YTpi")) {
            assertThat(reason(chain.admit(Shown.with("Authorization", other))))
                    .as(other)
                    .isIn(Denial.Reason.NOT_OFFERED, Denial.Reason.INVALID);
        }
        Access nobody = ((Admission.Admitted) chain.admit(Shown.with())).access();
        assertThat(nobody.principal().name()).isEqualTo("anonymous");
        assertThat(nobody.roles()).containsExactly("guest");
    }

    /** Knows one token, and one proof. */
    private record Judge(Access of) implements TokenProof {
        @Override
        public Admission admit(ShownToken shown) {
            if (!shown.text().reveal().equals("good")
                    || !shown.path().equals("/mcp")
                    || !shown.method().equals("POST")) {
                return Admission.refused(Denial.Reason.INVALID, "bad");
            }
            return shown.proof().filter(proof -> !proof.equals("proof")).isPresent()
                    ? Admission.refused(Denial.Reason.UNBOUND, "bad proof")
                    : new Admission.Admitted(of);
        }

        @Override
        public Denial.Demand demand(String path) {
            return new Denial.Demand("meta of " + path, Set.of());
        }
    }

    private static NewKey key(String principal, String tenant, Set<String> roles, String note) {
        return new NewKey(new TenantId(tenant), principal, roles, Scopes.ALL, note, Optional.empty());
    }

    private static Set<String> roles(int count) {
        return IntStream.range(0, count).mapToObj(i -> "r" + i).collect(Collectors.toSet());
    }

    private static CertificateConfig entry(String subject, String san, String principal) {
        return new CertificateConfig(
                subject == null ? null : new X500Principal(subject), san, principal, ACME, Set.of("ops"));
    }

    private static String who(CertificateConfig entry, X509Certificate certificate) {
        Principal principal = ((Admission.Admitted) new ClientCertificates(List.of(entry)).admit(certificate))
                .access()
                .principal();
        return principal.tenant() + "/" + principal.name();
    }

    private X509Certificate certificate(String name, String extension, String start) throws Exception {
        Path file = Certificates.make(folder, name, extension, start).certificate();
        try (InputStream in = Files.newInputStream(file)) {
            return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static String challenge(Denial.Reason reason) {
        return new Denial(reason, "m").headers().first("WWW-Authenticate").orElse("");
    }

    private static Denial.Reason reason(Admission admission) {
        return ((Admission.Refused) admission).denial().reason();
    }

    private static Sent sent(ResourceRoutes routes, String method, String path) {
        Sent sent = new Sent();
        routes.handle(Shown.at(method, path), sent);
        return sent;
    }

    /** An answer that is looked at. */
    private static final class Sent implements HttpResponse {
        private int status;
        private Headers headers = Headers.none();
        private String body = "";

        @Override
        public void send(int code, Headers with, byte[] bytes) {
            status = code;
            headers = with;
            body = new String(bytes, StandardCharsets.UTF_8);
        }

        @Override
        public EventStream stream(int code, Headers with) {
            throw new UnsupportedOperationException();
        }

        @Override
        public EventStream lastStream(int code, Headers with) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Duplex upgrade(Headers with) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean begun() {
            return status != 0;
        }
    }
}
