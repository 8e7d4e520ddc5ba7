package io.yumen.service.awsdocs;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.secret.Sealer;
import io.yumen.service.awsdocs.shelf.DepotOnDemand;
import io.yumen.service.awsdocs.shelf.DepotRefused;
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
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The tools of the AWS documentation tell what was read before, and ask AWS no more often than they must. */
final class KeptPagesTest {
    private static final String BERTHS = "https://docs.aws.amazon.com/harbor/latest/guide/berths.html";
    private static final String MARKDOWN = "https://docs.aws.amazon.com/harbor/latest/guide/berths.md";
    private static final String READ = "{\"url\": \"" + BERTHS + "\"}";

    @TempDir
    private Path folder;

    private final Simulator aws = new Simulator();
    private final TurnedClock clock = new TurnedClock();

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void all_tools_read_one_copy_and_so_does_the_next_process() {
        try (Served served = new Served()) {
            for (String tool : List.of("read_documentation", "outline", "read", "read_code")) {
                assertThat(served.call(tool, READ).path("isError").asBoolean(false))
                        .as(tool)
                        .isFalse();
            }
            assertThat(aws.count(MARKDOWN)).isOne();
        }
        try (Served next = new Served()) {
            assertThat(text(next.call("read", READ))).contains("Ships that wait for a berth");
        }
        assertThat(aws.count(MARKDOWN)).isOne();
    }

    @Test
    void a_thousand_calls_at_once_of_what_is_not_kept_make_one_request() throws Exception {
        int callers = 1_000;
        CountDownLatch all = new CountDownLatch(callers);
        try (Served served = new Served();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<JsonNode>> answers = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                answers.add(threads.submit(() -> {
                    all.countDown();
                    all.await();
                    return served.call("read", READ);
                }));
            }
            for (Future<JsonNode> answer : answers) {
                assertThat(text(answer.get())).contains("Ships that wait for a berth");
            }
        }
        assertThat(aws.asked).hasToString("[GET " + MARKDOWN.substring(7) + "]");
    }

    @Test
    void where_AWS_is_away_an_old_page_is_told_with_its_age() {
        try (Served served = new Served()) {
            served.call("read", READ);
        }
        aws.on(MARKDOWN, Simulator.status(500));
        aws.on(BERTHS, Simulator.status(500));
        clock.turn(Duration.ofDays(3));
        try (Served served = new Served()) {
            JsonNode old = served.call("read", READ);
            assertThat(old.path("isError").asBoolean(false)).isFalse();
            assertThat(text(old)).contains("Ships that wait for a berth");
            assertThat(old.at("/content/1/text").asString(""))
                    .contains("last confirmed by AWS")
                    .contains("3 days ago")
                    .contains("did not answer");
            int asked = aws.asked.size();
            assertThat(text(served.call("read", READ))).contains("Ships that wait for a berth");
            assertThat(aws.asked).as("the next one is told at once").hasSize(asked);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "search_documentation   | {'search_phrase': 'berth quotas'} | 3",
                "search_documentation   | {'search_phrase': 'berth quotas', 'where': 'hybrid'} | 3",
                "recommend              | {'url': '" + BERTHS + "'} | 3",
                "guide_toc              | {'url': '" + BERTHS + "'} | 10",
                "list_guides            | {'query': 'harbor'} | 10",
                "get_available_services | {} | 10",
            },
            quoteCharacter = '"')
    void where_AWS_is_away_what_it_told_beside_pages_is_told_with_its_age(String tool, String said, int days) {
        String arguments = said.replace('\'', '"');
        JsonNode before;
        try (Served served = new Served()) {
            before = served.call(tool, arguments);
            assertThat(before.path("isError").asBoolean(false)).isFalse();
            assertThat(before.path("content"))
                    .as("there is nothing to say of it")
                    .hasSize(1);
        }
        aws.close();
        clock.turn(Duration.ofDays(days));
        try (Served served = new Served()) {
            for (int time = 1; time <= 2; time++) {
                JsonNode old = served.call(tool, arguments);
                assertThat(old.path("structuredContent")).isEqualTo(before.path("structuredContent"));
                assertThat(text(old)).isEqualTo(text(before));
                assertThat(old.path("content").valueStream().skip(1))
                        .as("what is told the %d. time", time)
                        .isNotEmpty()
                        .allSatisfy(note -> assertThat(note.path("text").asString(""))
                                .contains("last confirmed by AWS")
                                .contains(days + " days ago")
                                .contains("did not answer"));
            }
        }
    }

    @Test
    void what_is_told_while_AWS_is_asked_anew_says_so() {
        try (Served served = new Served()) {
            served.call("guide_toc", READ);
        }
        clock.turn(Duration.ofDays(3));
        try (Served served = new Served()) {
            assertThat(served.call("guide_toc", READ).at("/content/1/text").asString(""))
                    .contains("3 days ago; a new one is asked for now");
        }
    }

    @Test
    void a_page_that_leads_to_a_partition_that_is_not_served_is_not_told() {
        aws.on(MARKDOWN, Simulator.status(404));
        aws.on(BERTHS, Simulator.redirect(301, "https://docs.amazonaws.cn/en_us/harbor/latest/guide/berths.html"));
        aws.on(
                "https://docs.amazonaws.cn/en_us/harbor/latest/guide/berths.html",
                Simulator.page("text/html", "<html><body><main><h1>Of China</h1><p>Text</p></main></body></html>"));
        try (Served served = new Served(EnumSet.of(Partition.AWS))) {
            JsonNode refused = served.call("read", READ);
            assertThat(refused.path("isError").asBoolean(false)).isTrue();
            assertThat(text(refused)).isEqualTo("URL must be from list of supported domains");
        }
        try (Served both = new Served(EnumSet.allOf(Partition.class))) {
            assertThat(text(both.call("read", READ))).contains("Of China");
        }
    }

    @Test
    void what_AWS_found_is_told_again_whatever_it_was_wanted_for() {
        try (Served served = new Served()) {
            String question = "{\"search_phrase\": \"berth quotas\", \"search_intent\": \"%s\"}";
            JsonNode found = served.call("search_documentation", question.formatted("to build one"));
            JsonNode again = served.call("search_documentation", question.formatted("for a friend"));
            assertThat(found.path("structuredContent")).isEqualTo(again.path("structuredContent"));
            assertThat(aws.asked.stream().filter(each -> each.method().equals("POST")))
                    .hasSize(1)
                    .noneMatch(each -> each.toString().contains("build"));
        }
    }

    @Test
    void what_has_changed_since_a_page_was_read_is_told() {
        aws.on(MARKDOWN, Simulator.page("text/markdown", "# Berths\n\nThere are 50.\n\nThey are long.\n"));
        try (Served served = new Served()) {
            served.call("read", READ);
        }
        aws.on(MARKDOWN, Simulator.page("text/markdown", "# Berths\n\nThere are 70.\n\nThey are long.\n"));
        clock.turn(Duration.ofDays(2));
        try (Served served = new Served()) {
            served.call("read", READ);
        }
        try (Served served = new Served()) {
            JsonNode changed = served.call("diff_documentation", READ);
            assertThat(text(changed)).contains("1 changed", "- There are 50.", "+ There are 70.");
            String older = changed.at("/structuredContent/before").asString("");
            String named = "{\"url\": \"" + BERTHS + "\", \"hash\": \"%s\"}";
            assertThat(text(served.call("diff_documentation", named.formatted(older))))
                    .contains("1 changed");
            assertThat(text(served.call("diff_documentation", named.formatted("0".repeat(32)))))
                    .contains("No text of the page with the hash", older);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 410, 500})
    void a_page_that_cannot_be_had_is_told_first_in_the_words_of_the_server_of_AWS(int status) {
        aws.on(MARKDOWN, Simulator.status(status));
        aws.on(BERTHS, Simulator.status(status));
        String official = "Failed to fetch " + BERTHS + " - status code " + status;
        try (Served served = new Served()) {
            for (String tool : List.of("read_documentation", "read_sections", "search_table")) {
                JsonNode failed = served.call(
                        tool,
                        switch (tool) {
                            case "read_sections" -> READ.replace("}", ", \"section_titles\": [\"Quotas\"]}");
                            case "search_table" -> READ.replace("}", ", \"query\": \"berth\"}");
                            default -> READ;
                        });
                assertThat(failed.path("isError").asBoolean(false)).as(tool).isTrue();
                assertThat(text(failed)).as(tool).startsWith(official + "; ");
            }
        }
    }

    @Test
    void a_page_that_is_not_there_is_called_as_it_was_asked_for() {
        String nowhere = "docs.aws.amazon.com/harbor/latest/guide/nowhere.html";
        String official = "Failed to fetch http://" + nowhere + "#a - status code 404";
        String failure = official + "; there is no page at https://" + nowhere;
        String asked = "\"url\": \"http://" + nowhere + "#a\"";
        try (Served served = new Served()) {
            assertThat(text(served.call("read_documentation", "{" + asked + "}")))
                    .isEqualTo(failure);
            assertThat(text(served.call("read_many", "{\"requests\": [{" + asked + "}]}")))
                    .endsWith(": " + failure);
            assertThat(text(served.call("preload", "{\"urls\": [\"https://" + nowhere + "\"]}")))
                    .contains("Failed to fetch https://" + nowhere + " - status code 404; ");
            String table = "https://docs.aws.amazon.com/a/b/toc-contents.json";
            assertThat(text(served.call("guide_toc", "{\"url\": \"https://docs.aws.amazon.com/a/b/\"}")))
                    .isEqualTo("Failed to fetch " + table + " - status code 404; there is no toc-contents.json at "
                            + table);
        }
    }

    @Test
    void where_AWS_finds_nothing_what_was_read_before_is_searched() {
        try (Served served = new Served()) {
            served.call("read", READ);
        }
        aws.on("https://proxy.search.docs.aws.com/search", Simulator.status(503));
        try (Served served = new Served()) {
            JsonNode found = served.call("search_documentation", "{\"search_phrase\": \"quotas of berths\"}");
            assertThat(found.at("/structuredContent/search_results/0/url").asString(""))
                    .isEqualTo(BERTHS);
            assertThat(found.at("/content/1/text").asString(""))
                    .contains("kept here alone")
                    .contains("503");
            int asked = aws.asked.size();
            JsonNode local = served.call(
                    "search_documentation", "{\"search_phrase\": \"quotas of berths\", \"where\": \"local\"}");
            assertThat(local.path("structuredContent")).isEqualTo(found.path("structuredContent"));
            assertThat(aws.asked).hasSize(asked);
        }
    }

    @Test
    void how_much_of_a_long_guide_is_left_out_is_told_rightly() {
        String lines = IntStream.range(0, 1_500)
                .mapToObj(i -> "{\"title\": \"Page %1$d\", \"href\": \"%1$d.html\"}".formatted(i))
                .collect(Collectors.joining(", "));
        aws.on(
                "https://docs.aws.amazon.com/harbor/latest/guide/toc-contents.json",
                Simulator.page("application/json", "{\"contents\": [" + lines + "]}"));
        try (Served served = new Served()) {
            JsonNode told = served.call("guide_toc", READ);
            assertThat(told.at("/structuredContent/pages").size()).isEqualTo(1_000);
            assertThat(told.at("/structuredContent/more").asInt(0)).isEqualTo(500);
            assertThat(text(told)).endsWith("And 500 more");
        }
    }

    @Test
    void a_folder_that_is_in_use_keeps_nobody_from_reading() {
        try (Served served = new Served(new DepotOnDemand(() -> {
            throw new DepotRefused("it is in use", new IllegalStateException());
        }))) {
            assertThat(text(served.call("read", READ))).contains("Ships that wait for a berth");
            assertThat(text(served.call("outline", READ))).contains("Quotas");
            assertThat(aws.count(MARKDOWN)).as("memory keeps it").isOne();
        }
    }

    private static String text(JsonNode answer) {
        return answer.at("/content/0/text").asString("");
    }

    private final class Served implements AutoCloseable {
        private final ServiceHandler handler;

        Served() {
            this(EnumSet.allOf(Partition.class));
        }

        Served(Set<Partition> partitions) {
            this(
                    partitions,
                    new DepotOnDemand(() -> IndexDepot.open(folder.resolve("pages"), IndexLimits.DEFAULT, clock)));
        }

        Served(DepotOnDemand depot) {
            this(EnumSet.allOf(Partition.class), depot);
        }

        private Served(Set<Partition> partitions, DepotOnDemand depot) {
            SitesConfig sites =
                    SitesConfig.of("test").on(aws.address()).with(SitesLimits.DEFAULT.within(Duration.ofSeconds(20)));
            AwsDocsConfig config = new AwsDocsConfig(partitions, sites, ShelfLimits.DEFAULT);
            AwsSites asked = new AwsSites(
                    sites,
                    reach -> RelayClient.create(RelayClientConfig.defaults().with(reach)));
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
