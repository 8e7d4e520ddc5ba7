package io.yumen.pin;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.protocol.Altered;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whatever is stored as a pinned definition: what is understood is written as it was read, and all else is refused. */
class PinFuzzTest {
    private static final String GOOD = """
            {"server":"s","kind":"tool","name":"t","text":"{}","approved":[{"digest":"d","since":"2026-01-01T00:00:00Z","by":"ann"}],"rejected":["x"],"waiting":{"digest":"e","text":"{}","reason":"changed","seen":"2026-01-01T00:00:00Z","findings":[]},"gone":"2026-01-01T00:00:00Z","notes":[]}""";

    @FuzzTest(maxDuration = "60s")
    void any_record_is_a_pin_or_is_refused(byte[] bytes) {
        String text = Altered.by(bytes, GOOD);
        try {
            JsonNode tree = new JsonCodec(JsonLimits.DEFAULT).read(text.getBytes(StandardCharsets.UTF_8));
            Pin pin = Pin.read(tree);
            assertThat(Pin.read(pin.toJson())).isEqualTo(pin);
        } catch (IllegalArgumentException
                | DateTimeException
                | RpcException
                | JacksonException
                | NoSuchElementException e) {
            assertThat(text).isNotEqualTo(GOOD);
        }
    }

    @FuzzTest(maxDuration = "60s")
    void any_entry_of_a_list_has_a_definition(byte[] bytes) {
        String text = Altered.by(bytes, "{\"name\":\"t\",\"description\":\"d\",\"inputSchema\":{\"type\":\"object\"}}");
        try {
            JsonNode tree = new JsonCodec(JsonLimits.DEFAULT).read(text.getBytes(StandardCharsets.UTF_8));
            if (tree instanceof ObjectNode entry) {
                for (Kind kind : Kind.values()) {
                    Definition first = Definition.of("server", kind, entry);
                    Definition same = Definition.of("server", kind, entry.deepCopy());
                    assertThat(same.digest()).isEqualTo(first.digest()).isNotEmpty();
                }
            }
        } catch (RpcException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @Test
    void any_change_of_a_good_one_is_understood_or_refused() {
        any_record_is_a_pin_or_is_refused(new byte[0]);
        Altered.often(this::any_record_is_a_pin_or_is_refused);
        Altered.often(this::any_entry_of_a_list_has_a_definition);
    }
}
