package io.yumen.service.awsdocs.upstream;

import static io.yumen.service.awsdocs.upstream.Simulator.bytes;
import static io.yumen.service.awsdocs.upstream.Simulator.page;
import static io.yumen.service.awsdocs.upstream.Simulator.redirect;
import static io.yumen.service.awsdocs.upstream.Simulator.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.exchange.Cancellation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages as the sites have them, in the form in which they have them. */
class PagesTest extends SitesTest {
    private static final String HTML = "<!DOCTYPE html><html><body><h1>A page</h1></body></html>";

    @Test
    void a_page_comes_as_the_markdown_that_aws_has_of_it() throws Exception {
        Fetched.Found page = found(GUIDE + "berths.html");

        assertThat(page.form()).isEqualTo(Form.MARKDOWN);
        assertThat(page.text()).startsWith("# Berths and their quotas");
        assertThat(page.address()).isEqualTo(GUIDE + "berths.html");
        assertThat(page.freshness().etag())
                .hasValueSatisfying(tag -> assertThat(tag).matches("\"[0-9a-f]+\""));
        assertThat(page.freshness().maxAge()).contains(Duration.ofMinutes(5));
        assertThat(simulator.asked).hasToString("[GET /docs.aws.amazon.com/harbor/latest/guide/berths.md]");
    }

    @Test
    void a_page_without_markdown_comes_as_html() throws Exception {
        String url = "https://docs.aws.amazon.com/harbor/latest/api/API_CreateBerth.html";

        Fetched.Found page = found(url + "?session=1#API_CreateBerth_Errors");

        assertThat(page.form()).isEqualTo(Form.HTML);
        assertThat(page.text()).contains("<h1 class=\"topictitle\" id=\"API_CreateBerth\">");
        assertThat(page.address()).isEqualTo(url);
        assertThat(simulator.asked)
                .hasToString("[GET /docs.aws.amazon.com/harbor/latest/api/API_CreateBerth.md, "
                        + "GET /docs.aws.amazon.com/harbor/latest/api/API_CreateBerth.html]");
    }

    @Test
    void both_partitions_are_read_at_once() throws Exception {
        assertThat(found(GUIDE + "welcome.html").text()).contains("Harbor keeps berths");
        Fetched.Found china = found("https://docs.amazonaws.cn/en_us/harbor/latest/guide/welcome.html");

        assertThat(china.form()).isEqualTo(Form.HTML);
        assertThat(china.text()).contains("arn:aws-cn");
    }

    @Test
    void a_site_learns_who_asks_and_for_what_and_nothing_else() throws Exception {
        found(GUIDE + "welcome.html");

        Simulator.Asked asked = simulator.asked.getFirst();
        assertThat(asked.query()).isEmpty();
        StringBuilder said = new StringBuilder();
        asked.headers().without("Host").forEach((name, value) -> said.append(name + ": " + value + "\n"));
        assertThat(said.toString().lines().sorted())
                .containsExactly(
                        "Accept-Encoding: gzip", "Accept: text/markdown, text/plain;q=0.5", "User-Agent: Yumen/test");
    }

    @ParameterizedTest
    @CsvSource({"welcome.html, MARKDOWN", "../api/API_CreateBerth.html, HTML"})
    void what_is_had_is_asked_for_only_if_it_has_changed(String name, Form form) throws Exception {
        String url = GUIDE.replace("guide/", "") + name.replace("../", "");
        Fetched.Found had = found(form == Form.MARKDOWN ? GUIDE + name : url);
        assertThat(had.form()).isEqualTo(form);
        simulator.asked.clear();

        Fetched again = sites.page(had.address(), Optional.of(known(had)), new Cancellation());

        assertThat(again).isEqualTo(new Fetched.Unchanged(had.freshness()));
        assertThat(simulator.asked).hasSize(1);
        assertThat(simulator.asked.getFirst().headers().first("If-None-Match"))
                .isEqualTo(had.freshness().etag());
    }

    @Test
    void another_etag_with_the_same_text_is_a_page_again() throws Exception {
        Fetched.Found had = found(GUIDE + "welcome.html");
        simulator.on(GUIDE + "welcome.md", page("text/markdown", had.text(), "ETag", "\"other\""));

        Fetched.Found again = (Fetched.Found) sites.page(had.address(), Optional.of(known(had)), new Cancellation());

        assertThat(again.text()).isEqualTo(had.text());
        assertThat(again.freshness().etag()).contains("\"other\"");
    }

    @Test
    void an_unchanged_page_elsewhere_is_not_taken_for_the_one_that_is_had() throws Exception {
        Fetched.Found had = found(GUIDE + "welcome.html");
        simulator.on(GUIDE + "welcome.md", redirect(301, "berths.md"));
        simulator.on(GUIDE + "berths.md", status(304), simulator.whole());

        Fetched.Found again = (Fetched.Found) sites.page(had.address(), Optional.of(known(had)), new Cancellation());

        assertThat(again.address()).isEqualTo(GUIDE + "berths.html");
        assertThat(again.text()).startsWith("# Berths");
    }

    @Test
    void markdown_that_is_gone_gives_way_to_html() throws Exception {
        Fetched.Found had = found(GUIDE + "welcome.html");
        simulator.on(GUIDE + "welcome.md", status(403));

        Fetched.Found again = (Fetched.Found) sites.page(had.address(), Optional.of(known(had)), new Cancellation());

        assertThat(again.form()).isEqualTo(Form.HTML);
    }

    @ParameterizedTest
    @CsvSource({"text/html, # No", "text/markdown, <!DOCTYPE html><p>No", "text/markdown, ' '", "image/png, # No"})
    void what_is_no_markdown_is_not_taken_for_it(String type, String text) throws Exception {
        simulator.on(GUIDE + "welcome.md", page(type, text));

        assertThat(found(GUIDE + "welcome.html").form()).isEqualTo(Form.HTML);
    }

    @Test
    void a_page_that_moved_is_found_where_it_is() throws Exception {
        Fetched.Found page = found(GUIDE + "places.html");

        assertThat(page.address()).isEqualTo(GUIDE + "berths.html");
        assertThat(page.text()).contains("Berths and their quotas");
    }

    @Test
    void the_folder_of_a_guide_is_its_first_page() throws Exception {
        Fetched.Found page = found("http://docs.aws.amazon.com/harbor/latest/guide");

        assertThat(page.address()).isEqualTo(GUIDE + "welcome.html");
        assertThat(page.form()).isEqualTo(Form.MARKDOWN);
    }

    @Test
    void the_front_of_a_guide_in_place_of_a_page_is_no_page() throws Exception {
        assertThat(fetched(GUIDE + "lighthouse.html"))
                .isEqualTo(new Fetched.Missing(
                        200,
                        "requested " + GUIDE + "lighthouse.html; served " + GUIDE
                                + ": there is no such page any more, or it has another name now"));
    }

    @Test
    void the_front_of_a_guide_under_the_address_of_a_page_is_no_page() throws Exception {
        simulator.on(
                GUIDE + "cranes.html",
                page("text/html", "<html><head><link href='/harbor/latest/guide/welcome.html' rel=canonical></head>x"),
                page("text/html", "<html><head><meta content='0; url=welcome.html' http-equiv=refresh></head>"));

        for (int i = 0; i < 2; i++) {
            assertThat(fetched(GUIDE + "cranes.html"))
                    .isInstanceOfSatisfying(
                            Fetched.Missing.class,
                            missing -> assertThat(missing.reason())
                                    .startsWith(
                                            "requested " + GUIDE + "cranes.html; served " + GUIDE + "welcome.html"));
        }
    }

    @ParameterizedTest
    @CsvSource({"404", "410"})
    void a_page_that_does_not_exist_is_missing(int status) throws Exception {
        simulator.on(GUIDE + "none.html", status(status));

        assertThat(fetched(GUIDE + "none.html"))
                .isEqualTo(new Fetched.Missing(status, "there is no page at " + GUIDE + "none.html"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "text/html; charset=ISO-8859-1 | <html>caf\u00e9 | ISO-8859-1",
                "text/html; charset=GB18030    | <html><meta charset=utf-8>\u4e0a\u6d77 | GB18030",
                "text/html                     | <html><meta charset='gb18030'>\u4e0a\u6d77 | GB18030",
                "text/html | <html><meta http-equiv=Content-Type content='text/html; charset=windows-1252'>\u20ac | windows-1252",
                "text/html                     | <html><meta charset='utf-16'>\u4e0a\u6d77 | UTF-8",
                "text/html; charset=no-such    | <html>\u4e0a\u6d77 | UTF-8",
                "text/html                     | \ufeff<html>\u4e0a\u6d77 | UTF-8",
            })
    void characters_are_what_the_header_says_or_the_page(String type, String text, String charset) throws Exception {
        simulator.on(GUIDE + "words.html", bytes(type, text.getBytes(Charset.forName(charset))));

        assertThat(found(GUIDE + "words.html").text()).isEqualTo(text.replace("\ufeff", ""));
    }

    @Test
    void gzip_is_unpacked() throws Exception {
        simulator.on(
                GUIDE + "zip.html",
                bytes("text/html", gzip(HTML.getBytes(StandardCharsets.UTF_8)), "Content-Encoding", "gzip"));

        assertThat(found(GUIDE + "zip.html").text()).isEqualTo(HTML);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-age=60 | | | 60",
                "public, s-maxage=10, max-age=60 | | | 10",
                "max-age=60 | 45 | | 15",
                "max-age=60 | 99 | | 0",
                "no-cache, max-age=60 | | | 0",
                "MAX-AGE=\"7\" | | | 7",
                "public | | Thu, 15 Jan 2026 09:00:30 GMT | 30",
                "public | | 0 | 0",
                "public | | | ",
            })
    void an_answer_says_how_long_it_is_good(String control, String age, String expires, Long seconds) throws Exception {
        List<String> headers =
                new ArrayList<>(List.of("Cache-Control", control, "Date", "Thu, 15 Jan 2026 09:00:00 GMT"));
        if (age != null) {
            headers.addAll(List.of("Age", age));
        }
        if (expires != null) {
            headers.addAll(List.of("Expires", expires));
        }
        simulator.on(GUIDE + "age.html", page("text/html", HTML, headers.toArray(String[]::new)));

        assertThat(found(GUIDE + "age.html").freshness().maxAge())
                .isEqualTo(Optional.ofNullable(seconds).map(Duration::ofSeconds));
    }

    static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(plain);
        }
        return bytes.toByteArray();
    }
}
