package io.yumen.pin;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whatever a server says of what it offers is looked at, shown and counted. */
class DefinitionsFuzzTest {
    private static final Set<Concern> OF_TERMINALS =
            EnumSet.of(Concern.TERMINAL_SEQUENCE, Concern.CONTROL_CHARACTER, Concern.REORDERED_TEXT);

    @FuzzTest(maxDuration = "60s")
    void any_text_is_looked_at_and_shown_on_one_line(byte[] bytes) {
        for (String text :
                List.of(new String(bytes, StandardCharsets.UTF_8), new String(bytes, StandardCharsets.UTF_16BE))) {
            TextScan.of(text, "/description")
                    .forEach(finding -> assertThat(finding.detail()).isNotEmpty());
            for (String shown : List.of(Visible.of(text), Visible.whole(text))) {
                assertThat(shown.chars()).noneMatch(Character::isISOControl);
                assertThat(TextScan.of(shown, "/description"))
                        .extracting(Finding::concern)
                        .doesNotContainAnyElementsOf(OF_TERMINALS);
            }
            assertThat(Lookalikes.look(text)).doesNotContain("-", "_", " ");
            Lookalikes.isMixed(text);
        }
    }

    @FuzzTest(maxDuration = "60s")
    void any_document_has_the_digest_of_itself_in_any_order(byte[] bytes) {
        JsonCodec codec = new JsonCodec(JsonLimits.DEFAULT);
        try {
            JsonNode tree = codec.read(bytes);
            String digest = CanonicalDigest.of(tree);
            assertThat(digest).matches("[0-9a-f]{64}");
            assertThat(CanonicalDigest.of(codec.read(JsonCodec.bytes(tree)))).isEqualTo(digest);
            if (tree instanceof ObjectNode object) {
                ObjectNode reversed = object.objectNode();
                List<Map.Entry<String, JsonNode>> entries = new ArrayList<>(object.properties());
                entries.reversed().forEach(entry -> reversed.set(entry.getKey(), entry.getValue()));
                assertThat(CanonicalDigest.of(reversed)).isEqualTo(digest);
                assertThat(CanonicalDigest.of(reversed.put("one more", digest))).isNotEqualTo(digest);
            }
        } catch (RpcException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
