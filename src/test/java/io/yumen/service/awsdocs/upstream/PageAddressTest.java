package io.yumen.service.awsdocs.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers name as a page. */
class PageAddressTest {
    private static final SiteUrl PAGE = SiteUrl.of("https://docs.aws.amazon.com/harbor/latest/guide/welcome.html")
            .url();

    @ParameterizedTest
    @CsvSource({
        "https://docs.aws.amazon.com/a/b.html, https://docs.aws.amazon.com/a/b.html",
        "http://docs.aws.amazon.com/a/b.html, https://docs.aws.amazon.com/a/b.html",
        "HTTPS://Docs.AWS.Amazon.COM/a/B.html, https://docs.aws.amazon.com/a/B.html",
        "' https://docs.aws.amazon.com/a/b.html ', https://docs.aws.amazon.com/a/b.html",
        "https://docs.aws.amazon.com/a/b.html#c-d, https://docs.aws.amazon.com/a/b.html#c-d",
        "https://docs.aws.amazon.com/a/b.html#, https://docs.aws.amazon.com/a/b.html",
        "https://docs.aws.amazon.com/a/b.html?x=y&z, https://docs.aws.amazon.com/a/b.html",
        "https://docs.aws.amazon.com/a/b.html?x=/../#c, https://docs.aws.amazon.com/a/b.html#c",
        "https://docs.aws.amazon.com/a/b.md, https://docs.aws.amazon.com/a/b.html",
        "https://docs.aws.amazon.com/a/b.md#c, https://docs.aws.amazon.com/a/b.html#c",
        "https://docs.aws.amazon.com/a/, https://docs.aws.amazon.com/a/",
        "https://docs.aws.amazon.com/a, https://docs.aws.amazon.com/a/",
        "https://docs.aws.amazon.com, https://docs.aws.amazon.com/",
        "https://docs.amazonaws.cn/en_us/a.html, https://docs.amazonaws.cn/en_us/a.html",
        "https://awsdocs-neuron.readthedocs-hosted.com/en/latest/a.html, https://awsdocs-neuron.readthedocs-hosted.com/en/latest/a.html",
        "https://docs.aws.amazon.com/a/AWS%20b.html, https://docs.aws.amazon.com/a/AWS%20b.html",
    })
    void an_address_is_made_canonical(String named, String canonical) {
        assertThat(PageAddress.of(named)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.com/a.html", "ftp://docs.aws.amazon.com/a.html", "a.html", ""})
    void another_site_is_refused_in_the_words_of_the_official_server(String named) {
        assertThatThrownBy(() -> PageAddress.of(named))
                .isInstanceOf(BadAddress.class)
                .hasMessage("URL must be from list of supported domains");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.pdf", "a/b.HTML", "a/llms.txt", "a.zip?x.html", "a.tar#b.html"})
    void what_can_be_no_page_is_refused_in_the_words_of_the_official_server(String path) {
        assertThatThrownBy(() -> PageAddress.of("https://docs.aws.amazon.com/" + path))
                .isInstanceOf(BadAddress.class)
                .hasMessage("URL must end with .html");
    }

    @FuzzTest(maxDuration = "20s")
    void any_text_names_a_page_of_ours_or_none(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        for (String named :
                new String[] {text, "https://docs.aws.amazon.com" + text, "https://docs.aws.amazon.com/" + text}) {
            try {
                onList(PageAddress.of(named).address());
                assertThat(PageAddress.of(PageAddress.of(named).toString())).isEqualTo(PageAddress.of(named));
            } catch (BadAddress e) {
                assertThat(e.getMessage()).startsWith("URL ");
            }
        }
        try {
            onList(PAGE.resolve(text).toString());
        } catch (BadAddress e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @FuzzTest(maxDuration = "20s")
    void the_head_of_any_page_is_read(byte[] bytes) {
        HtmlHead head = HtmlHead.of("<meta " + new String(bytes, StandardCharsets.UTF_8));

        head.refresh().ifPresent(target -> assertThat(target).isNotBlank());
    }

    private static void onList(String address) {
        URI uri = URI.create(address);
        assertThat(uri.getScheme()).isEqualTo("https");
        assertThat(Site.withPages(uri.getHost())).isPresent();
        assertThat(uri.getPort()).isEqualTo(-1);
        assertThat(uri.getRawUserInfo()).isNull();
        assertThat(uri.normalize().getRawPath()).isEqualTo(uri.getRawPath());
    }
}
