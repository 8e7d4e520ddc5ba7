package io.yumen.audit.trail;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.audit.Redaction;
import io.yumen.audit.Times;
import io.yumen.protocol.FieldWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Whatever stands in the file of a trail is a record, or is told from one. */
class RecordsFuzzTest {
    private static final ChainKey KEY = new ChainKey(new byte[32]);
    private static final byte[] GOOD = Line.bind(new FieldWriter().put("seq", 1).bytes(), Line.NOTHING, KEY.chain());

    @FuzzTest(maxDuration = "60s")
    void any_file_is_a_trail_or_is_found_broken(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("audit-", ".jsonl");
        try {
            Files.write(file, bytes);
            assertThat(new Verifier(KEY).file(file)).isNotNull();
            assertThat(Tail.of(file, KEY)).as("nobody wrote that").isEmpty();

            ByteArrayOutputStream torn = new ByteArrayOutputStream();
            torn.write(GOOD);
            torn.write('\n');
            torn.write(bytes);
            Files.write(file, torn.toByteArray());
            assertThat(Tail.of(file, KEY).orElseThrow().torn()).isEqualTo(bytes);
        } finally {
            Files.delete(file);
        }
    }

    @FuzzTest(maxDuration = "60s")
    void any_changed_record_is_none(byte[] bytes) {
        assertThat(Line.read(bytes, KEY.chain())).isEmpty();
        Line.fields(bytes);
        byte[] changed = GOOD.clone();
        for (int at = 0; at < bytes.length && at < changed.length; at++) {
            changed[at] ^= bytes[at];
        }
        Optional<Line> read = Line.read(changed, KEY.chain());
        assertThat(read.isPresent()).isEqualTo(Arrays.equals(changed, GOOD));
    }

    @FuzzTest(maxDuration = "60s")
    void any_time_and_name_of_a_search_is_one_or_refused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            String written = Times.text(Times.read(text));
            assertThat(Times.text(Times.read(written))).isEqualTo(written);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
        try {
            Redaction.Named.read(text);
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }
}
