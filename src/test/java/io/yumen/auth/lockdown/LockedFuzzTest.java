package io.yumen.auth.lockdown;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.protocol.Altered;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.RpcException;
import java.time.DateTimeException;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

/** Whatever is stored as a lock: what is understood is written as it was read, and all else is refused. */
class LockedFuzzTest {
    private static final String GOOD = """
            {"kind":"principal","tenant":"acme","name":"ann","reason":"r","by":"boss","since":"2026-01-01T00:00:00Z"}""";

    @FuzzTest(maxDuration = "60s")
    void any_record_is_a_lock_or_is_refused(byte[] bytes) {
        String text = Altered.by(bytes, GOOD);
        try {
            Locked locked = Locked.read(text);
            assertThat(Locked.read(JsonCodec.text(locked.toJson()))).isEqualTo(locked);
        } catch (IllegalArgumentException | DateTimeException | RpcException | JacksonException e) {
            assertThat(text).isNotEqualTo(GOOD);
        }
    }

    @Test
    void any_change_of_a_good_one_is_understood_or_refused() {
        any_record_is_a_lock_or_is_refused(new byte[0]);
        Altered.often(this::any_record_is_a_lock_or_is_refused);
    }
}
