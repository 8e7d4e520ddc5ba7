package io.yumen.auth.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.nimbusds.jose.jwk.JWK;
import io.yumen.oauth.discovery.OAuthException;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Whatever a provider says of keys and tokens is understood or refused. */
class DocumentsFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void any_document_is_a_set_of_keys_or_none(byte[] bytes) {
        try {
            if (new JsonCodec(JsonLimits.DEFAULT).read(bytes) instanceof ObjectNode document) {
                ObjectNode set = document.objectNode();
                set.putArray("keys").add(document);
                for (ObjectNode one : List.of(document, set)) {
                    for (JWK key : KeyRing.read(one)) {
                        Signatures.ALGORITHMS.forEach(algorithm -> Signatures.suits(key, algorithm));
                    }
                }
            }
        } catch (OAuthException | RpcException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @FuzzTest(maxDuration = "60s")
    void any_answer_says_that_a_token_is_good_or_not(byte[] bytes) {
        try {
            if (new JsonCodec(JsonLimits.DEFAULT).read(bytes) instanceof ObjectNode answer) {
                answer.put("active", true);
                Claims claims = new Claims(Introspection.active(answer));
                claims.audiences();
                claims.scopes("scope");
                claims.time("exp");
                claims.time("iat");
                assertThat(claims.name(List.of("sub"), "whom it is of")).isNotBlank();
            }
        } catch (TokenRefused | RpcException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
