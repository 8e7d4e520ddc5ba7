package io.yumen.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.protocol.Altered;
import io.yumen.protocol.RpcException;
import io.yumen.secret.Sealer;
import io.yumen.store.StoreLimits;
import io.yumen.store.TurnedClock;
import io.yumen.store.memory.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

/** Whatever is stored as a key of a client: what is understood is written as it was read, and all else is refused. */
class KeysFuzzTest {
    private static final String GOOD = """
            {"id":"abcdefghijkl","tenant":"acme","principal":"ann","roles":["admin"],"scopes":["mcp"],"note":"n","created":"2026-01-01T00:00:00Z","expires":"2027-01-01T00:00:00Z","mark":"m"}""";

    @FuzzTest(maxDuration = "60s")
    void any_record_is_a_key_or_is_refused(byte[] bytes) {
        String text = Altered.by(bytes, GOOD);
        try {
            KeyRecord record = KeyRecord.read(text);
            assertThat(KeyRecord.read(record.text())).isEqualTo(record);
        } catch (IllegalArgumentException | DateTimeException | RpcException | JacksonException e) {
            assertThat(text).isNotEqualTo(GOOD);
        }
    }

    @FuzzTest(maxDuration = "60s")
    void any_text_that_is_shown_is_no_key_of_ours(byte[] bytes) {
        TurnedClock clock = new TurnedClock();
        try (MemoryStore store = new MemoryStore(StoreLimits.DEFAULT, clock)) {
            ApiKeys keys = new ApiKeys(store.values(), Sealer.ephemeral(), clock, new Stays(clock));
            String text = ApiKey.PREFIX + new String(bytes, StandardCharsets.ISO_8859_1);
            assertThat(keys.admit(text)).isInstanceOf(Admission.Refused.class);
        }
    }

    @Test
    void any_change_of_a_good_one_is_understood_or_refused() {
        any_record_is_a_key_or_is_refused(new byte[0]);
        Altered.often(this::any_record_is_a_key_or_is_refused);
        any_text_that_is_shown_is_no_key_of_ours("short".getBytes(StandardCharsets.US_ASCII));
        any_text_that_is_shown_is_no_key_of_ours(new byte[64]);
    }
}
