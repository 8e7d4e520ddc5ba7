package io.yumen.service.browser.cdp;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.service.browser.cdp.CdpException.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Whatever bytes a peer sends, they are read, or refused, and nothing else happens. */
final class PeerBytesFuzzTest {
    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.DEFAULT);

    @FuzzTest(maxDuration = "20s")
    void any_introduction_is_read_or_refused(byte[] bytes) {
        String text =
                new String(bytes, StandardCharsets.ISO_8859_1).replace("\"", "").replace("\\", "");
        byte[] nearly = ("{\"Browser\":\"Chrome\",\"webSocketDebuggerUrl\":\"ws://h:1/devtools/browser/" + text + "\"}")
                .getBytes(StandardCharsets.UTF_8);
        for (byte[] body : new byte[][] {bytes, nearly}) {
            try {
                BrowserVersion version = Introduction.read(body);
                assertThat(version.browserId()).matches("[0-9A-Za-z-]{1,64}");
                assertThat(version.product()).isNotBlank();
            } catch (CdpException e) {
                assertThat(e.kind()).isEqualTo(Kind.MALFORMED);
            }
        }
    }

    @FuzzTest(maxDuration = "20s")
    void any_message_is_taken_without_harm(byte[] bytes) {
        List<CdpWire.Ear> ears = new ArrayList<>();
        CdpBrowser browser = CdpBrowser.over(CdpLimits.DEFAULT, ear -> {
            ears.add(ear);
            return new Wire();
        });
        try (browser) {
            ears.getFirst().message(bytes);
            ears.getFirst().tooLarge(Arrays.copyOf(bytes, Math.min(bytes.length, IdAtStart.BYTES)));
            assertThat(browser.isOpen()).isTrue();
        }
    }

    @FuzzTest(maxDuration = "20s")
    void mended_escapes_leave_everything_else_as_it_was(byte[] bytes) {
        byte[] before = bytes.clone();
        byte[] mended = Halves.mended(bytes);

        assertThat(bytes).isEqualTo(before);
        assertThat(mended).hasSameSizeAs(bytes);
        assertThat(Halves.mended(mended)).isEqualTo(mended);
    }

    @Test
    void halves_of_characters_are_mended_and_whole_ones_kept() {
        assertThat(read("\"\\ud83d\\ude00\"")).isEqualTo("\ud83d\ude00");
        assertThat(read("\"\\ud83d\"")).isEqualTo("\ufffd");
        assertThat(read("\"\\uDE00\\uD83D\"")).isEqualTo("\ufffd\ufffd");
        assertThat(read("\"\\ud83d\\ud83d\\ude00\"")).isEqualTo("\ufffd\ud83d\ude00");
        assertThat(read("\"\\\\ud83d\"")).isEqualTo("\\ud83d");
        assertThat(read("\"\\n\\u0041\\ud83dx\"")).isEqualTo("\nA\ufffdx");
    }

    @Test
    void the_id_is_found_where_chrome_writes_it() {
        assertThat(IdAtStart.of("{\"id\":12,\"result\":{".getBytes(StandardCharsets.UTF_8)))
                .hasValue(12);
        assertThat(IdAtStart.of("{\"id\":12".getBytes(StandardCharsets.UTF_8))).isEmpty();
        assertThat(IdAtStart.of("{\"method\":\"x\",\"id\":12}".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        assertThat(IdAtStart.of(new byte[0])).isEmpty();
    }

    private static String read(String json) {
        JsonNode node = CODEC.read(Halves.mended(json.getBytes(StandardCharsets.UTF_8)));
        return node.asString("");
    }

    /** One that leads nowhere. */
    private static final class Wire implements CdpWire {
        @Override
        public void begin() {}

        @Override
        public boolean send(String message) {
            return true;
        }

        @Override
        public void close() {}
    }
}
