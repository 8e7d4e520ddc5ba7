package io.yumen.service.browser.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Whatever is written as a URL, it is that of a web page, or refused. */
class UrlPolicyFuzzTest {
    @FuzzTest(maxDuration = "60s")
    void what_is_no_web_page_is_refused(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        for (String url : new String[] {text, "http://" + text, "http://" + text + "@169.254.169.254/"}) {
            if (UrlPolicy.refusal(url).isEmpty()) {
                assertThat(url.toLowerCase(Locale.ROOT)).matches("(?s)about:blank|https?:.*");
            }
        }
    }
}
