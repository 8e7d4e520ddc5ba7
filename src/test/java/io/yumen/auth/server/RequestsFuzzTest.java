package io.yumen.auth.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.auth.ResourceNames;
import io.yumen.http.RequestRefused;
import io.yumen.http.WebForm;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Whatever clients send to our authorization server is understood or refused. */
class RequestsFuzzTest {
    private static final ResourceNames NAMES = ResourceNames.under(URI.create("https://gateway.example"));
    private static final Client EDITOR =
            new Client("editor", "Editor", List.of("http://127.0.0.1/callback"), Client.Origin.CONFIGURED);
    private static final String GOOD = "response_type=code&client_id=editor&code_challenge_method=S256&code_challenge="
            + "a".repeat(43) + "&redirect_uri=http://127.0.0.1:1/callback&";

    @FuzzTest(maxDuration = "60s")
    void any_query_asks_for_something_of_ours_or_is_refused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        for (String query : List.of(text, GOOD + text)) {
            try {
                WebForm form = WebForm.read(query);
                EDITOR.allows(form.one("redirect_uri"));
                AuthorizationRequest request = AuthorizationRequest.read(form, EDITOR, NAMES, Set.of("mcp", "admin"));
                assertThat(request.resource()).startsWith("https://gateway.example");
                assertThat(request.scopes()).isSubsetOf("mcp", "admin");
            } catch (RefusedException | RequestRefused e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }

    @FuzzTest(maxDuration = "60s")
    void any_document_describes_a_client_or_none(byte[] bytes) {
        try {
            if (!(new JsonCodec(JsonLimits.DEFAULT).read(bytes) instanceof ObjectNode document)) {
                return;
            }
            document.put("client_id", "https://app.example/c");
            Client client = Clients.described("https://app.example/c", "app.example", document);
            assertThat(client.redirects()).isNotEmpty().allMatch(redirect -> !redirect.isBlank());
            client.redirects()
                    .forEach(redirect -> assertThat(client.allows(redirect)).isTrue());
        } catch (RefusedException | RpcException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
