package io.yumen.oauth.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import java.net.URI;
import tools.jackson.databind.node.ObjectNode;

/** Whatever servers publish of themselves is understood or distrusted. */
class MetadataFuzzTest {
    private static final URI SERVER = URI.create("https://server.example/mcp");

    @FuzzTest(maxDuration = "60s")
    void any_metadata_are_understood_or_distrusted(byte[] bytes) {
        try {
            if (new JsonCodec(JsonLimits.DEFAULT).read(bytes) instanceof ObjectNode document) {
                ObjectNode complete = document.deepCopy();
                complete.put("token_endpoint", "https://auth.example/token");
                assertThat(ServerMetadata.read(complete).endpoints().token()).hasScheme("https");
                complete.put("resource", SERVER.toString());
                assertThat(ResourceMetadata.read(complete, SERVER).toString()).isNotEmpty();
                ServerMetadata.read(document);
            }
        } catch (OAuthException | RpcException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
