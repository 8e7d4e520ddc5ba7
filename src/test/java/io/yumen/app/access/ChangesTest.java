package io.yumen.app.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.auth.Withdrawal;
import io.yumen.config.AccessSettings;
import io.yumen.config.file.ConfigFile;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

/** What changed settings take back. */
class ChangesTest {
    private static final String BEFORE = """
            {"passwords": true, "anonymous": {"roles": ["guest"]}, "login": {},
             "oidc": {"a": {"issuer": "https://a.example"}, "b": {"issuer": "https://b.example"}}}""";

    private static final Access KEY = by(Access.Proof.KEY);
    private static final Access PASSWORD = by(Access.Proof.PASSWORD);
    private static final Access NOBODY = by(Access.Proof.NONE);
    private static final Access OF_A = token(Access.Proof.JWT, "https://a.example");
    private static final Access OF_B = token(Access.Proof.INTROSPECTION, "https://b.example");
    private static final Access OWN = token(Access.Proof.TOKEN, "https://me.example");

    @Test
    void nothing_is_taken_back_where_nothing_changes() {
        assertThat(Changes.between(access(BEFORE), access(BEFORE), "https://me.example"))
                .isEmpty();
    }

    @Test
    void proofs_that_are_not_taken_any_more_are() {
        List<Withdrawal> taken = Changes.between(access(BEFORE), access("""
                {"keys": false, "passwords": false, "anonymous": {"roles": []}, "login": {},
                 "oidc": {"a": {"issuer": "https://a.example"}, "b": {"issuer": "https://b.example"}}}"""), "https://me.example");
        assertThat(List.of(KEY, PASSWORD, NOBODY)).allMatch(access -> covers(taken, access));
        assertThat(List.of(OF_A, OF_B, OWN)).noneMatch(access -> covers(taken, access));
    }

    @Test
    void tokens_of_a_provider_that_goes_or_changes_are_and_no_others() {
        List<Withdrawal> taken = Changes.between(access(BEFORE), access("""
                {"passwords": true, "anonymous": {"roles": ["guest"]},
                 "oidc": {"a": {"issuer": "https://a.example", "bound": true}, "b": {"issuer": "https://b.example"},
                          "c": {"issuer": "https://c.example"}}}"""), "https://me.example");
        assertThat(List.of(OF_A, OWN)).allMatch(access -> covers(taken, access));
        assertThat(List.of(KEY, PASSWORD, NOBODY, OF_B)).noneMatch(access -> covers(taken, access));
    }

    @Test
    void who_is_where_nobody_may_be_any_more_goes() {
        List<Withdrawal> taken =
                Changes.between(access("{}"), access("{\"denyAddresses\": [\"10.0.0.0/8\"]}"), "https://me.example");
        assertThat(covers(taken, KEY.from("10.1.2.3"))).isTrue();
        assertThat(covers(taken, KEY.from("192.0.2.1"))).isFalse();
        assertThat(covers(taken, KEY.from("2001:db8::1"))).isFalse();
    }

    private static boolean covers(List<Withdrawal> taken, Access access) {
        return taken.stream().anyMatch(one -> one.covers(access));
    }

    private static Access by(Access.Proof proof) {
        return Access.plain(new Principal(TenantId.LOCAL, "ann"), proof).withCredential("id");
    }

    private static Access token(Access.Proof proof, String issuer) {
        return by(proof).withClaims("", JsonNodeFactory.instance.objectNode().put("iss", issuer));
    }

    private static AccessSettings access(String json) {
        return Objects.requireNonNull(ConfigFile.parse("{\"mcpServers\": {}, \"access\": %s}".formatted(json))
                .access());
    }
}
