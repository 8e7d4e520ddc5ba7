package io.yumen.service.awsdocs;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.yumen.store.TurnedClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Tables of actions are told with each condition key in its column and under its action, whatever AWS's Markdown makes of them. */
final class SpansOfPagesTest {
    private static final String GUIDE = "https://docs.aws.amazon.com/harbor/latest/guide/";
    private static final String HTML = GUIDE + "permissions.html";
    private static final String MARKDOWN = GUIDE + "permissions.md";
    private static final String READ = "{\"url\": \"" + HTML + "\"}";
    private static final String DEPTH = "{\"url\": \"" + HTML + "\", \"query\": \"Depth RequestTag\"}";
    private static final String LACKS = "Tables of this page may lack cells";

    @TempDir
    private Path folder;

    private final Simulator aws = new Simulator();
    private final TurnedClock clock = new TurnedClock();

    @AfterEach
    void close() {
        aws.close();
    }

    /** The rows of the demo's table of actions without the values that reach them from above. */
    private enum Written {
        SHORT("| [quay](#resource-quay) |  |", "|  | harbor:Depth aws:RequestTag/${TagKey} |"),
        EMPTY("|  |  |  | [quay](#resource-quay) |  |", "|  |  |  |  | harbor:Depth aws:RequestTag/${TagKey} |"),
        FILLED_UP("| [quay](#resource-quay) |  |  |  |  |", "|  | harbor:Depth aws:RequestTag/${TagKey} |  |  |  |");

        private final String quay;
        private final String keys;

        Written(String quay, String keys) {
            this.quay = quay;
            this.keys = keys;
        }

        /** @param first the title of the first column: a table of actions is known by it */
        String page(String first) {
            return String.join(
                    "\n",
                    "# Actions, resources and condition keys of Harbor",
                    "",
                    "## Actions",
                    "",
                    "| " + first + " | Description | Access level | Resource types (*required) | Condition keys |",
                    "| --- | --- | --- | --- | --- |",
                    "| CreateBerth | Grants permission to create a berth | Write | [berth*](#resource-berth) |  |",
                    quay,
                    keys,
                    "| DescribeBerth | Grants permission to see a berth | Read | [berth*](#resource-berth) |  |",
                    "");
        }
    }

    @ParameterizedTest
    @EnumSource(Written.class)
    void each_condition_key_stands_in_its_column_and_under_its_action(Written written) {
        for (String first : List.of("Actions", "What")) {
            aws.on(MARKDOWN, Simulator.page("text/markdown", written.page(first), "ETag", "\"m\""));
            aws.asked.clear();
            try (Served served = new Served(first)) {
                JsonNode found = served.call("search_table", DEPTH);
                assertThat(found.at("/content/1").isMissingNode()).isTrue();
                JsonNode row = found.at("/structuredContent/results/0/rows/0");
                assertThat(row.path("Actions").asString("")).startsWith("[CreateBerth]");
                assertThat(row.path("Access level").asString("")).isEqualTo("Write");
                JsonNode keys = row.at("/rows/2");
                assertThat(keys.propertyNames()).containsExactly("Condition keys");
                assertThat(keys.path("Condition keys").asString(""))
                        .contains("harbor:Depth")
                        .endsWith("aws:RequestTag/${TagKey}");

                assertThat(text(served.call("read", READ)).lines())
                        .anyMatch(line -> line.matches(
                                "\\| \\[CreateBerth].* \\| Write \\|\\s+\\| .*harbor:Depth.*aws:RequestTag/.*\\|"));
            }
            assertThat(aws.asked).hasToString("[GET " + MARKDOWN.substring(7) + ", GET " + HTML.substring(7) + "]");
        }
    }

    @Test
    void what_was_read_as_html_is_asked_for_as_html_alone_if_it_has_changed() {
        aws.on(MARKDOWN, Simulator.page("text/markdown", Written.EMPTY.page("What"), "ETag", "\"m\""));
        try (Served served = new Served("pages")) {
            served.call("read", READ);
        }
        aws.asked.clear();
        clock.turn(Duration.ofDays(3));
        try (Served served = new Served("pages")) {
            JsonNode again = served.call("read", READ);
            assertThat(text(again)).contains("harbor:Depth");
            assertThat(again.at("/content/1").isMissingNode()).isTrue();
        }
        assertThat(aws.asked).hasToString("[GET " + HTML.substring(7) + "]");
        assertThat(aws.asked.getFirst().headers().first("If-None-Match")).isPresent();
    }

    @Test
    void where_the_html_cannot_be_had_the_markdown_says_what_it_may_lack_until_it_can() {
        aws.on(
                MARKDOWN,
                Simulator.page("text/markdown", Written.SHORT.page("Actions"), "ETag", "\"m\""),
                Simulator.status(304));
        aws.on(HTML, Simulator.status(403), Simulator.status(404), aws.whole());
        for (int i = 0; i < 2; i++) {
            try (Served served = new Served("pages")) {
                for (String tool : List.of("read", "read_documentation", "outline", "search_table")) {
                    JsonNode told = served.call(tool, tool.equals("search_table") ? DEPTH : READ);
                    assertThat(told.path("isError").asBoolean(false)).as(tool).isFalse();
                    assertThat(told.at("/content/1/text").asString(""))
                            .as(tool)
                            .startsWith(LACKS)
                            .contains("its HTML could not be had");
                }
                JsonNode many = served.call("read_many", "{\"requests\": [" + READ + "]}");
                assertThat(many.at("/structuredContent/results/0/note").asString(""))
                        .startsWith(LACKS);
                assertThat(text(many)).contains(LACKS);
            }
            assertThat(aws.count(HTML)).isEqualTo(i + 1);
            clock.turn(Duration.ofDays(3));
        }
        try (Served served = new Served("pages")) {
            JsonNode found = served.call("search_table", DEPTH);
            assertThat(found.at("/content/1").isMissingNode()).isTrue();
            assertThat(found.at("/structuredContent/results/0/rows/0/Actions").asString(""))
                    .startsWith("[CreateBerth]");
        }
        assertThat(aws.count(MARKDOWN)).isEqualTo(3);
        assertThat(aws.count(HTML)).isEqualTo(3);
    }

    @Test
    void the_service_authorization_reference_is_read_as_html_at_once() {
        String list = "https://docs.aws.amazon.com/service-authorization/latest/reference/list_harbor.html";
        aws.on(
                list,
                Simulator.page(
                        "text/html",
                        "<html><body><main><h1>Harbor</h1><table><tr><th>Actions<th>Keys</tr>"
                                + "<tr><td rowspan=2>Open<td>k1</tr><tr><td>k2</tr></table></main></body></html>"));
        try (Served served = new Served("pages")) {
            assertThat(text(served.call("read", "{\"url\": \"" + list + "\"}"))).contains("| Open | k2 |");
        }
        assertThat(aws.asked).hasToString("[GET " + list.substring(7) + "]");
    }

    @Test
    void an_ordinary_page_takes_one_request() {
        List<String> pages = List.of("welcome", "getting-started", "berths", "permissions", "troubleshooting");
        try (Served served = new Served("pages")) {
            for (String page : pages) {
                served.call("read", "{\"url\": \"" + GUIDE + page + ".html\"}");
            }
        }
        assertThat(aws.asked)
                .hasSameSizeAs(pages)
                .allMatch(asked -> asked.path().endsWith(".md"));
    }

    private static String text(JsonNode answer) {
        return answer.at("/content/0/text").asString("");
    }

    private final class Served implements AutoCloseable {
        private final ServiceHandler handler;

        /** @param name of the folder */
        Served(String name) {
            SitesConfig sites =
                    SitesConfig.of("test").on(aws.address()).with(SitesLimits.DEFAULT.within(Duration.ofSeconds(20)));
            AwsDocsConfig config = new AwsDocsConfig(EnumSet.allOf(Partition.class), sites, ShelfLimits.DEFAULT);
            AwsSites asked = new AwsSites(
                    sites,
                    reach -> RelayClient.create(RelayClientConfig.defaults().with(reach)));
            DepotOnDemand depot =
                    new DepotOnDemand(() -> IndexDepot.open(folder.resolve(name), IndexLimits.DEFAULT, clock));
            handler = ServiceHandler.start(
                    new AwsDocsService(config, asked, depot, clock),
                    ServiceLimits.DEFAULT,
                    Sealer.ephemeral(),
                    InstantSource.system());
        }

        JsonNode call(String tool, String arguments) {
            return new Asker(handler).call(tool, arguments);
        }

        @Override
        public void close() {
            handler.close();
        }
    }
}
