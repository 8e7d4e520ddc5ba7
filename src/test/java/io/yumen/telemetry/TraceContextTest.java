package io.yumen.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TraceContextTest {
    private static final String GOOD = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void what_begins_here_can_be_read_and_is_another_each_time() {
        TraceContext one = TraceContext.begin();
        assertThat(TraceContext.read(one.text())).contains(one);
        assertThat(TraceContext.begin().trace()).isNotEqualTo(one.trace());
    }

    @Test
    void later_versions_may_say_more_and_this_one_may_not() {
        String later = "01" + GOOD.substring(2) + "-more";
        assertThat(TraceContext.read(later)).isPresent();
        assertThat(TraceContext.read(later + "x".repeat(300))).isEmpty();
        assertThat(TraceContext.read(GOOD + "-more")).isEmpty();
        assertThat(TraceContext.read("ff" + GOOD.substring(2))).isEmpty();
    }

    @Test
    void what_has_another_form_is_none() {
        assertThat(TraceContext.read(GOOD)).map(TraceContext::trace).contains(GOOD.substring(3, 35));
        for (int i = 0; i < GOOD.length(); i++) {
            for (char wrong : new char[] {'g', 'A', '/', ':', '`', ' ', '.'}) {
                assertThat(TraceContext.read(GOOD.substring(0, i) + wrong + GOOD.substring(i + 1)))
                        .isEmpty();
            }
            assertThat(TraceContext.read(GOOD.substring(0, i))).isEmpty();
        }
        assertThat(TraceContext.read(GOOD.replace("0af7651916cd43dd8448eb211c80319c", "0".repeat(32))))
                .isEmpty();
        assertThat(TraceContext.read(GOOD.replace("b7ad6b7169203331", "0".repeat(16))))
                .isEmpty();
        assertThat(TraceContext.read("01" + GOOD.substring(2) + "more")).isEmpty();
    }

    @FuzzTest(maxDuration = "60s")
    void any_text_is_a_trace_or_none(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        for (String field : List.of(text, GOOD + text, GOOD.substring(0, GOOD.length() - 2) + text)) {
            Optional<TraceContext> read = TraceContext.read(field);
            read.ifPresent(context -> {
                assertThat(context.trace()).matches("[0-9a-f]{32}").isNotEqualTo("0".repeat(32));
                assertThat(context.text()).isEqualTo(field);
            });
        }
    }
}
