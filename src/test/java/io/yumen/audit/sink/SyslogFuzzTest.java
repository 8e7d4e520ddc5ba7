package io.yumen.audit.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Whatever a record says, its message has the one head that we write. */
class SyslogFuzzTest {
    private static final SyslogForm FORM = new SyslogForm("host", 7);

    @FuzzTest(maxDuration = "60s")
    void any_record_stands_behind_one_head(byte[] bytes) {
        byte[] message = FORM.of(bytes);
        String head = new String(message, 0, message.length - bytes.length, StandardCharsets.ISO_8859_1);
        assertThat(head).matches("<1\\d\\d>1 [\\x21-\\x7e]{1,32} host yumen 7 [\\x21-\\x7e]{1,32} - ");
        assertThat(message).endsWith(bytes);
    }
}
