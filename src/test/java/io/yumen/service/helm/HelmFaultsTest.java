package io.yumen.service.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import io.yumen.kube.Fault;
import io.yumen.kube.KubeServer;
import io.yumen.secret.Secret;
import io.yumen.service.helm.chart.Bounds;
import io.yumen.service.helm.chart.HelmConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Whatever goes wrong on the other side is told in a sentence that says what to do. */
class HelmFaultsTest {
    private static final String INDEX = "/index.yaml";
    private static final String SHOW = "{\"chart\": \"stable/shop\"}";
    private static final int BOMB = 200 << 20;

    @TempDir
    private static Path folder;

    private static ChartServer server;
    private static ChartServer other;
    private static KubeServer cluster;

    @BeforeAll
    static void publish() throws Exception {
        cluster = KubeServer.start(folder);
        Helm helm = new Helm(cluster.kubeconfig(), folder.resolve("helm"));
        Charts.shop(helm);
        helm.run("package", "shop", "-d", "repository");
        helm.run("repo", "index", "repository");
        helm.run("install", "shop", "shop");
        server = ChartServer.of(folder.resolve("helm/repository"));
        other = ChartServer.of(folder.resolve("helm/repository"));
    }

    @AfterEach
    void heal() {
        server.heal();
        other.heal();
        cluster.heal();
    }

    @AfterAll
    static void stop() {
        server.close();
        other.close();
        cluster.close();
    }

    @ParameterizedTest
    @CsvSource({
        "404, failed, looks whether its \"url\" is right",
        "403, forbidden, sets its \"username\" and \"password\"",
        "429, busy, asked too often",
        "500, unreachable, try again later",
        "418, failed, answers HTTP 418",
    })
    void an_index_that_is_refused_is_told_with_what_to_do(int status, String code, String words) {
        server.answer(INDEX, status, new byte[0], "Retry-After", "7");
        for (Map.Entry<String, String> call : Map.of(
                        "chart_search", "{}", "chart_show", SHOW, "chart_template", SHOW, "chart_lint", SHOW)
                .entrySet()) {
            try (Asked asked = charts()) {
                Asked.Failure failure = asked.fails(call.getKey(), call.getValue());
                assertThat(failure.code()).isEqualTo(code);
                assertThat(failure.text()).contains("\"stable\"", words);
                assertThat(failure.retryAfter()).isEqualTo(status == 429 || status == 500 ? 7 : 0);
            }
        }
    }

    @Test
    void what_is_no_index_is_told_to_be_none() {
        server.answer(INDEX, 200, "<html>Welcome</html>".getBytes(StandardCharsets.UTF_8));
        assertThat(failed("chart_search", "{}", "strange")).contains("is no index of charts");
        server.answer(INDEX, 200, "entries:\n  shop: [\n".getBytes(StandardCharsets.UTF_8));
        assertThat(failed("chart_show", SHOW, "strange")).contains("The index of the repository cannot be read");
        server.answer(INDEX, 200, new byte[0]);
        assertThat(failed("chart_show", SHOW, "strange")).contains("is no index of charts");
    }

    @Test
    void an_index_without_end_is_not_read_to_it() {
        server.answer(INDEX, endless());
        assertThat(failed("chart_show", SHOW, "too_large")).contains("larger than the 32 MiB");
    }

    @Test
    void an_index_that_is_elsewhere_is_gone_to_without_the_password() {
        CopyOnWriteArrayList<String> shown = new CopyOnWriteArrayList<>();
        other.answer(INDEX, exchange -> {
            shown.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.sendResponseHeaders(404, -1);
        });
        server.answer(INDEX, 302, new byte[0], "Location", other.url() + INDEX);
        failed("chart_show", SHOW, "failed");
        assertThat(shown).as("the password is for the first host alone").containsExactly("null");
        server.answer(INDEX, 302, new byte[0], "Location", INDEX);
        assertThat(failed("chart_show", SHOW, "strange")).contains("without end");
        server.answer(INDEX, 302, new byte[0], "Location", "file:///etc/passwd");
        assertThat(failed("chart_show", SHOW, "strange")).contains("which is not gone to");
        server.answer(INDEX, 302, new byte[0], "Location", "/moved.yaml");
        server.answer("/moved.yaml", exchange -> {
            assertThat(exchange.getRequestHeaders().getFirst("Authorization")).startsWith("Basic ");
            exchange.sendResponseHeaders(429, -1);
        });
        failed("chart_show", SHOW, "busy");
    }

    @Test
    void a_file_of_certificates_without_any_is_told_to_be_that() throws Exception {
        Path empty = Files.writeString(folder.resolve("empty.pem"), "");
        HelmConfig.Repository strict = new HelmConfig.Repository(server.url(), null, null, empty, false);
        try (Asked asked = Asked.of(ChartToolsTest.config(Map.of("stable", strict)))) {
            Asked.Failure failure = asked.fails("chart_search", "{}");
            assertThat(failure.code()).isEqualTo("failed");
            assertThat(failure.text()).contains("An operator's \"caFile\"", "empty.pem has no certificate");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "404, not_found, stable lists stable/shop and does not have its file",
        "401, forbidden, lets nobody in",
        "429, busy, try again later",
        "500, unreachable, try again later",
    })
    void a_chart_that_is_refused_is_told_with_what_to_do(int status, String code, String words) {
        server.answer("/shop-1.2.0.tgz", status, new byte[0]);
        assertThat(failed("chart_show", SHOW, code)).contains(words);
    }

    @Test
    void what_is_no_chart_is_told_to_be_none() throws Exception {
        server.answer("/shop-1.2.0.tgz", 200, "<html>Welcome</html>".getBytes(StandardCharsets.UTF_8));
        assertThat(failed("chart_show", SHOW, "strange")).contains("is no chart");
        server.answer("/shop-1.2.0.tgz", 200, packed(new byte[100]));
        assertThat(failed("chart_template", SHOW, "strange")).contains("is no chart");
        server.answer("/shop-1.2.0.tgz", 200, bomb());
        assertThat(failed("chart_template", SHOW, "too_large")).contains("larger than Helm reads");
        assertThat(failed("chart_lint", SHOW, "too_large")).contains("larger than Helm reads");
    }

    @ParameterizedTest
    @CsvSource({
        "401, forbidden, lets nobody in",
        "404, not_found, There is no such chart",
        "429, busy, try again later",
    })
    void a_registry_that_refuses_is_told_with_what_to_do(int status, String code, String words) {
        server.answer("/v2/shop/tags/list", status, new byte[0]);
        server.answer("/v2/_catalog", status, new byte[0]);
        try (Asked asked = registry()) {
            Asked.Failure failure = asked.fails("chart_show", "{\"chart\": \"team/shop\"}");
            assertThat(failure.text()).contains(words);
            assertThat(failure.code()).isEqualTo(code);
            assertThat(asked.fails("chart_search", "{}").text())
                    .contains(status == 429 ? "asked too often" : "does not let its names be listed (HTTP " + status);
        }
    }

    @Test
    void a_registry_that_wants_a_token_is_shown_one() throws Exception {
        CopyOnWriteArrayList<String> asked = new CopyOnWriteArrayList<>();
        server.answer("/token", exchange -> {
            asked.add(exchange.getRequestURI().getQuery() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization").startsWith("Basic "));
            byte[] token = "{\"token\": \"t0k.en\"}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, token.length);
            exchange.getResponseBody().write(token);
        });
        server.answer(
                "/v2/_catalog",
                forToken("{\"repositories\": [\"charts/shop\", \"images/web\", \"//evil.example/charts/x\"]}"));
        server.answer("/v2/charts/shop/tags/list", forToken("{\"tags\": [\"1.0.0\", \"latest\"]}"));
        server.answer(
                "/v2/charts/shop/manifests/1.0.0",
                forToken("{\"config\": {\"mediaType\": \"application/vnd.cncf.helm.config.v1+json\"}}"));
        URI url = URI.create("oci://" + server.url().getAuthority() + "/charts/");
        HelmConfig.Repository team =
                new HelmConfig.Repository(url, ChartServer.USER, new Secret(ChartServer.PASSWORD), null, true);
        try (Asked charts = Asked.of(new HelmConfig(Map.of("team", team), Duration.ofSeconds(60), 0, null, 2))) {
            assertThat(charts.structured("chart_search", "{}").path("items"))
                    .hasSize(1)
                    .allMatch(hit -> hit.path("name").asString("").equals("team/shop"));
        }
        assertThat(asked)
                .contains("service=s&scope=registry:catalog:* true")
                .contains("service=s&scope=repository:charts/shop:pull true");
    }

    @Test
    void a_registry_that_leads_elsewhere_does_not_have_its_password_shown_there() {
        CopyOnWriteArrayList<String> shown = new CopyOnWriteArrayList<>();
        other.answer("/token", exchange -> {
            shown.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.sendResponseHeaders(404, -1);
        });
        String realm = "Bearer realm=\"" + other.url() + "/token\",service=\"s\"";
        other.answer("/v2/_catalog", 401, new byte[0], "WWW-Authenticate", realm);
        server.answer("/v2/_catalog", 302, new byte[0], "Location", other.url() + "/v2/_catalog");
        try (Asked asked = registry()) {
            assertThat(asked.fails("chart_search", "{}").text()).contains("HTTP 401");
            assertThat(shown).isEmpty();
            server.answer(
                    "/v2/_catalog",
                    401,
                    new byte[0],
                    "WWW-Authenticate",
                    "Bearer realm=\"http://localhost:" + other.url().getPort() + "/token\",service=\"s\"");
            assertThat(asked.fails("chart_search", "{}").text()).contains("HTTP 401");
            assertThat(shown).isEmpty();
        }
    }

    @Test
    void a_registry_that_refuses_after_some_charts_does_not_look_as_if_it_had_no_others() {
        server.answer("/v2/_catalog", 200, text("{\"repositories\": [\"charts/a\", \"charts/b\", \"charts/gone\"]}"));
        server.answer("/v2/charts/a/tags/list", 200, text("{\"tags\": [\"1.0.0\"]}"));
        server.answer(
                "/v2/charts/a/manifests/1.0.0",
                200,
                text("{\"config\": {\"mediaType\": \"application/vnd.cncf.helm.config.v1+json\"}}"));
        server.answer("/v2/charts/b/tags/list", 429, new byte[0]);
        try (Asked asked = registry()) {
            JsonNode found = asked.structured("chart_search", "{}");
            assertThat(found.path("items")).hasSize(1);
            assertThat(found.path("items").toString()).contains("team/charts/a");
            assertThat(found.path("note").asString("")).contains("team: 2 more names match", "asked too often");
        }
    }

    private static byte[] text(String words) {
        return words.getBytes(StandardCharsets.UTF_8);
    }

    /** An answer for who shows the token; others are told where to get one. */
    private static HttpHandler forToken(String answer) {
        return exchange -> {
            if ("Bearer t0k.en".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            } else {
                exchange.getResponseHeaders()
                        .add("WWW-Authenticate", "Bearer realm=\"" + server.url() + "/token\",service=\"s\"");
                exchange.sendResponseHeaders(401, -1);
            }
        };
    }

    @Test
    void a_registry_that_says_garbage_is_told_to_do_so() {
        server.answer("/v2/_catalog", 200, "<html>".getBytes(StandardCharsets.UTF_8));
        try (Asked asked = registry()) {
            assertThat(asked.fails("chart_search", "{}").text()).contains("no JSON");
            server.answer("/v2/_catalog", endless());
            assertThat(asked.fails("chart_search", "{}").code()).isEqualTo("too_large");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401, unauthorized, an operator has to renew them",
        "403, forbidden, get and list Secrets",
        "410, expired, begin anew",
        "429, busy, Try again later",
        "503, busy, Try again later",
        "500, failed, answered 500",
        "504, timeout, later",
    })
    void a_cluster_that_refuses_is_told_by_each_tool(int status, String code, String words) throws Exception {
        cluster.fault(call -> call.path().contains("/secrets"), new Fault.Status(status, "Reason", "no"));
        holds(code, words);
    }

    @Test
    void a_cluster_that_does_not_answer_as_it_should_is_told_by_each_tool() throws Exception {
        cluster.fault(Fault.always(), new Fault.Garbage("text/html", "<html>Welcome</html>"));
        holds("strange", "is its address that of the API server?");
        cluster.heal();
        cluster.fault(Fault.always(), new Fault.Slow(Duration.ofMinutes(1)));
        holds("timeout", "did not answer in time");
        cluster.heal();
        cluster.fault(Fault.always(), new Fault.Cut());
        holds("unreachable", "cannot be reached");
        cluster.heal();
        cluster.fault(call -> call.path().contains("/secrets"), new Fault.Endless());
        try (Asked asked = Asked.hasty(cluster, folder, HelmConfig.DEFAULT)) {
            Asked.Failure failure = asked.fails("release_list", "{}");
            assertThat(failure.code()).as(failure.text()).isIn("too_large", "timeout");
        }
    }

    /** Each tool that asks a cluster tells that. */
    private static void holds(String code, String words) throws Exception {
        HelmConfig config = ChartToolsTest.config(Map.of("stable", server.repository()));
        for (Map.Entry<String, String> call : Map.of(
                        "release_list",
                        "{}",
                        "release_get",
                        "{\"name\": \"shop\"}",
                        "release_history",
                        "{\"name\": \"shop\"}",
                        "release_diff",
                        "{\"name\": \"shop\"}",
                        "release_rollback",
                        "{\"name\": \"shop\"}",
                        "release_upgrade",
                        "{\"name\": \"shop\", \"chart\": \"stable/shop\"}",
                        "release_uninstall",
                        "{\"name\": \"shop\"}",
                        "release_test",
                        "{\"name\": \"shop\"}")
                .entrySet()) {
            try (Asked asked = Asked.hasty(cluster, folder, config)) {
                Asked.Failure failure = asked.fails(call.getKey(), call.getValue());
                assertThat(failure.code())
                        .as(call.getKey() + ": " + failure.text())
                        .isEqualTo(code);
                assertThat(failure.text()).contains(words);
            }
        }
    }

    private static String failed(String tool, String arguments, String code) {
        try (Asked asked = charts()) {
            Asked.Failure failure = asked.fails(tool, arguments);
            assertThat(failure.code()).as(failure.text()).isEqualTo(code);
            return failure.text();
        }
    }

    private static Asked charts() {
        return Asked.of(near(Map.of("stable", server.repository())));
    }

    private static Asked registry() {
        URI url = URI.create("oci://" + server.url().getAuthority());
        HelmConfig.Repository team =
                new HelmConfig.Repository(url, ChartServer.USER, new Secret(ChartServer.PASSWORD), null, true);
        return Asked.of(near(Map.of("team", team)));
    }

    /** They may lead to others on this machine. */
    private static HelmConfig near(Map<String, HelmConfig.Repository> repositories) {
        return new HelmConfig(repositories, Duration.ofSeconds(60), 0, null, 2).within(Bounds.of(List.of("127.0.0.1")));
    }

    private static HttpHandler endless() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] part = "entries: {}\n".repeat(1_000).getBytes(StandardCharsets.UTF_8);
            try (OutputStream out = exchange.getResponseBody()) {
                while (true) {
                    out.write(part);
                }
            } catch (IOException e) {
                // Who reads it has had enough.
            }
        };
    }

    /** An archive of one file that unpacks to far more than it has. */
    private static byte[] bomb() throws IOException {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(tar)) {
            zip.write(head("shop/values.yaml", BOMB));
            byte[] nothing = new byte[1 << 20];
            for (int written = 0; written < BOMB; written += nothing.length) {
                zip.write(nothing);
            }
            zip.write(new byte[1024]);
        }
        return tar.toByteArray();
    }

    private static byte[] packed(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(plain);
        }
        return bytes.toByteArray();
    }

    /** What stands before a file in a tar archive. */
    private static byte[] head(String name, int size) {
        byte[] head = new byte[512];
        put(head, 0, name);
        put(head, 100, "0000644\0");
        put(head, 108, "0000000\0");
        put(head, 116, "0000000\0");
        put(head, 124, "%011o\0".formatted(size));
        put(head, 136, "00000000000\0");
        put(head, 148, "        ");
        put(head, 156, "0");
        put(head, 257, "ustar\00000");
        int sum = 0;
        for (byte one : head) {
            sum += one & 0xff;
        }
        put(head, 148, "%06o\0 ".formatted(sum));
        return head;
    }

    private static void put(byte[] head, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, head, at, bytes.length);
    }
}
