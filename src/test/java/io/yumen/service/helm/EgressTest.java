package io.yumen.service.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.secret.Secret;
import io.yumen.service.helm.chart.Bounds;
import io.yumen.service.helm.chart.HelmConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A repository that belongs to somebody else leads nobody into the operator's own network. */
class EgressTest {
    private static final String INDEX = "/index.yaml";
    private static final byte[] NOTHING = new byte[0];
    private static final String REFUSED = "which is not gone to";

    /** Some spellings are an address on some systems, and a name that there is not on others. */
    private static final String UNKNOWN = "does not resolve";

    private static final String SETTING = "\"allowedHosts\" of \"helm\"";

    @TempDir
    private static Path folder;

    private ChartServer server;
    private ChartServer other;
    private ServerSocket canary;

    @BeforeEach
    void listen() throws IOException {
        server = ChartServer.of(folder);
        other = ChartServer.of(folder);
        canary = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stop() throws IOException {
        canary.close();
        other.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1:PORT/",
                "http://127.0.0.1:PORT/",
                "https://localhost:PORT/",
                "http://localhost:PORT/",
                "https://LOCALHOST:PORT/",
                "https://localhost.:PORT/",
                "https://[::1]:PORT/",
                "https://[::ffff:127.0.0.1]:PORT/",
                "https://[::ffff:7f00:1]:PORT/",
                "https://127.1:PORT/",
                "https://2130706433:PORT/",
                "https://0x7f000001:PORT/",
                "https://0x7f.1:PORT/",
                "https://017700000001:PORT/",
                "https://0.0.0.0:PORT/",
                "//127.0.0.1:PORT/",
                "https://10.0.0.1/",
                "https://172.16.0.1/",
                "https://192.168.0.1/",
                "https://[fd00::1]/",
                "https://[fe80::1]/",
                "https://169.254.169.254/latest/meta-data/",
                "http://169.254.169.254/latest/meta-data/",
                "https://[fd00:ec2::254]/latest/meta-data/",
                "https://[64:ff9b::7f00:1]:PORT/",
                "http://1.1.1.1:1/",
                "file:///etc/passwd",
                "gopher://127.0.0.1:PORT/"
            })
    void an_index_leads_nobody_inwards(String target) throws IOException {
        String at = target.replace("PORT", Integer.toString(canary.getLocalPort()));
        try (Asked asked = Asked.of(config(Bounds.PUBLIC))) {
            server.answer(INDEX, 302, NOTHING, "Location", at);
            assertThat(asked.fails("chart_search", "{}").text()).containsAnyOf(REFUSED, UNKNOWN);
            server.answer(INDEX, 301, NOTHING, "Location", "/moved.yaml");
            server.answer("/moved.yaml", 307, NOTHING, "Location", at);
            assertThat(asked.fails("chart_search", "{}").text()).containsAnyOf(REFUSED, UNKNOWN);
            assertThat(asked.fails("chart_show", "{\"chart\": \"stable/shop\"}").text())
                    .containsAnyOf(REFUSED, UNKNOWN);
            assertUntouched();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1:PORT/shop-1.0.0.tgz",
                "http://127.0.0.1:PORT/shop-1.0.0.tgz",
                "http://localhost:PORT/shop-1.0.0.tgz",
                "https://[::1]:PORT/shop-1.0.0.tgz",
                "https://2130706433:PORT/shop-1.0.0.tgz",
                "https://10.0.0.1/shop-1.0.0.tgz",
                "http://169.254.169.254/latest/meta-data/",
                "//127.0.0.1:PORT/shop-1.0.0.tgz",
                "\\x68ttp://127.0.0.1:PORT/shop-1.0.0.tgz",
                "oci://127.0.0.1:PORT/charts/shop:1.0.0",
                "oci://localhost:PORT/charts/shop:1.0.0",
                "oci://127.0.0.1:PORT/charts/shop",
                "oci://2130706433:PORT/charts/shop:1.0.0",
                "oci://127.0.0.1:PORT/../shop:1.0.0",
                "file:///etc/passwd"
            })
    void an_address_in_an_index_leads_nobody_inwards(String target) throws IOException {
        server.answer(INDEX, 200, index(target.replace("PORT", Integer.toString(canary.getLocalPort()))));
        try (Asked asked = Asked.of(config(Bounds.PUBLIC))) {
            for (String version : List.of("", ", \"version\": \"1.0.0\"")) {
                assertThat(asked.fails("chart_show", "{\"chart\": \"stable/shop\"" + version + "}")
                                .text())
                        .contains(REFUSED);
            }
            assertThat(asked.fails("chart_template", "{\"chart\": \"stable/shop\"}")
                            .text())
                    .contains(REFUSED);
            assertThat(asked.fails("chart_lint", "{\"chart\": \"stable/shop\"}").text())
                    .contains(REFUSED);
            assertUntouched();
        }
    }

    @Test
    void the_file_of_a_chart_leads_nobody_inwards() throws IOException {
        server.answer(INDEX, 200, index("shop-1.0.0.tgz"));
        server.answer("/shop-1.0.0.tgz", 302, NOTHING, "Location", "/on.tgz");
        server.answer("/on.tgz", 302, NOTHING, "Location", "https://localhost:" + canary.getLocalPort() + "/");
        try (Asked asked = Asked.of(config(Bounds.PUBLIC))) {
            assertThat(asked.fails("chart_show", "{\"chart\": \"stable/shop\"}").text())
                    .contains(REFUSED, SETTING);
            assertUntouched();
        }
    }

    @Test
    void the_blob_of_a_registry_leads_nobody_inwards() throws IOException {
        String digest = "sha256:" + "0".repeat(64);
        server.answer("/v2/shop/manifests/1.0.0", 200, ("""
                {"layers": [{"mediaType": "application/vnd.cncf.helm.chart.content.v1.tar+gzip", "digest": "%s"}]}""").formatted(digest).getBytes(StandardCharsets.UTF_8));
        String show = "{\"chart\": \"team/shop\", \"version\": \"1.0.0\"}";
        try (Asked asked = Asked.of(registry(Bounds.PUBLIC))) {
            server.answer(
                    "/v2/shop/blobs/" + digest,
                    307,
                    NOTHING,
                    "Location",
                    "https://127.0.0.1:" + canary.getLocalPort() + "/blob?signature=s3cret");
            assertThat(asked.fails("chart_show", show).text())
                    .contains(REFUSED, SETTING)
                    .doesNotContain("s3cret");
            assertUntouched();
            server.answer("/v2/shop/blobs/" + digest, 200, "another file".getBytes(StandardCharsets.UTF_8));
            assertThat(asked.fails("chart_show", show).text()).contains("than its manifest says");
        }
    }

    @Test
    void a_file_that_lies_where_an_operator_allows_it_is_fetched_without_the_password() throws Exception {
        Helm helm = new Helm("", folder.resolve("helm"));
        Charts.shop(helm);
        helm.run("package", "shop");
        byte[] archive = Files.readAllBytes(folder.resolve("helm/shop-1.2.0.tgz"));
        List<String> shown = new CopyOnWriteArrayList<>();
        server.answer(INDEX, 200, index("http://localhost:" + other.url().getPort() + "/shop.tgz"));
        other.answer("/shop.tgz", exchange -> {
            shown.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            exchange.sendResponseHeaders(200, archive.length);
            exchange.getResponseBody().write(archive);
        });
        try (Asked asked = Asked.of(config(Bounds.of(List.of("localhost"))))) {
            assertThat(asked.told("chart_show", "{\"chart\": \"stable/shop\", \"part\": \"chart\"}"))
                    .contains("A shop for tests");
            assertThat(shown).containsExactly("null");
        }
    }

    @Test
    void who_is_led_inwards_is_told_what_an_operator_sets() throws IOException {
        try (Asked asked = Asked.of(config(Bounds.PUBLIC))) {
            server.answer(INDEX, 302, NOTHING, "Location", "https://localhost:" + canary.getLocalPort() + "/i?word=x");
            Asked.Failure failure = asked.fails("chart_search", "{}");
            assertThat(failure.code()).isEqualTo("strange");
            assertThat(failure.text())
                    .contains("\"stable\" leads to https://localhost:" + canary.getLocalPort() + "/i", SETTING)
                    .doesNotContain("word=x", ChartServer.PASSWORD);
            assertUntouched();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1:PORT/token",
                "http://127.0.0.1:PORT/token",
                "https://localhost:PORT/token",
                "https://[::1]:PORT/token",
                "https://0x7f000001:PORT/token",
                "https://2130706433:PORT/token",
                "https://10.0.0.1/token",
                "https://169.254.169.254/token"
            })
    void a_realm_leads_nobody_inwards(String target) throws IOException {
        String realm = target.replace("PORT", Integer.toString(canary.getLocalPort()));
        server.answer("/v2/_catalog", 401, NOTHING, "WWW-Authenticate", "Bearer realm=\"" + realm + "\",service=\"s\"");
        try (Asked asked = Asked.of(registry(Bounds.PUBLIC))) {
            assertThat(asked.fails("chart_search", "{}").text()).containsAnyOf(REFUSED, UNKNOWN);
            assertUntouched();
        }
    }

    @Test
    void a_realm_that_leads_on_leads_nobody_inwards() throws IOException {
        server.answer(
                "/v2/_catalog",
                401,
                NOTHING,
                "WWW-Authenticate",
                "Bearer realm=\"" + server.url() + "/token\",service=\"s\"");
        server.answer("/token", 307, NOTHING, "Location", "https://127.0.0.1:" + canary.getLocalPort() + "/token");
        try (Asked asked = Asked.of(registry(Bounds.PUBLIC))) {
            assertThat(asked.fails("chart_search", "{}").text()).contains(REFUSED, SETTING);
            assertUntouched();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "127.0.0.0/8"})
    void what_an_operator_allows_is_gone_to(String allowed) {
        String host = allowed.equals("localhost") ? "localhost" : "127.0.0.1";
        URI elsewhere = URI.create("http://" + host + ":" + other.url().getPort() + INDEX);
        server.answer(INDEX, 302, NOTHING, "Location", elsewhere.toString());
        other.answer(INDEX, 200, "entries: {}\n".getBytes(StandardCharsets.UTF_8));
        try (Asked asked = Asked.of(config(Bounds.of(List.of(allowed))))) {
            assertThat(asked.structured("chart_search", "{}").path("items")).isEmpty();
            assertThat(other.asked()).containsExactly(INDEX + " 200");
        }
    }

    @Test
    void whom_an_operator_allows_leads_no_further() throws IOException {
        URI second = URI.create("http://localhost:" + other.url().getPort() + INDEX);
        server.answer(INDEX, 302, NOTHING, "Location", second.toString());
        other.answer(INDEX, 302, NOTHING, "Location", "http://127.0.0.1:" + canary.getLocalPort() + "/");
        try (Asked asked = Asked.of(config(Bounds.of(List.of("localhost"))))) {
            assertThat(asked.fails("chart_search", "{}").text()).contains(REFUSED, "127.0.0.1", SETTING);
            assertThat(other.asked()).containsExactly(INDEX + " 302");
            assertUntouched();
        }
    }

    @Test
    void where_clouds_hand_out_credentials_nobody_is_allowed_to_go() {
        server.answer(INDEX, 302, NOTHING, "Location", "http://169.254.169.254/latest/meta-data/");
        try (Asked asked = Asked.of(config(Bounds.of(List.of("169.254.0.0/16", "169.254.169.254"))))) {
            assertThat(asked.fails("chart_search", "{}").text()).contains(REFUSED);
        }
    }

    @Test
    void through_a_proxy_nobody_is_led_inwards_either() throws IOException {
        HelmConfig.Repository far =
                new HelmConfig.Repository(URI.create("http://charts.invalid"), null, null, null, false);
        HelmConfig config = new HelmConfig(Map.of("far", far), Duration.ofSeconds(60), 0, server.url(), 2);
        try (Asked asked = Asked.of(config)) {
            server.answer(INDEX, 200, "entries: {}\n".getBytes(StandardCharsets.UTF_8));
            assertThat(asked.structured("chart_search", "{}").path("items")).isEmpty();
        }
        for (String target : List.of(
                "http://127.0.0.1:" + canary.getLocalPort() + "/",
                "https://localhost:" + canary.getLocalPort() + "/",
                "https://10.0.0.1/",
                "http://169.254.169.254/",
                "http://1.1.1.1/",
                "https://0x7f000001/",
                "https://0x7f.1./",
                "https://127.0x1/",
                "http://127.elsewhere.invalid/",
                "http://elsewhere.invalid/")) {
            try (Asked asked = Asked.of(config)) {
                server.answer(INDEX, 302, NOTHING, "Location", target);
                assertThat(asked.fails("chart_search", "{}").text()).as(target).contains(REFUSED);
            }
        }
        assertThat(server.asked()).as("the proxy was asked for nothing else").allMatch(path -> path.startsWith(INDEX));
        assertUntouched();
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1, 10.0.0.1", "10.0.0.1, 10.0.0.0/8", "elsewhere.invalid, elsewhere.invalid"})
    void through_a_proxy_too_what_an_operator_allows_is_gone_to(String host, String allowed) {
        HelmConfig.Repository far =
                new HelmConfig.Repository(URI.create("http://charts.invalid"), null, null, null, false);
        HelmConfig config = new HelmConfig(Map.of("far", far), Duration.ofSeconds(60), 0, server.url(), 2);
        server.answer(INDEX, 302, NOTHING, "Location", "http://" + host + "/other.yaml");
        server.answer("/other.yaml", 200, "entries: {}\n".getBytes(StandardCharsets.UTF_8));
        try (Asked asked = Asked.of(config)) {
            assertThat(asked.fails("chart_search", "{}").text()).contains(REFUSED, SETTING);
        }
        try (Asked asked = Asked.of(config.within(Bounds.of(List.of(allowed))))) {
            assertThat(asked.structured("chart_search", "{}").path("items")).isEmpty();
        }
        assertThat(server.asked()).containsExactly(INDEX + " 302", INDEX + " 302", "/other.yaml 200");
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://me:pa55@files.example/i.yaml?signature=s3cret, ftp://files.example/i.yaml",
        "https://me:pa55@my_files/i.yaml?signature=s3cret#s3cret, https://my_files/i.yaml",
        "//me:pa55@my_files?signature=s3cret, //my_files",
        "https://me:pa55@files.example/i.yaml?signature=s3cret, https://files.example/i.yaml",
        "https:me:pa55@files.example?signature=s3cret, https:...",
        "https://me:pa55@my files/?signature=s3cret, an address that cannot be read"
    })
    void where_somebody_leads_is_told_without_what_may_be_a_secret(String target, String shown) {
        server.answer(INDEX, 302, NOTHING, "Location", target);
        try (Asked asked = Asked.of(config(Bounds.PUBLIC))) {
            assertThat(asked.fails("chart_search", "{}").text())
                    .contains(" leads to " + shown + ", " + REFUSED)
                    .doesNotContain("pa55", "s3cret");
        }
    }

    private static byte[] index(String address) {
        return ("apiVersion: v1\nentries:\n  other: [{name: other, version: 9.0.0, urls: [x]}]\n  shop:\n"
                        + "  - name: shop\n    version: 1.0.0\n    urls: [\"" + address + "\"]\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private HelmConfig config(Bounds bounds) {
        return new HelmConfig(Map.of("stable", server.repository()), Duration.ofSeconds(60), 0, null, 2).within(bounds);
    }

    private HelmConfig registry(Bounds bounds) {
        URI url = URI.create("oci://" + server.url().getAuthority());
        HelmConfig.Repository team =
                new HelmConfig.Repository(url, ChartServer.USER, new Secret(ChartServer.PASSWORD), null, true);
        return new HelmConfig(Map.of("team", team), Duration.ofSeconds(60), 0, null, 2).within(bounds);
    }

    private void assertUntouched() throws IOException {
        canary.setSoTimeout(20);
        try (Socket caller = canary.accept()) {
            assertThat(caller.isConnected()).as("somebody came").isFalse();
        } catch (SocketTimeoutException e) {
            assertThat(e).hasMessageContaining("timed out");
        }
    }
}
