package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Each rate of a gateway, as those meet it who come through a proxy: this machine itself has none by address. */
class RatesTest {
    private static final Door CALL = Door.all().findFirst().orElseThrow();
    /** A program of this machine, of which the proxy says so. */
    private static final String HERE = "127.0.0.1";

    private static final int TOO_MANY = 429;

    @TempDir
    private Path folder;

    private Locked gateway;

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void an_address_that_asks_too_often_comes_to_no_door() throws IOException {
        start("\"address\": \"1/h burst 2\"");
        String key = gateway.key("ann", "[\"admin\"]");
        assertThat(status(key, "203.0.113.7")).isEqualTo(200);
        assertThat(status(key, "203.0.113.7")).isEqualTo(200);

        RawHttp.Answer third = call(key, "203.0.113.7");
        assertThat(third.status()).isEqualTo(TOO_MANY);
        assertThat(third.body()).contains("-32005", "\\\"address\\\" allows 1/h burst 2");
        assertThat(third.hasHeader("Retry-After")).isTrue();
        for (Door door : Door.all().toList()) {
            assertThat(answer(door, key, "203.0.113.7").status())
                    .as(door.line())
                    .isEqualTo(TOO_MANY);
        }
        assertThat(status(key, "198.51.100.1")).as("another address").isEqualTo(200);
        assertThat(IntStream.range(0, 5).map(turn -> statusOf(key, HERE)))
                .as("this machine")
                .containsOnly(200);
    }

    @Test
    void addresses_of_one_network_of_ipv6_are_counted_together() throws IOException {
        start("\"address\": \"1/h burst 1\"");
        String key = gateway.key("ann", "[]");
        assertThat(status(key, "2001:db8:1:2::1")).isEqualTo(200);
        assertThat(status(key, "2001:db8:1:2:ffff::2")).isEqualTo(TOO_MANY);
        assertThat(status(key, "2001:db8:1:3::1")).isEqualTo(200);
    }

    @Test
    void an_address_that_shows_wrong_credentials_is_not_listened_to_for_a_while() throws IOException {
        start("\"refused\": \"1/h burst 2\"");
        String key = gateway.key("ann", "[]");
        assertThat(IntStream.range(0, 5)
                        .map(turn -> answerOf(CALL, List.of(), "203.0.113.7").status()))
                .as("no credential is no wrong one")
                .containsOnly(401);
        assertThat(status("ymk_none", "203.0.113.7")).isEqualTo(401);
        assertThat(status(key, "203.0.113.7")).isEqualTo(200);
        assertThat(status("ymk_none", "203.0.113.7")).isEqualTo(401);

        RawHttp.Answer good = call(key, "203.0.113.7");
        assertThat(good.status()).as("not even with a good one").isEqualTo(TOO_MANY);
        assertThat(good.body()).contains("\\\"refused\\\" allows 1/h burst 2");
        assertThat(status(key, "198.51.100.1")).as("another address").isEqualTo(200);
        assertThat(IntStream.range(0, 5).map(turn -> statusOf("ymk_none", HERE)))
                .as("this machine")
                .containsOnly(401);
    }

    @Test
    void principals_of_one_tenant_share_its_rate() throws IOException {
        start("\"tenant\": \"1/h burst 2\"");
        String ann = tenantKey("ann", "acme");
        String bob = tenantKey("bob", "acme");
        String eve = tenantKey("eve", "other");
        assertThat(status(ann, "203.0.113.7")).isEqualTo(200);
        assertThat(status(bob, HERE)).isEqualTo(200);
        assertThat(call(ann, "198.51.100.1").body()).contains("\\\"tenant\\\" allows 1/h burst 2");
        assertThat(status(bob, HERE)).isEqualTo(TOO_MANY);
        assertThat(status(eve, HERE)).isEqualTo(200);
    }

    @Test
    void everybody_together_has_a_rate() throws IOException {
        start("\"all\": \"1/h burst 2\"");
        assertThat(status(tenantKey("ann", "acme"), "203.0.113.7")).isEqualTo(200);
        assertThat(status(tenantKey("bob", "other"), "198.51.100.1")).isEqualTo(200);

        RawHttp.Answer third = call(tenantKey("eve", "third"), HERE);
        assertThat(third.status()).isEqualTo(TOO_MANY);
        assertThat(third.body()).contains("\\\"all\\\" allows 1/h burst 2");
        assertThat(third.head()).as("what others do is nobody's business").doesNotContain("\"all\"");
    }

    @Test
    void a_principal_has_so_many_requests_under_way_and_no_more() throws Exception {
        start("\"underWay\": 2");
        String ann = gateway.key("ann", "[]");
        String bob = gateway.key("bob", "[]");
        try (HttpClient client = HttpClient.newHttpClient()) {
            List<CompletableFuture<HttpResponse<String>>> asleep =
                    Stream.generate(() -> sleeping(client, ann)).limit(3).toList();
            Object first = CompletableFuture.anyOf(asleep.toArray(CompletableFuture[]::new))
                    .get(20, TimeUnit.SECONDS);
            assertThat(((HttpResponse<?>) first).statusCode()).isEqualTo(TOO_MANY);
            assertThat(((HttpResponse<?>) first).body())
                    .asString()
                    .contains("\\\"concurrency\\\" allows 2 requests of one principal under way");
            assertThat(status(ann, HERE)).isEqualTo(TOO_MANY);
            assertThat(status(bob, HERE)).as("another principal").isEqualTo(200);

            asleep.forEach(call -> call.cancel(true));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (status(ann, HERE) != 200) {
                assertThat(System.nanoTime()).as("what is over counts no more").isLessThan(end);
            }
        }
    }

    @Test
    void the_profile_of_public_sites_holds_what_it_says() throws Exception {
        start("\"profile\": \"edge\"");
        String key = gateway.key("ann", "[\"admin\"]");
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest health = HttpRequest.newBuilder(gateway.endpoint().resolve("/health"))
                    .header("X-API-Key", key)
                    .header("X-Forwarded-For", "203.0.113.7")
                    .header("X-Forwarded-Proto", "https")
                    .build();
            int allowed = 0;
            HttpResponse<String> answer = client.send(health, HttpResponse.BodyHandlers.ofString());
            while (answer.statusCode() == 200 && allowed < 2_100) {
                allowed++;
                answer = client.send(health, HttpResponse.BodyHandlers.ofString());
            }
            assertThat(allowed).as("and what comes back meanwhile").isBetween(2_000, 2_099);
            assertThat(answer.body()).contains("\\\"address\\\" allows 1000/h burst 2000");
        }
        assertThat(withBody(key, 1 << 20)).as("1 MiB").isNotEqualTo(413);
        assertThat(withBody(key, (1 << 20) + 1)).as("a byte more").isEqualTo(413);
    }

    private void start(String rates) {
        gateway = Locked.behindProxy(folder, "\"limits\": {\"rates\": {" + rates + "}}");
    }

    private String tenantKey(String principal, String tenant) throws IOException {
        JsonNode made = gateway.makeKey("{\"principal\": \"%s\", \"tenant\": \"%s\"}".formatted(principal, tenant));
        return made.path("key").asString();
    }

    private CompletableFuture<HttpResponse<String>> sleeping(HttpClient client, String key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(gateway.endpoint())
                .header("X-API-Key", key)
                .header("X-Forwarded-For", HERE)
                .POST(HttpRequest.BodyPublishers.ofString(
                        CALL.body().replace("\"echo\"", "\"sleep\"").replace("\"message\":\"m\"", "\"millis\":60000")));
        CALL.headers().stream()
                .map(line -> line.replace("Mcp-Name: echo", "Mcp-Name: sleep").split(": ", 2))
                .forEach(header -> request.header(header[0], header[1]));
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private int withBody(String key, int bytes) throws IOException {
        int filling = bytes - CALL.body().length();
        Door large = new Door(
                CALL.wire(),
                CALL.line(),
                CALL.headers(),
                CALL.body().replace("\"m\"", '"' + "m".repeat(filling + 1) + '"'),
                200);
        return answer(large, key, HERE).status();
    }

    private int status(String key, String address) throws IOException {
        return call(key, address).status();
    }

    private int statusOf(String key, String address) {
        return answerOf(CALL, List.of("X-API-Key: " + key), address).status();
    }

    private RawHttp.Answer call(String key, String address) throws IOException {
        return answer(CALL, key, address);
    }

    private RawHttp.Answer answer(Door door, String key, String address) throws IOException {
        return answer(door, List.of("X-API-Key: " + key), address);
    }

    private RawHttp.Answer answerOf(Door door, List<String> credential, String address) {
        try {
            return answer(door, credential, address);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RawHttp.Answer answer(Door door, List<String> credential, String address) throws IOException {
        List<String> headers = new ArrayList<>(door.headers());
        headers.addAll(credential);
        headers.addAll(List.of("X-Forwarded-For: " + address, "X-Forwarded-Proto: https"));
        return RawHttp.send(gateway.endpoint(), door.line(), headers, door.body());
    }
}
