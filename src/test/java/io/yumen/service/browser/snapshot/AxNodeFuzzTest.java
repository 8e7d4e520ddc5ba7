package io.yumen.service.browser.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.protocol.RpcException;
import io.yumen.schema.Records;
import io.yumen.service.browser.snapshot.Outline.Detail;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Whatever a browser tells as a node, it takes one line at most. */
class AxNodeFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void any_json_is_a_node_of_one_line(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        for (String json : List.of(text, "{\"role\": {\"value\": \"button\"}, \"name\": {\"value\": " + text + "}}")) {
            try {
                requireOneLine(Records.parse(json));
            } catch (RpcException noJson) {
                assertThat(noJson).hasMessageNotContaining("\n");
            }
        }
    }

    private static void requireOneLine(JsonNode tree) {
        AxNode node = AxNode.read(tree);
        Outline outline =
                Outline.of(new Spot("L", node), spot -> List.of(), new Uids(10), Detail.VERBOSE, OutlineLimits.ANSWER);
        assertThat(outline.text().lines().count()).isLessThanOrEqualTo(1);
    }
}
