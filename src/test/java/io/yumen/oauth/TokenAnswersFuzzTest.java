package io.yumen.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.http.HttpSyntax;
import io.yumen.oauth.discovery.OAuthException;
import io.yumen.oauth.discovery.PeerUrl;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Whatever an authorization server answers is tokens that can be sent, or is distrusted. */
class TokenAnswersFuzzTest {
    private static final Instant NOW = Instant.parse("2026-11-22T09:00:00Z");
    private static final Set<String> ASKED = Set.of("files");

    @FuzzTest(maxDuration = "60s")
    void any_answer_has_tokens_or_none(byte[] bytes) {
        try {
            if (new JsonCodec(JsonLimits.DEFAULT).read(bytes) instanceof ObjectNode answer) {
                check(answer.deepCopy().put("access_token", "a").put("token_type", "Bearer"));
                check(answer.put("token_type", "bearer"));
            }
        } catch (OAuthException | RpcException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @FuzzTest(maxDuration = "60s")
    void any_text_is_a_place_for_browsers_or_is_distrusted(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        for (String one : new String[] {text, "https://" + text, "https://auth.example/" + text}) {
            try {
                URI place = PeerUrl.forBrowser(one, "page", Set.of());
                assertThat(place.getScheme()).isEqualToIgnoringCase("https");
                assertThat(place.getHost()).isNotEmpty();
                assertThat(place.getRawUserInfo()).isNull();
            } catch (OAuthException e) {
                assertThat(e.getMessage()).matches("[ -~]+");
            }
        }
    }

    private static void check(ObjectNode answer) {
        Tokens tokens = Tokens.read(answer, ASKED, null, NOW);
        assertThat(HttpSyntax.isFieldValue(tokens.authorization())).isTrue();
        assertThat(tokens.expires()).isAfterOrEqualTo(NOW);
        Tokens kept = Tokens.read(tokens.toJson());
        assertThat(kept.authorization()).isEqualTo(tokens.authorization());
        assertThat(kept.scopes()).isEqualTo(tokens.scopes());
        assertThat(kept.expires()).isEqualTo(tokens.expires());
        assertThat(kept.refresh()).isEqualTo(tokens.refresh());
    }
}
