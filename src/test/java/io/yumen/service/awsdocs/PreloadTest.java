package io.yumen.service.awsdocs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.exchange.Cancellation;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.protocol.RpcException;
import io.yumen.secret.Sealer;
import io.yumen.service.ServiceCache;
import io.yumen.service.awsdocs.AwsDocsConfig.Preload;
import io.yumen.service.awsdocs.pack.PackLimits;
import io.yumen.service.awsdocs.pack.Packs;
import io.yumen.service.awsdocs.shelf.Depot;
import io.yumen.service.awsdocs.shelf.DepotOnDemand;
import io.yumen.service.awsdocs.shelf.desk.Pattern;
import io.yumen.service.awsdocs.shelf.desk.Rule;
import io.yumen.service.awsdocs.shelf.desk.Shelf;
import io.yumen.service.awsdocs.shelf.desk.ShelfLimits;
import io.yumen.service.awsdocs.shelf.index.IndexDepot;
import io.yumen.service.awsdocs.shelf.index.IndexLimits;
import io.yumen.service.awsdocs.upstream.AwsSites;
import io.yumen.service.awsdocs.upstream.Fetched;
import io.yumen.service.awsdocs.upstream.Form;
import io.yumen.service.awsdocs.upstream.Freshness;
import io.yumen.service.awsdocs.upstream.Simulator;
import io.yumen.service.awsdocs.upstream.SitesConfig;
import io.yumen.service.awsdocs.upstream.SitesLimits;
import io.yumen.service.awsdocs.upstream.Upstream;
import io.yumen.service.host.Asker;
import io.yumen.service.host.ServiceHandler;
import io.yumen.service.host.ServiceLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Guides are read whole before anybody asks for their pages. */
@Timeout(120)
final class PreloadTest {
    private static final String GUIDE = "https://docs.aws.amazon.com/harbor/latest/guide/";
    private static final List<String> PAGES =
            List.of("welcome", "getting-started", "berths", "permissions", "troubleshooting");
    private static final String OF_THE_GUIDE = "{\"url\": \"" + GUIDE + "welcome.html\"}";

    @TempDir
    private Path folder;

    private final Simulator aws = new Simulator();

    @AfterEach
    void close() {
        aws.close();
    }

    @Test
    void all_pages_of_a_guide_are_kept_and_it_is_told_how_far_that_is() {
        try (ServiceHandler service = start(List.of())) {
            Asker asker = new Asker(service);
            ObjectNode told = asker.send("tools/call", """
                    {"name": "preload", "arguments": %s, "_meta": {"progressToken": "p"}}""".formatted(OF_THE_GUIDE));
            assertThat(told.at("/structuredContent/loaded").asInt()).isEqualTo(5);
            assertThat(told.at("/structuredContent/failed")).isEmpty();
            assertThat(asker.client().heard())
                    .extracting(heard -> heard.params().path("message").asString())
                    .containsExactly("1 of 5 pages", "2 of 5 pages", "3 of 5 pages", "4 of 5 pages", "5 of 5 pages");
            int asked = aws.asked.size();
            assertThat(asker.call("preload", OF_THE_GUIDE).at("/content/0/text").asString())
                    .isEqualTo("5 pages are kept");
            for (String page : PAGES) {
                assertThat(asker.call("read", "{\"url\": \"" + GUIDE + page + ".html\"}")
                                .path("isError")
                                .asBoolean(false))
                        .isFalse();
            }
            assertThat(aws.asked).as("they are told without asking").hasSize(asked);
        }
    }

    @Test
    void single_pages_are_read_up_to_the_limit_and_what_cannot_be_had_is_named() {
        try (ServiceHandler service = start(List.of())) {
            JsonNode told = new Asker(service).call("preload", """
                    {"limit": 3, "urls": ["%1$sberths.html#names", "%1$sberths.html", "%1$snowhere.html", "https://evil.example/a.html",
                     "%1$spermissions.html", "%1$swelcome.html"]}""".formatted(GUIDE));
            JsonNode outcome = told.path("structuredContent");
            assertThat(outcome.path("loaded").asInt()).isEqualTo(2);
            assertThat(outcome.path("more").asInt()).isOne();
            assertThat(outcome.path("failed").valueStream())
                    .extracting(failed -> failed.path("url").asString())
                    .containsExactly(GUIDE + "nowhere.html", "https://evil.example/a.html");
            assertThat(aws.count(GUIDE + "welcome.md")).isZero();
        }
    }

    @Test
    void whoever_wants_neither_or_both_is_told_so() {
        try (ServiceHandler service = start(List.of())) {
            for (String wanted : List.of("{}", "{\"url\": \"a\", \"urls\": [\"b\"]}")) {
                JsonNode refused = new Asker(service).call("preload", wanted);
                assertThat(refused.path("isError").asBoolean(false)).isTrue();
                assertThat(refused.at("/content/0/text").asString()).contains("Say either \"url\"");
            }
        }
    }

    @Test
    void whoever_gives_up_ends_it() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        for (String page : PAGES) {
            aws.on(GUIDE + page + ".md", (peer, asked) -> {
                begun.countDown();
                Simulator.silence().play(peer, asked);
            });
        }
        try (ServiceHandler service = start(List.of())) {
            Asker asker = new Asker(service);
            CompletableFuture<ObjectNode> call =
                    asker.later("tools/call", "{\"name\": \"preload\", \"arguments\": " + OF_THE_GUIDE + "}");
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            asker.cancel();
            assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(RpcException.class);
        }
    }

    @Test
    void preloads_leave_room_for_readers_and_are_refused_where_there_are_enough() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        for (int page = 0; page < 8; page++) {
            aws.on(GUIDE + "slow-" + page + ".md", (peer, asked) -> {
                begun.countDown();
                Simulator.silence().play(peer, asked);
            });
        }
        try (ServiceHandler service = start(List.of())) {
            List<Asker> askers = List.of(new Asker(service).as("one"), new Asker(service).as("two"));
            List<CompletableFuture<ObjectNode>> calls = List.of(slow(askers.get(0), 0), slow(askers.get(1), 4));
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(new Asker(service)
                            .as("three")
                            .call("read", page("berths"))
                            .toString())
                    .as("the site is not taken by them")
                    .contains("Ships that wait for a berth");
            assertThat(refusal(service, "one")).contains("A preload of yours is under way");
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            while (!refusal(service, "three").contains("2 others preload pages now") && System.nanoTime() < end) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            assertThat(refusal(service, "three")).contains("2 others preload pages now");
            askers.forEach(Asker::cancel);
            for (CompletableFuture<ObjectNode> call : calls) {
                assertThatThrownBy(() -> call.get(20, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
            }
            assertThat(new Asker(service)
                            .as("one")
                            .call("preload", OF_THE_GUIDE)
                            .toString())
                    .contains("5 pages are kept");
        }
    }

    private static CompletableFuture<ObjectNode> slow(Asker asker, int first) {
        String urls = IntStream.range(first, first + 4)
                .mapToObj(page -> "\"" + GUIDE + "slow-" + page + ".html\"")
                .collect(Collectors.joining(", "));
        return asker.later("tools/call", "{\"name\": \"preload\", \"arguments\": {\"urls\": [" + urls + "]}}");
    }

    private static String refusal(ServiceHandler service, String who) {
        return new Asker(service)
                .as(who)
                .call("preload", "{\"urls\": [\"https://evil.example/a.html\"]}")
                .toString();
    }

    private static String page(String name) {
        return "{\"url\": \"" + GUIDE + name + ".html\"}";
    }

    @Test
    void what_is_not_kept_or_may_be_out_of_date_is_counted_apart() {
        Rule.Times soon = new Rule.Times(Optional.of(Duration.ZERO), Optional.of(Duration.ofDays(1)));
        ShelfLimits ruled = ShelfLimits.DEFAULT.withRules(List.of(
                Rule.bypass(Pattern.of("*/berths.html")), Rule.keeping(Pattern.of("*/permissions.html"), soon)));
        try (ServiceHandler service = start("pages", Preload.NOTHING, ruled)) {
            new Asker(service).call("preload", OF_THE_GUIDE);
            JsonNode told = new Asker(service).call("preload", OF_THE_GUIDE);
            assertThat(told.at("/structuredContent/loaded").asInt()).isEqualTo(3);
            assertThat(told.at("/structuredContent/old").asInt()).isOne();
            assertThat(told.at("/structuredContent/unkept").asInt()).isOne();
            assertThat(told.at("/content/0/text").asString())
                    .isEqualTo("3 pages are kept; of 1 more an older copy is kept; 1 more read and not kept,"
                            + " by a rule");
        }
    }

    @Test
    void what_a_rule_passes_by_is_not_found_in_what_was_kept_before() {
        String search = "{\"search_phrase\": \"berths\", \"where\": \"local\", \"limit\": 1}";
        String first;
        try (ServiceHandler service = start(List.of())) {
            new Asker(service).call("preload", OF_THE_GUIDE);
            first = found(service, search);
            assertThat(first).startsWith(GUIDE);
        }
        ShelfLimits ruled = ShelfLimits.DEFAULT.withRules(List.of(Rule.bypass(Pattern.of(first))));
        try (ServiceHandler service = start("pages", Preload.NOTHING, ruled)) {
            assertThat(found(service, search)).startsWith(GUIDE).isNotEqualTo(first);
        }
    }

    private static String found(ServiceHandler service, String search) {
        return new Asker(service)
                .call("search_documentation", search)
                .at("/structuredContent/search_results/0/url")
                .asString("");
    }

    @Test
    void a_page_at_which_we_fail_is_named_and_the_others_are_read() {
        Upstream site = (address, known, cancellation) -> {
            if (address.endsWith("berths.html")) {
                throw new IllegalStateException("a mistake of ours");
            }
            return new Fetched.Found(address, Form.MARKDOWN, "# Page", Freshness.UNKNOWN);
        };
        SitesConfig sites = SitesConfig.of("test").on(aws.address());
        AwsDocsConfig config = new AwsDocsConfig(EnumSet.allOf(Partition.class), sites, ShelfLimits.DEFAULT);
        try (Shelf shelf = new Shelf(ShelfLimits.DEFAULT, site, depot("pages"), InstantSource.system());
                AwsSites asked = sites(sites)) {
            Library library = new Library(config, shelf, new RecentPages(() -> {}));
            Preloader preloader = new Preloader(library, new Catalog(config, library, asked), shelf);
            Preloader.Outcome outcome = preloader.pages(
                    List.of(GUIDE + "berths.html", GUIDE + "welcome.html"), 10, (done, all) -> {}, new Cancellation());
            assertThat(outcome.loaded()).isOne();
            assertThat(outcome.failed()).extracting(Preloader.Failed::url).containsExactly(GUIDE + "berths.html");
        }
    }

    @Test
    void guides_of_the_settings_are_read_when_the_service_starts() {
        try (ServiceHandler service = start(List.of(GUIDE + "welcome.html"))) {
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (kept(service) < PAGES.size() && System.nanoTime() < end) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            assertThat(kept(service)).isEqualTo(PAGES.size());
        }
    }

    @Test
    void pages_of_the_settings_are_read_too_and_one_that_cannot_be_had_keeps_none_from_the_others() {
        List<String> pages = List.of(
                GUIDE + "nowhere.html",
                "https://docs.aws.amazon.com/harbor/latest/api/Welcome.html",
                GUIDE + "berths.html#quotas");
        try (ServiceHandler service = start("pages", new Preload(List.of(), pages), ShelfLimits.DEFAULT)) {
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while ((kept(service) < 2 || aws.count(GUIDE + "nowhere.md") == 0) && System.nanoTime() < end) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            assertThat(service.cache().orElseThrow().find("/harbor/*.html", 100).entries())
                    .extracting(ServiceCache.Entry::name)
                    .containsExactly(
                            "https://docs.aws.amazon.com/harbor/latest/api/Welcome.html", GUIDE + "berths.html");
        }
        assertThat(aws.count(GUIDE + "nowhere.md")).isOne();
    }

    @Test
    void a_service_that_ends_does_not_wait_for_its_guides() {
        aws.on(GUIDE + "toc-contents.json", Simulator.silence());
        try (ServiceHandler service = start(List.of(GUIDE + "welcome.html"))) {
            long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (aws.count(GUIDE + "toc-contents.json") == 0 && System.nanoTime() < end) {
                LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
            }
            assertThat(service.cache()).isPresent();
        }
        assertThat(aws.count(GUIDE + "toc-contents.json")).isOne();
    }

    @Test
    void with_a_pack_and_without_a_network_pages_are_read_and_searched() throws IOException {
        Path pack = folder.resolve("docs.pack");
        try (ServiceHandler service = start(List.of())) {
            new Asker(service).call("preload", OF_THE_GUIDE);
        }
        try (Depot depot = depot("pages")) {
            // The contents of the guide are in it, too.
            assertThat(packs(depot).write(pack, Pattern.of("*"))).isEqualTo(PAGES.size() + 1);
        }
        aws.close();
        try (Depot depot = depot("elsewhere")) {
            assertThat(packs(depot).read(pack).failed()).isZero();
        }
        int asked = aws.asked.size();
        try (ServiceHandler service = start("elsewhere", List.of())) {
            Asker asker = new Asker(service);
            String page = "{\"url\": \"" + GUIDE + "berths.html\"}";
            assertThat(asker.call("read", page).at("/content/0/text").asString())
                    .contains("Ships that wait for a berth");
            assertThat(asker.call("guide_toc", page).at("/content/0/text").asString())
                    .contains("Troubleshooting");
            JsonNode found = asker.call(
                    "search_documentation", "{\"search_phrase\": \"quotas of berths\", \"where\": \"local\"}");
            assertThat(found.at("/structuredContent/search_results/0/url").asString())
                    .isEqualTo(GUIDE + "berths.html");
        }
        assertThat(aws.asked).hasSize(asked);
    }

    @Test
    void a_guide_that_nobody_serves_is_no_setting() {
        assertThatThrownBy(() -> start(List.of("https://evil.example/a.html")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("supported domains");
    }

    private static long kept(ServiceHandler service) {
        return service.cache()
                .orElseThrow()
                .find("/harbor/*.html", 100)
                .entries()
                .size();
    }

    private static Packs packs(Depot depot) {
        return new Packs(depot, PackLimits.DEFAULT, InstantSource.system());
    }

    private Depot depot(String name) {
        return IndexDepot.open(folder.resolve(name), IndexLimits.DEFAULT, InstantSource.system());
    }

    private ServiceHandler start(List<String> preload) {
        return start("pages", preload);
    }

    private ServiceHandler start(String kept, List<String> preload) {
        return start(kept, new Preload(preload, List.of()), ShelfLimits.DEFAULT);
    }

    private static AwsSites sites(SitesConfig sites) {
        return new AwsSites(
                sites, reach -> RelayClient.create(RelayClientConfig.defaults().with(reach)));
    }

    private ServiceHandler start(String kept, Preload preload, ShelfLimits limits) {
        SitesConfig sites =
                SitesConfig.of("test").on(aws.address()).with(SitesLimits.DEFAULT.within(Duration.ofSeconds(20)));
        AwsDocsConfig config = new AwsDocsConfig(EnumSet.allOf(Partition.class), sites, limits).preloading(preload);
        InstantSource clock = InstantSource.system();
        return ServiceHandler.start(
                new AwsDocsService(config, sites(sites), new DepotOnDemand(() -> depot(kept)), clock),
                ServiceLimits.DEFAULT,
                Sealer.ephemeral(),
                clock);
    }
}
