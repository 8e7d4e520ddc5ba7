package io.yumen.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.oauth.discovery.OAuthException;
import io.yumen.protocol.Altered;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Whatever a token endpoint answers, or stands where a key should: it can be used, or it is refused. */
class TokensFuzzTest {
    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.DEFAULT);
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Set<String> ASKED = Set.of("asked");
    private static final String ANSWER = """
            {"access_token":"abc.def","token_type":"Bearer","expires_in":300,"scope":"a b","refresh_token":"ghi"}""";
    private static final ProofKey KEY = ProofKey.generate();
    private static final String PEM = "-----BEGIN PRIVATE KEY-----\n"
            + KEY.toJson().path("private").asString().replace('-', '+').replace('_', '/')
            + "\n-----END PRIVATE KEY-----\n";

    @FuzzTest(maxDuration = "60s")
    void any_answer_has_tokens_or_is_distrusted(byte[] bytes) {
        String text = Altered.by(bytes, ANSWER);
        try {
            if (CODEC.read(text.getBytes(StandardCharsets.UTF_8)) instanceof ObjectNode answer) {
                Tokens tokens = Tokens.read(answer, ASKED, null, NOW);
                assertThat(tokens.authorization()).matches("Bearer [!-~]+");
                assertThat(tokens.expires()).isAfterOrEqualTo(NOW);
                assertThat(tokens.toString()).doesNotContain("abc.def", "ghi");
                Tokens again = Tokens.read(tokens.toJson());
                assertThat(again.authorization()).isEqualTo(tokens.authorization());
                assertThat(again.scopes()).isEqualTo(tokens.scopes());
            }
        } catch (OAuthException | RpcException e) {
            assertThat(e.getMessage()).isNotEmpty().doesNotContain("abc.def");
        }
    }

    @FuzzTest(maxDuration = "60s")
    void any_text_is_a_private_key_or_is_refused(byte[] bytes) {
        try {
            assertThat(SigningKey.ofPem(Altered.by(bytes, PEM)).encoded()).isNotEmpty();
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).contains("PEM of PKCS #8");
        }
        byte[] der = Base64.getUrlDecoder().decode(KEY.toJson().path("private").asString());
        for (int i = 0; i + 1 < bytes.length; i += 2) {
            der[(bytes[i] & 0xff) % der.length] = bytes[i + 1];
        }
        try {
            assertThat(SigningKey.ofEncoded(der).encoded()).isNotEmpty();
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @Test
    void any_change_of_a_good_one_is_understood_or_refused() {
        any_answer_has_tokens_or_is_distrusted(new byte[0]);
        Altered.often(this::any_answer_has_tokens_or_is_distrusted);
        Altered.often(this::any_text_is_a_private_key_or_is_refused);
    }
}
