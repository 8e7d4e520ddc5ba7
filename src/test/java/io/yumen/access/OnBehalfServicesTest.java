package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.yumen.auth.jwt.Mint;
import io.yumen.config.ConfigException;
import io.yumen.config.file.ConfigFile;
import io.yumen.kube.KubeServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Built-in services ask the systems behind them by what the tokens of callers are exchanged for. */
class OnBehalfServicesTest {
    private static final String GATEWAY = "https://gateway.example/mcp";
    private static final String OAUTH = """
            "auth": {"oauth": {"grant": "token_exchange", "issuer": "%s", "audience": "%s", "clientId": "gateway", "clientSecret": "s"}}""";
    private static final String CATALOGUE = """
            {"name": "desk", "tools": {
              "me": {"description": "Who asks", "path": "/me", "text": true, "cacheSeconds": 600},
              "note": {"description": "Writes", "method": "POST", "path": "/notes", "text": true}}}""";

    @TempDir
    private Path folder;

    private final List<String> shown = new CopyOnWriteArrayList<>();
    private Mint company;
    private KubeServer cluster;
    private HttpServer desk;
    private Locked gateway;

    @BeforeEach
    void start() throws Exception {
        company = new Mint();
        cluster = KubeServer.start(folder);
        cluster.believe(company.issuer(), "kube");
        cluster.allow("ann", "default", "list", "pods");
        cluster.seed("{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: default},"
                + " spec: {containers: [{name: main, image: web}]}, status: {phase: Running}}");
        cluster.clearCalls();
        desk = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        desk.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        desk.createContext("/", this::answer);
        desk.start();
        Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig());
        Path catalogue = Files.writeString(folder.resolve("desk.json"), CATALOGUE);
        gateway = Locked.with(folder.resolve("gateway"), """
                {"oidc": {"company": {"issuer": "%s", "audience": ["%s"]}}}""".formatted(company.issuer(), GATEWAY), """
                "mcpServers": {
                  "clusters": {"service": "kubernetes", "kubernetes": {"kubeconfig": "%s"}, %s},
                  "desk": {"catalogue": "%s", "url": "http://127.0.0.1:%d", "mode": "full", %s}}""".formatted(
                        kubeconfig,
                        OAUTH.formatted(company.issuer(), "kube"),
                        catalogue,
                        desk.getAddress().getPort(),
                        OAUTH.formatted(company.issuer(), "desk")));
    }

    @AfterEach
    void stop() {
        gateway.close();
        desk.stop(0);
        cluster.close();
        company.close();
    }

    @Test
    void a_cluster_sees_each_caller_and_neither_the_gateway_nor_the_token_that_came() throws IOException {
        String ann = token("ann");
        String bob = token("bob");
        String pods = "\"kind\":\"pods\",\"namespace\":\"default\"";
        for (int round = 0; round < 2; round++) {
            assertThat(call(ann, "list", pods)).contains("web");
            assertThat(call(bob, "list", pods))
                    .contains("User \\\"bob\\\" cannot list")
                    .doesNotContain("web");
        }
        assertThat(company.exchanged()).contains(ann, bob).containsOnly(ann, bob);
        assertThat(cluster.shown()).isNotEmpty().allSatisfy(one -> {
            assertThat(one).startsWith("Bearer ").doesNotContain(ann, bob, KubeServer.ADMIN_TOKEN, " as ");
            assertThat(claim(one, "aud")).isEqualTo("kube");
        });
        assertThat(cluster.shown().stream().map(one -> claim(one, "sub")).distinct())
                .containsExactlyInAnyOrder("ann", "bob");
    }

    @Test
    void a_rest_service_sees_each_caller_and_what_it_told_one_is_not_told_another() throws IOException {
        String ann = token("ann");
        assertThat(call(ann, "me", "")).contains("you are ann");
        assertThat(call(token("bob"), "me", "")).contains("you are bob");
        assertThat(call(ann, "me", "")).contains("you are ann");
        assertThat(shown).as("kept for each").hasSize(2);
        assertThat(call(ann, "note", "")).contains("you are ann");
        assertThat(shown).allSatisfy(one -> assertThat(claim(one, "aud")).isEqualTo("desk"));
    }

    @Test
    void who_came_in_with_a_key_gets_no_tools_of_either_and_nothing_is_asked() throws IOException {
        String key = "X-API-Key: " + gateway.key("ann", "[]");
        assertThat(send(key, "tools/call", "list", "\"name\":\"list\",\"arguments\":{\"kind\":\"pods\"},"))
                .contains("takes calls only from those who come in with a token of " + company.issuer());
        assertThat(send(key, "tools/list", "", "")).doesNotContain("\"list\"", "\"me\"");
        assertThat(cluster.calls()).isEmpty();
        assertThat(shown).isEmpty();
    }

    @Test
    void the_example_does_what_it_says() throws IOException {
        String example = Files.readString(Path.of("examples/on-behalf.json"))
                .replace("https://id.example.com/realms/company", company.issuer())
                .replace(
                        "/etc/yumen/prod.kubeconfig",
                        folder.resolve("kubeconfig").toString());
        assertThat(ConfigFile.parse(example).mcpServers()).containsOnlyKeys("prod", "metrics");
        cluster.believe(company.issuer(), "prod-cluster");
        String servers = example.substring(example.indexOf("\"mcpServers\""), example.indexOf("\"access\""));
        String access =
                example.substring(example.indexOf("\"access\"") + "\"access\":".length(), example.lastIndexOf('}'));
        gateway.close();
        gateway = Locked.with(folder.resolve("example"), access, servers.substring(0, servers.lastIndexOf(',')));
        String ann = company.token(company.claims("yumen"));
        assertThat(call(ann, "list", "\"kind\":\"pods\",\"namespace\":\"default\""))
                .contains("web");
        assertThat(claim(cluster.shown().getLast(), "aud")).isEqualTo("prod-cluster");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '#',
            value = {
                "'service': 'kubernetes' | 'grant': 'client_credentials', 'clientId': 'g' | its callers' tokens are exchanged for",
                "'service': 'kubernetes' | 'grant': 'token_exchange', 'issuer': 'ISSUER', 'clientId': 'g' | Say in \"audience\"",
                "'service': 'helm', 'kubernetes': {'identity': 'impersonate'} | 'grant': 'token_exchange', 'issuer': 'ISSUER', 'audience': 'kube', 'clientId': 'g' | either in the name of each caller",
                "'service': 'prometheus', 'url': 'http://127.0.0.1:1', 'headers': {'Authorization': 'x'} | 'grant': 'token_exchange', 'issuer': 'ISSUER', 'clientId': 'g' | either OAuth or an Authorization header"
            })
    void what_does_not_go_together_is_said_when_the_configuration_is_read(String server, String oauth, String why) {
        assertThatThrownBy(() -> ConfigFile.parse("""
                {'access': {'oidc': {'company': {'issuer': 'ISSUER'}}},
                 'mcpServers': {'one': {%s, 'auth': {'oauth': {%s}}}}}""".formatted(server, oauth)
                        .replace("ISSUER", company.issuer())
                        .replace('\'', '"')))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(why);
    }

    private String token(String name) {
        return company.token(company.claims(GATEWAY).put("sub", name));
    }

    private String call(String token, String tool, String arguments) throws IOException {
        return send(
                "Authorization: Bearer " + token,
                "tools/call",
                tool,
                "\"name\":\"" + tool + "\",\"arguments\":{" + arguments + "},");
    }

    private String send(String credential, String method, String name, String params) throws IOException {
        List<String> headers = new ArrayList<>(Person.modernHeaders(method, name));
        headers.add(credential);
        headers.add("Content-Type: application/json");
        headers.add("Accept: application/json, text/event-stream");
        return RawHttp.send(gateway.endpoint(), "POST /mcp", headers, Person.modern(method, params))
                .body();
    }

    private static String claim(String shown, String name) {
        return Overheard.claims(shown.substring("Bearer ".length())).path(name).asString();
    }

    /** Tells whose the token is that it was shown. */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            String credential = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            shown.add(credential);
            byte[] body = ("you are " + claim(credential, "sub")).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "text/plain");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
