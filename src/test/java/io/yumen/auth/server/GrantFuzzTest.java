package io.yumen.auth.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.protocol.Altered;
import io.yumen.protocol.RpcException;
import java.time.DateTimeException;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

/** Whatever is stored as what a user allowed: what is understood is written as it was read, and all else is refused. */
class GrantFuzzTest {
    private static final String GOOD = """
            {"id":"g","user":"ann","client":"c","clientName":"C","resource":"https://a.example","generation":1,"created":"2026-01-01T00:00:00Z","used":"2026-01-01T00:00:00Z","scopes":["mcp"]}""";

    @FuzzTest(maxDuration = "60s")
    void any_record_is_a_grant_or_is_refused(byte[] bytes) {
        String text = Altered.by(bytes, GOOD);
        try {
            Grant grant = Grant.read(text);
            assertThat(Grant.read(grant.text())).isEqualTo(grant);
        } catch (IllegalArgumentException | DateTimeException | RpcException | JacksonException e) {
            assertThat(text).isNotEqualTo(GOOD);
        }
    }

    @Test
    void any_change_of_a_good_one_is_understood_or_refused() {
        any_record_is_a_grant_or_is_refused(new byte[0]);
        Altered.often(this::any_record_is_a_grant_or_is_refused);
    }
}
