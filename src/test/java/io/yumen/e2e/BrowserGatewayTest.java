package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.service.browser.FixtureSite;
import io.yumen.service.browser.RealChromium;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A browser behind a whole gateway: the example, clients of both eras, and a real Chromium. */
class BrowserGatewayTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"modern", "legacy"})
    void the_example_opens_pages_and_tells_what_stands_on_them(String era) throws Exception {
        try (FixtureSite site = FixtureSite.start();
                RealChromium chromium = RealChromium.start(folder);
                Served gateway = Served.start(example(chromium), "--port", "0");
                Talker talker = ready(era, gateway)) {
            assertThat(talker.tools())
                    .contains("new_page", "take_snapshot", "click")
                    .doesNotContain("evaluate_script");
            assertThat(talker.text("new_page", "{\"url\": \"" + site.url("/form") + "\"}"))
                    .contains("A form");
            assertThat(talker.text("take_snapshot", "{}")).contains("button \"Send\"");
            assertThat(talker.text("click", "{\"uid\": \"9_9\"}")).contains("No element uid=9_9 on page 1");
        }
    }

    @Test
    void a_session_that_ends_leaves_no_tab() throws Exception {
        try (FixtureSite site = FixtureSite.start();
                RealChromium chromium = RealChromium.start(folder);
                Served gateway = Served.start(example(chromium), "--port", "0")) {
            try (Talker talker = ready("legacy", gateway);
                    Talker other = ready("legacy", gateway)) {
                talker.text("new_page", "{\"url\": \"" + site.url("/form?mark=mine") + "\"}");
                assertThat(other.text("list_pages", "{}")).contains("None");
                assertThat(chromium.tabs()).contains("mark=mine");
                talker.end();
            }
            Await.until("the tab is gone", LIMIT, () -> !chromium.tabs().contains("mark=mine"));
            assertThat(chromium.tabs()).contains("about:blank");
        }
    }

    private static Talker ready(String era, Served gateway) throws Exception {
        Talker talker = Talker.of(era, gateway.endpoint());
        Await.until("the tools are listed", LIMIT, () -> !talker.tools().isEmpty());
        return talker;
    }

    private Path example(RealChromium chromium) throws Exception {
        String example = Files.readString(Path.of("examples/browser.json"));
        return Files.writeString(
                folder.resolve("browser.json"),
                example.replace("http://127.0.0.1:9222", chromium.address().toString()));
    }
}
