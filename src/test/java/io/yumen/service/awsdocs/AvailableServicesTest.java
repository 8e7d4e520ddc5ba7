package io.yumen.service.awsdocs;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.golden.Golden;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.secret.Sealer;
import io.yumen.service.awsdocs.shelf.DepotOnDemand;
import io.yumen.service.awsdocs.shelf.desk.ShelfLimits;
import io.yumen.service.awsdocs.shelf.index.IndexDepot;
import io.yumen.service.awsdocs.shelf.index.IndexLimits;
import io.yumen.service.awsdocs.upstream.AwsSites;
import io.yumen.service.awsdocs.upstream.Simulator;
import io.yumen.service.awsdocs.upstream.SitesConfig;
import io.yumen.service.awsdocs.upstream.SitesLimits;
import io.yumen.service.host.Asker;
import io.yumen.service.host.ServiceHandler;
import io.yumen.service.host.ServiceLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The services in China, in the words of AWS's server. */
final class AvailableServicesTest {
    private static final Path GOLDEN = Path.of("src/test/resources/awsdocs/available_services.out.md");
    private static final String FOLDER = "https://docs.amazonaws.cn/en_us/aws/latest/userguide/";
    private static final String PAGE = FOLDER + "services.html";
    private static final String TABLE = FOLDER + "toc-contents.json";
    private static final String LIST = "\n\n## Services in Amazon Web Services China\n\n";

    @TempDir
    private Path folder;

    private final Simulator aws = new Simulator();
    private ServiceHandler handler;

    @BeforeEach
    void start() {
        SitesConfig sites =
                SitesConfig.of("test").on(aws.address()).with(SitesLimits.DEFAULT.within(Duration.ofSeconds(20)));
        AwsDocsConfig config = new AwsDocsConfig(EnumSet.of(Partition.AWS_CN), sites, ShelfLimits.DEFAULT);
        AwsSites asked = new AwsSites(
                sites, reach -> RelayClient.create(RelayClientConfig.defaults().with(reach)));
        InstantSource clock = InstantSource.system();
        DepotOnDemand depot =
                new DepotOnDemand(() -> IndexDepot.open(folder.resolve("pages"), IndexLimits.DEFAULT, clock));
        handler = ServiceHandler.start(
                new AwsDocsService(config, asked, depot, clock), ServiceLimits.DEFAULT, Sealer.ephemeral(), clock);
    }

    @AfterEach
    void close() {
        handler.close();
        aws.close();
    }

    @Test
    void the_page_comes_first_and_the_list_after_it() throws IOException {
        JsonNode told = told();
        String text = text(told);
        Golden.matches(GOLDEN, text + "\n");
        assertThat(text)
                .startsWith("AWS Documentation from " + PAGE + ":\n\n# Services in the China regions\n\n")
                .endsWith(LIST + "- [Harbor](https://docs.amazonaws.cn/en_us/harbor/latest/guide/welcome.html)");
        assertThat(told.path("content")).hasSize(1);
        assertThat(told.at("/structuredContent/result").asString("")).isEqualTo(text);
        assertThat(aws.count(PAGE)).isOne();
        assertThat(aws.count(TABLE)).isOne();
    }

    @Test
    void nothing_of_the_page_is_left_out_however_long_it_is() {
        String rows = IntStream.range(0, 400)
                .mapToObj(i -> "<tr><td>Service " + i + "</td><td>" + "as elsewhere ".repeat(20) + "</td></tr>")
                .collect(Collectors.joining());
        aws.on(
                PAGE,
                Simulator.page(
                        "text/html",
                        "<html><body><main><table><tr><th>Name</th><th>What</th></tr>" + rows
                                + "</table></main></body></html>"));
        assertThat(text(told()))
                .contains("Service 0 ", "Service 200 ", "Service 399 ")
                .doesNotContain("truncated");
    }

    @Test
    void a_page_with_nothing_on_it_says_so_before_the_list() {
        aws.on(PAGE, Simulator.page("text/html", "<html><body><main></main></body></html>"));
        assertThat(text(told()))
                .startsWith("AWS Documentation from " + PAGE + ":\n\n<e>No more content available.</e>" + LIST + "- [");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                PAGE + "  | 404 | Failed to fetch AWS-CN services page - status code 404; there is no page at " + PAGE,
                PAGE + "  | 500 | Failed to fetch AWS-CN services page - status code 500; docs.amazonaws.cn fails",
                PAGE + "  | 200 | Failed to fetch AWS-CN services page: the answer is ",
                TABLE + " | 404 | Failed to fetch AWS-CN TOC - status code 404; there is no toc-contents.json at",
                TABLE + " | 403 | Failed to fetch AWS-CN TOC - status code 403; there is no toc-contents.json at",
                TABLE + " | 503 | Failed to fetch AWS-CN TOC - status code 503; docs.amazonaws.cn fails",
                TABLE + " | 200 | Failed to parse AWS-CN TOC JSON: ",
            })
    void what_cannot_be_had_is_told_first_in_the_words_of_the_server_of_AWS(String url, int status, String failure) {
        aws.on(url, Simulator.status(status));
        JsonNode failed = told();
        assertThat(failed.path("isError").asBoolean(false)).isTrue();
        assertThat(text(failed)).startsWith(failure);
    }

    @Test
    void a_table_without_services_says_where_to_look() {
        aws.on(TABLE, Simulator.page("application/json", "{\"contents\": [{\"title\": \"A\", \"href\": \"a.html\"}]}"));
        assertThat(text(told()))
                .isEqualTo("Failed fetching list of available AWS Services, please go to " + PAGE + " directly");
    }

    private JsonNode told() {
        return new Asker(handler).call("get_available_services", "{}");
    }

    private static String text(JsonNode answer) {
        return answer.at("/content/0/text").asString("");
    }
}
