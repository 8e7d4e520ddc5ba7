package io.yumen.service.awsdocs.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links of a page, as whole addresses. */
class AddressTest {
    private static final Address PAGE = Address.of("https://docs.aws.amazon.com/lane/latest/guide/gates.html?x=1#top");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "walls.html            | https://docs.aws.amazon.com/lane/latest/guide/walls.html",
                "./walls.html#high     | https://docs.aws.amazon.com/lane/latest/guide/walls.html#high",
                "../api/x.html?a=b/../c| https://docs.aws.amazon.com/lane/latest/api/x.html?a=b/../c",
                "../../../../../x      | https://docs.aws.amazon.com/x",
                "..                    | https://docs.aws.amazon.com/lane/latest/",
                ".                     | https://docs.aws.amazon.com/lane/latest/guide/",
                "/s3/./a/../b          | https://docs.aws.amazon.com/s3/b",
                "#anchor               | https://docs.aws.amazon.com/lane/latest/guide/gates.html?x=1#anchor",
                "?y=2                  | https://docs.aws.amazon.com/lane/latest/guide/gates.html?y=2",
                "//example.com/a       | https://example.com/a",
                "HTTP://example.com/a b| HTTP://example.com/a%20b",
                "mailto:a@example.com  | mailto:a@example.com",
                "pictures/ü.png        | https://docs.aws.amazon.com/lane/latest/guide/pictures/%C3%BC.png",
                "a:b.html              | ",
                "./a:b.html            | https://docs.aws.amazon.com/lane/latest/guide/a:b.html",
                "javascript:alert(1)   | ",
                "JavaScript:alert(1)   | ",
                "data:text/html,x      | ",
                "vbscript:x            | ",
                "file:///etc/passwd    | ",
            })
    void a_link_is_read_as_browsers_read_it(String link, String whole) {
        assertThat(PAGE.resolve(link).orElse(null)).isEqualTo(whole);
    }

    @Test
    void what_may_not_stand_in_an_address_is_in_percent() {
        assertThat(PAGE.resolve("a\"<b>|c\\"))
                .contains("https://docs.aws.amazon.com/lane/latest/guide/a%22%3Cb%3E%7Cc%5C");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x.html", "ftp://example.com/", "//example.com/x", "javascript:x"})
    void a_page_is_on_the_web(String address) {
        assertThatThrownBy(() -> Address.of(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("https://");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java\tscript:alert(1)",
                " javascript:x",
                "\u0000javascript:x",
                "java\nscript:x",
                "\u0001javascript:x"
            })
    void a_scheme_is_seen_through_what_browsers_leave_out(String link) {
        assertThat(PAGE.resolve(link)).isEmpty();
    }

    @FuzzTest(maxDuration = "20s")
    void any_link_leads_to_the_web_or_to_mail_or_nowhere(byte[] bytes) {
        PAGE.resolve(new String(bytes, StandardCharsets.UTF_8))
                .ifPresent(whole -> assertThat(whole)
                        .matches("(?i)(https?|mailto):[\\x21-\\x7e]*")
                        .doesNotContain("<", ">", "\"", " ", "|", "\\"));
    }
}
