package io.yumen.auth.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.protocol.Glob;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Whatever is written as a rule is one, or is refused; and no rule takes long. */
class RulesFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void any_expression_is_true_or_false_or_refused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            Condition condition = Language.compile(text);
            Match match = condition.match(
                    new Facts(Asked.ANN, Asked.call("add", "{\"a\": 1, \"b\": [1, 2, \"x\"]}"), Asked.NOW));
            assertThat(match).isNotNull();
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).contains("CEL");
        }
    }

    @FuzzTest(maxDuration = "60s")
    void any_rule_and_any_question_of_a_trial_is_one_or_refused(byte[] bytes) {
        try {
            if (new JsonCodec(JsonLimits.DEFAULT).read(bytes) instanceof ObjectNode json) {
                read(json);
            }
        } catch (RpcException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    private static void read(ObjectNode json) {
        try {
            RuleConfig.check(json.path("when").asString(""));
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
        try {
            Question.read(json.deepCopy().put("principal", "ann").put("server", "s"));
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @FuzzTest(maxDuration = "60s")
    void any_pattern_matches_any_name_in_time(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int half = text.length() / 2;
        List<Glob> globs = Glob.all(List.of(text.substring(0, half)));
        Glob.allow(globs, text.substring(half));
        assertThat(Glob.allow(Glob.all(List.of("*")), text)).isTrue();
        Glob.allow(globs, "a".repeat(1_000));
    }
}
