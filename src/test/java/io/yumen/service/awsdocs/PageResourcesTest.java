package io.yumen.service.awsdocs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.protocol.Message;
import io.yumen.protocol.RpcException;
import io.yumen.secret.Sealer;
import io.yumen.service.awsdocs.shelf.DepotOnDemand;
import io.yumen.service.awsdocs.shelf.Kind;
import io.yumen.service.awsdocs.shelf.desk.Lifetime;
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
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Pages are resources: they are read by their URI, and who listens hears when their text is another. */
final class PageResourcesTest {
    private static final String GUIDE = "//docs.aws.amazon.com/harbor/latest/guide/";
    private static final String BERTHS = "awsdocs:" + GUIDE + "berths.html";
    private static final String PERMISSIONS = "awsdocs:" + GUIDE + "permissions.html";
    private static final String BERTHS_AT_AWS = "https:" + GUIDE + "berths.md";
    private static final String PERMISSIONS_AT_AWS = "https:" + GUIDE + "permissions.md";
    private static final Duration SOON = Duration.ofMillis(50);

    @TempDir
    private Path folder;

    private final Simulator aws = new Simulator();

    @AfterEach
    void close() {
        aws.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"berths.html", "berths.md", "berths.html#names", "berths.html?x=1"})
    void a_page_is_read_by_its_address_with_another_scheme(String name) {
        try (Served served = new Served()) {
            JsonNode read = served.send("resources/read", uri("awsdocs:" + GUIDE + name));
            JsonNode page = read.at("/contents/0");
            assertThat(page.path("uri").asString("")).isEqualTo("awsdocs:" + GUIDE + name);
            assertThat(page.path("mimeType").asString("")).isEqualTo("text/markdown");
            assertThat(page.path("text").asString("")).startsWith("# Berths").contains("Ships that wait for a berth");
            assertThat(read.path("contents").size()).isOne();
            assertThat(read.path("ttlMs").asLong(0)).isPositive();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "awsdocs://docs.aws.amazon.com/harbor/latest/guide/nowhere.html",
        "awsdocs://docs.aws.amazon.com/harbor/latest/../guide/berths.html",
        "awsdocs://docs.aws.amazon.com/harbor/picture.png",
        "awsdocs://docs.aws.amazon.com:8080/harbor/latest/guide/berths.html",
        "awsdocs://proxy.search.docs.aws.com/search",
        "awsdocs://docs.amazonaws.cn/en_us/harbor/latest/guide/welcome.html",
        "awsdocs://127.0.0.1/harbor/latest/guide/berths.html",
        "https://docs.aws.amazon.com/harbor/latest/guide/berths.html"
    })
    void what_is_no_page_that_is_served_is_not_found(String uri) {
        try (Served served = new Served(Set.of(Partition.AWS), Duration.ofHours(1), WatchLimits.DEFAULT)) {
            assertThatThrownBy(() -> served.send("resources/read", uri(uri)))
                    .isInstanceOfSatisfying(RpcException.class, refused -> {
                        assertThat(refused.error().code()).isEqualTo(-32602);
                        assertThat(String.valueOf(refused.error().data())).contains(uri);
                    })
                    .hasMessageContaining("Resource not found");
        }
    }

    @Test
    void a_page_that_AWS_does_not_answer_for_says_why() {
        aws.on(BERTHS_AT_AWS, Simulator.status(403), Simulator.status(403));
        aws.on("https:" + GUIDE + "berths.html", Simulator.status(403));
        try (Served served = new Served()) {
            assertThatThrownBy(() -> served.send("resources/read", uri(BERTHS)))
                    .hasMessageContaining("Failed to fetch https:" + GUIDE + "berths.html")
                    .hasMessageContaining("403");
        }
    }

    @Test
    void a_copy_that_may_be_out_of_date_says_so_beside_its_text() {
        try (Served served = new Served(SOON)) {
            served.send("resources/read", uri(BERTHS));
            aws.on(BERTHS_AT_AWS, Simulator.silence());
            JsonNode old = served.until(BERTHS, read -> read.path("contents").size() > 1);
            assertThat(old.at("/contents/0/text").asString("")).startsWith("# Berths");
            assertThat(old.at("/contents/1/text").asString("")).contains("last confirmed by AWS");
            assertThat(old.path("ttlMs").asLong(-1)).isZero();
        }
    }

    @Test
    void what_was_read_is_listed_and_completes_what_is_typed() {
        try (Served served = new Served()) {
            assertThat(served.send("resources/templates/list", "{}").toString()).contains("awsdocs://{host}/{+path}");
            assertThat(served.send("resources/list", "{}").path("resources")).isEmpty();
            Asker asker = served.asker();
            asker.later("subscriptions/listen", "{\"notifications\": {\"resourcesListChanged\": true}}");
            assertThat(asker.client().next().method()).isEqualTo("notifications/subscriptions/acknowledged");
            served.send("resources/read", uri(BERTHS));
            served.asker().call("read", "{\"url\": \"https:" + GUIDE + "berths.html#names\"}");
            assertThat(asker.client().next().method()).isEqualTo("notifications/resources/list_changed");
            asker.cancel();
            JsonNode listed = served.send("resources/list", "{}").path("resources");
            assertThat(listed.size())
                    .as("one page, whatever place in it was read")
                    .isOne();
            assertThat(listed.at("/0/uri").asString("")).isEqualTo(BERTHS);
            assertThat(listed.at("/0/name").asString("")).isEqualTo("Berths and their quotas");
            assertThat(listed.at("/0/description").asString("")).isEqualTo("https:" + GUIDE + "berths.html");
            assertThat(served.completed("path", "harbor/", "{\"host\": \"docs.aws.amazon.com\"}"))
                    .containsExactly("harbor/latest/guide/berths.html");
            assertThat(served.completed("path", "", "{\"host\": \"docs.amazonaws.cn\"}"))
                    .isEmpty();
            assertThat(served.completed("host", "docs.", "{}"))
                    .containsExactlyInAnyOrder("docs.aws.amazon.com", "docs.amazonaws.cn");
        }
    }

    @Test
    void who_listens_hears_when_the_text_is_another_and_not_when_it_came_again() {
        try (Served served = new Served(SOON)) {
            Asker asker = served.listening(BERTHS);
            await(() -> aws.count(BERTHS_AT_AWS) > 3);
            assertThat(aws.asked.stream()
                            .filter(asked -> asked.path().endsWith("/berths.md"))
                            .skip(1))
                    .as("it is asked for only if it has changed")
                    .allMatch(asked -> asked.headers().first("If-None-Match").isPresent());
            assertThat(asker.client().heard()).isEmpty();
            say("There are 70.");
            assertUpdated(asker);
            say("There are 70.", "ETag", "\"again\"");
            long before = aws.count(BERTHS_AT_AWS);
            await(() -> aws.count(BERTHS_AT_AWS) > before + 2);
            assertThat(asker.client().heard()).isEmpty();
            assertThat(served.text(BERTHS)).contains("There are 70.");
            aws.on(BERTHS_AT_AWS, Simulator.status(404));
            aws.on("https:" + GUIDE + "berths.html", Simulator.status(404));
            assertUpdated(asker);
            say("There are 80.");
            assertUpdated(asker);
            asker.cancel();
        }
    }

    @Test
    void a_page_that_cannot_be_had_yet_counts_as_changed_when_it_can() {
        aws.on(BERTHS_AT_AWS, Simulator.status(403), Simulator.status(403), aws.whole());
        aws.on("https:" + GUIDE + "berths.html", Simulator.status(403));
        try (Served served = new Served(SOON)) {
            Asker asker = served.listening(BERTHS);
            assertUpdated(asker);
            asker.cancel();
        }
    }

    @Test
    void however_many_listen_a_page_is_asked_for_once_and_no_more_when_the_last_has_left() throws Exception {
        try (Served served = new Served(Duration.ofHours(1))) {
            List<Asker> many = IntStream.range(0, 5)
                    .mapToObj(i -> served.listening(BERTHS))
                    .toList();
            assertThat(aws.count(BERTHS_AT_AWS)).isOne();
            many.forEach(Asker::cancel);
        }
        try (Served served = new Served(SOON)) {
            Asker first = served.asker();
            CompletableFuture<ObjectNode> ended = first.later("subscriptions/listen", wanted(BERTHS));
            assertThat(first.client().next().method()).isEqualTo("notifications/subscriptions/acknowledged");
            Asker second = served.listening(BERTHS);
            Asker other = served.listening(PERMISSIONS);
            first.cancel();
            ended.get(1, TimeUnit.MINUTES);
            say("There are 70.");
            assertUpdated(second);
            assertThat(first.client().heard()).isEmpty();
            second.cancel();
            looks(3);
            long left = aws.count(BERTHS_AT_AWS);
            looks(5);
            assertThat(aws.count(BERTHS_AT_AWS)).isEqualTo(left);
            other.cancel();
        }
    }

    @Test
    void nobody_listens_to_more_than_he_may_and_to_what_is_no_page() {
        WatchLimits few = new WatchLimits(2, 3, SOON, SOON, SOON);
        try (Served served = new Served(EnumSet.allOf(Partition.class), Duration.ofHours(1), few)) {
            String api = "awsdocs:" + GUIDE + "getting-started.html";
            assertThatThrownBy(() -> served.asker().send("subscriptions/listen", wanted(BERTHS, PERMISSIONS, api)))
                    .hasMessageContaining("At most 2 pages are listened to by one user at once");
            Asker ann = served.listening(BERTHS, PERMISSIONS, "awsdocs://elsewhere.example/a.html", "other://x");
            assertThatThrownBy(() -> served.asker().as("bob").send("subscriptions/listen", wanted(BERTHS, PERMISSIONS)))
                    .hasMessageContaining("At most 3 pages are listened to at once");
            ann.cancel();
            await(() -> served.isFree(BERTHS, PERMISSIONS));
            assertThat(aws.asked).noneMatch(asked -> asked.path().contains("elsewhere"));
        }
    }

    /** Waits until the other page, which is listened to, was looked at so often. */
    private void looks(int more) {
        long before = aws.count(PERMISSIONS_AT_AWS);
        await(() -> aws.count(PERMISSIONS_AT_AWS) >= before + more);
    }

    private void say(String text, String... headers) {
        aws.on(BERTHS_AT_AWS, Simulator.page("text/markdown", "# Berths\n\n" + text + "\n", headers));
    }

    private static void assertUpdated(Asker asker) {
        Message.Notification updated = asker.client().next();
        assertThat(updated.method()).isEqualTo("notifications/resources/updated");
        assertThat(updated.params().path("uri").asString("")).isEqualTo(BERTHS);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited long").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static String uri(String uri) {
        return "{\"uri\": \"" + uri + "\"}";
    }

    private static String wanted(String... uris) {
        return "{\"notifications\": {\"resourceSubscriptions\": [\"" + String.join("\", \"", uris) + "\"]}}";
    }

    private final class Served implements AutoCloseable {
        private final ServiceHandler handler;

        Served() {
            this(Duration.ofHours(1));
        }

        /** @param ttl how long a page is not asked for again */
        Served(Duration ttl) {
            this(EnumSet.allOf(Partition.class), ttl, new WatchLimits(100, 100, SOON, SOON, SOON));
        }

        Served(Set<Partition> partitions, Duration ttl, WatchLimits watches) {
            SitesLimits limits =
                    new SitesLimits(Duration.ofSeconds(20), 1, 1 << 20, 5, 8, 64, 1_000, 100, Duration.ofMillis(1));
            SitesConfig sites = SitesConfig.of("test").on(aws.address()).with(limits);
            InstantSource clock = InstantSource.system();
            handler = ServiceHandler.start(
                    new AwsDocsService(
                            new AwsDocsConfig(partitions, sites, shelf(ttl)),
                            new AwsSites(
                                    sites,
                                    reach -> RelayClient.create(
                                            RelayClientConfig.defaults().with(reach))),
                            new DepotOnDemand(
                                    () -> IndexDepot.open(folder.resolve("pages"), IndexLimits.DEFAULT, clock)),
                            clock,
                            watches),
                    ServiceLimits.DEFAULT,
                    Sealer.ephemeral(),
                    clock);
        }

        private static ShelfLimits shelf(Duration ttl) {
            ShelfLimits usual = ShelfLimits.DEFAULT;
            Map<Kind, Lifetime> lifetimes = new EnumMap<>(usual.lifetimes());
            lifetimes.put(Kind.PAGE, new Lifetime(ttl, Duration.ofHours(24), Duration.ofHours(24)));
            return new ShelfLimits(usual.memory(), lifetimes, new ShelfLimits.Said(ttl, ttl), SOON, List.of());
        }

        Asker asker() {
            return new Asker(handler);
        }

        ObjectNode send(String method, String params) {
            return asker().send(method, params);
        }

        String text(String page) {
            return send("resources/read", uri(page)).at("/contents/0/text").asString("");
        }

        JsonNode until(String page, Predicate<JsonNode> condition) {
            JsonNode[] read = {send("resources/read", uri(page))};
            await(() -> {
                read[0] = send("resources/read", uri(page));
                return condition.test(read[0]);
            });
            return read[0];
        }

        List<String> completed(String argument, String typed, String others) {
            String params = "{\"ref\": {\"type\": \"ref/resource\", \"uri\": \"awsdocs://{host}/{+path}\"},"
                    + " \"argument\": {\"name\": \"%s\", \"value\": \"%s\"}, \"context\": {\"arguments\": %s}}";
            return send("completion/complete", params.formatted(argument, typed, others))
                    .at("/completion/values")
                    .valueStream()
                    .map(JsonNode::asString)
                    .toList();
        }

        Asker listening(String... uris) {
            Asker asker = asker();
            asker.later("subscriptions/listen", wanted(uris));
            assertThat(asker.client().next().method()).isEqualTo("notifications/subscriptions/acknowledged");
            return asker;
        }

        /** Whether these can be listened to, by somebody else. */
        boolean isFree(String... uris) {
            Asker asker = asker().as("bob");
            CompletableFuture<ObjectNode> listening = asker.later("subscriptions/listen", wanted(uris));
            await(() -> listening.isDone() || !asker.client().heard().isEmpty());
            boolean isRefused = listening.isCompletedExceptionally();
            asker.cancel();
            return !isRefused;
        }

        @Override
        public void close() {
            handler.close();
        }
    }
}
