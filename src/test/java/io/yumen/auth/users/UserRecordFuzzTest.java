package io.yumen.auth.users;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.protocol.Altered;
import io.yumen.protocol.RpcException;
import java.time.DateTimeException;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

/** Whatever is stored as a user: what is understood is written as it was read, and all else is refused. */
class UserRecordFuzzTest {
    private static final String GOOD = """
            {"name":"ann","tenant":"acme","created":"2026-01-01T00:00:00Z","password":"$argon2id$","disabled":true,"roles":["admin"]}""";

    @FuzzTest(maxDuration = "60s")
    void any_record_is_a_user_or_is_refused(byte[] bytes) {
        String text = Altered.by(bytes, GOOD);
        try {
            UserRecord record = UserRecord.read(text);
            assertThat(UserRecord.read(record.text())).isEqualTo(record);
        } catch (IllegalArgumentException | DateTimeException | RpcException | JacksonException e) {
            assertThat(text).isNotEqualTo(GOOD);
        }
    }

    @Test
    void any_change_of_a_good_one_is_understood_or_refused() {
        any_record_is_a_user_or_is_refused(new byte[0]);
        Altered.often(this::any_record_is_a_user_or_is_refused);
    }
}
