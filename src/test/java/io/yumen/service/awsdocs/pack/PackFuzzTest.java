package io.yumen.service.awsdocs.pack;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.yumen.service.awsdocs.upstream.PageAddress;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** Any line of a pack is a copy of one of our pages, or refused. */
class PackFuzzTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @FuzzTest(maxDuration = "20s")
    void any_line_is_read_or_refused(FuzzedDataProvider data) {
        byte[] line = data.consumeRemainingAsBytes();
        try {
            JsonNode read = PackForm.read(line, PackLimits.DEFAULT);
            PackForm.Entry entry = PackForm.entry(read, NOW);
            assertThat(PackForm.holds(entry.key())).isTrue();
            assertThat(PageAddress.of(entry.key().name().split(" ", 2)[0]).toString())
                    .startsWith("https://");
            assertThat(entry.stamp().checked()).isBeforeOrEqualTo(NOW);
        } catch (PackRefused e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
