package io.yumen.auth.approval;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.protocol.Altered;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** Whatever is stored as a call that waits: what is understood is written as it was read, and all else is refused. */
class ApprovalFuzzTest {
    private static final String GOOD = """
            {"id":"i","state":"waiting","tenant":"acme","principal":"ann","server":"s","method":"tools/call","name":"t","arguments":{"a":1},"rule":"r","created":"2026-01-01T00:00:00Z","expires":"2026-01-01T00:05:00Z"}""";

    @FuzzTest(maxDuration = "60s")
    void any_record_is_an_approval_or_is_refused(byte[] bytes) {
        String text = Altered.by(bytes, GOOD);
        try {
            if (new JsonCodec(JsonLimits.DEFAULT).read(text.getBytes(StandardCharsets.UTF_8))
                    instanceof ObjectNode tree) {
                Approval approval = Approval.read(tree);
                assertThat(Approval.read(approval.toJson())).isEqualTo(approval);
            }
        } catch (IllegalArgumentException | DateTimeException | RpcException | JacksonException e) {
            assertThat(text).isNotEqualTo(GOOD);
        }
    }

    @Test
    void any_change_of_a_good_one_is_understood_or_refused() {
        any_record_is_an_approval_or_is_refused(new byte[0]);
        Altered.often(this::any_record_is_an_approval_or_is_refused);
    }
}
