package io.yumen.service.awsdocs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stand-in for AWS's sites is whole: what it leads to is there. */
class DemoSiteTest {
    private static final Pattern LINK = Pattern.compile("(?:href=\"|\"href\": \"|]\\(|<loc>)([^\"#)<]+)");
    private static final List<String> MAPS = List.of(
            "docs.aws.amazon.com/llms.txt",
            "docs.aws.amazon.com/sitemap_index.xml",
            "docs.aws.amazon.com/harbor/latest/guide/llms.txt",
            "docs.aws.amazon.com/harbor/latest/guide/sitemap.xml",
            "docs.aws.amazon.com/harbor/latest/guide/toc-contents.json",
            "docs.aws.amazon.com/harbor/latest/api/llms.txt",
            "docs.aws.amazon.com/harbor/latest/api/toc-contents.json",
            "docs.amazonaws.cn/en_us/aws/latest/userguide/toc-contents.json",
            "docs.amazonaws.cn/en_us/harbor/latest/guide/toc-contents.json");

    private final DemoSite site = DemoSite.start();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void closes() {
        client.close();
        site.close();
    }

    @Test
    void what_its_maps_and_pages_lead_to_is_there() throws Exception {
        List<String> pages =
                new DemoPages().all().stream().map(DemoPages.DemoPage::path).toList();
        for (String path : Stream.concat(MAPS.stream(), pages.stream()).toList()) {
            HttpResponse<String> response = get(path);
            assertThat(response.statusCode()).as(path).isEqualTo(200);
            for (Matcher link = LINK.matcher(response.body()); link.find(); ) {
                URI target = URI.create("https://" + path).resolve(link.group(1));
                assertThat(get(target.getHost() + target.getPath()).statusCode())
                        .as(path + " leads to " + target)
                        .isEqualTo(target.getPath().equals("/") ? 404 : 200);
            }
        }
    }

    @Test
    void a_page_says_where_its_markdown_is_if_it_has_some() throws Exception {
        assertThat(get("docs.aws.amazon.com/harbor/latest/guide/berths.html").body())
                .contains("<link rel=\"alternate\" type=\"text/markdown\" href=\"berths.md\"/>");
        assertThat(get("docs.aws.amazon.com/harbor/latest/api/API_CreateBerth.html")
                        .body())
                .doesNotContain("markdown");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "docs.aws.amazon.com/../frame.html",
                "docs.aws.amazon.com/%2e%2e/frame.html",
                "docs.aws.amazon.com//pages.txt",
                "frame.html",
                "pages.txt",
                "docs.aws.amazon.com/harbor",
                "docs.aws.amazon.com/../../../../../logback.xml",
                "docs.example.com/pages.txt",
            })
    void nothing_else_of_the_program_is_served(String path) throws Exception {
        assertThat(get(path).statusCode()).isIn(400, 404);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create(site.address() + "/" + path)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
