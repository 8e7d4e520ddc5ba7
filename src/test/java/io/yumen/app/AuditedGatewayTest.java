package io.yumen.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.app.servers.StartException;
import io.yumen.config.file.ConfigFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is recorded of what clients and operators do at a whole gateway. */
final class AuditedGatewayTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private Gateway gateway;

    @AfterEach
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void a_call_is_recorded_with_who_what_and_how_it_ended() throws Exception {
        start("");

        assertThat(call("echo", "{\"message\": \"hello\"}").body()).contains("hello");

        JsonNode record = only("call");
        assertThat(record.path("time").asString()).matches("20\\d\\d-.*T.*\\.\\d{6}Z");
        assertThat(record.path("tenant").asString()).isEqualTo("local");
        assertThat(record.path("principal").asString()).isEqualTo("local");
        assertThat(record.path("client").asString()).isEqualTo("tester/7");
        assertThat(record.path("transport").asString()).isEqualTo("http");
        assertThat(record.path("auth").asString()).isEqualTo("none");
        assertThat(record.path("method").asString()).isEqualTo("tools/call");
        assertThat(record.path("place").asString()).isEqualTo("/mcp");
        assertThat(record.path("server").asString()).isEqualTo("everything");
        assertThat(record.path("name").asString()).isEqualTo("echo");
        assertThat(record.at("/arguments/names/0").asString()).isEqualTo("message");
        assertThat(record.at("/arguments/digest").asString()).hasSize(43);
        assertThat(record.path("decision").asString()).isEqualTo("allowed");
        assertThat(record.path("outcome").asString()).isEqualTo("ok");
        assertThat(record.path("micros").asLong()).isPositive();
        assertThat(record.path("trace").asString()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
    }

    @Test
    void the_same_arguments_have_the_same_digest_and_others_another() throws Exception {
        start("");
        call("echo", "{\"message\": \"one\"}");
        call("echo", "{\"message\": \"one\"}");
        call("echo", "{\"message\": \"two\"}");
        List<String> digests = records("call").stream()
                .map(record -> record.at("/arguments/digest").asString())
                .toList();
        assertThat(digests).hasSize(3);
        assertThat(digests.get(0)).isEqualTo(digests.get(1)).isNotEqualTo(digests.get(2));
    }

    @Test
    void the_arguments_that_the_configuration_names_are_recorded_and_no_others() throws Exception {
        start("\"arguments\": [\"everything/*/message\"]");
        call("echo", "{\"message\": \"shown\", \"other\": \"hidden-value\"}");
        assertThat(only("call").at("/arguments/values/message").asString()).isEqualTo("shown");
        assertThat(trail()).doesNotContain("hidden-value");
    }

    @Test
    void an_unknown_tool_and_a_failing_one_are_recorded_with_their_codes() throws Exception {
        start("");
        call("no-such-tool", "{}");
        JsonNode record = only("call");
        assertThat(record.path("outcome").asString()).isEqualTo("failed");
        assertThat(record.path("code").asInt()).isEqualTo(-32602);
        assertThat(record.path("name").asString()).isEqualTo("no-such-tool");
    }

    @Test
    void lists_are_recorded_where_that_is_wanted() throws Exception {
        start("\"record\": \"all\"");
        send(asking("tools/list", "", ""));
        assertThat(only("call").path("method").asString()).isEqualTo("tools/list");
    }

    @Test
    void what_is_refused_before_it_is_understood_is_recorded() throws Exception {
        start("");
        assertThat(send(posting("/mcp", "{no json")).statusCode()).isEqualTo(400);
        assertThat(send(posting("/mcp", "{}").header("Origin", "https://evil.example"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(send(request("/mcp").header("Mcp-Session-Id", "stolen").DELETE())
                        .statusCode())
                .isEqualTo(404);

        List<JsonNode> records = records("refusal");
        assertThat(records.stream().map(record -> record.path("code").asInt())).containsExactly(400, 403, 404);
        assertThat(records.stream().map(record -> record.path("outcome").asString()))
                .containsExactly("failed", "denied", "failed");
        assertThat(records.getLast().path("principal").asString()).isEqualTo("local");
        assertThat(records)
                .allSatisfy(
                        record -> assertThat(record.path("address").asString()).isEqualTo("127.0.0.1"));
    }

    @Test
    void what_an_operator_orders_is_recorded_before_and_after_and_what_he_may_not_too() throws Exception {
        start("");
        send(posting("/api/v1/servers/everything/restart", "{}"));
        send(request("/api/v1/servers").header("Via", "a proxy").GET());

        assertThat(records("order").stream().map(record -> record.path("stage").asString()))
                .containsExactly("begin", "end");
        assertThat(records("order").getLast().path("place").asString()).isEqualTo("/api/v1/servers/everything/restart");
        assertThat(only("refusal").path("code").asInt()).isEqualTo(403);
    }

    @Test
    void no_secret_of_a_request_is_in_the_trail() throws Exception {
        start("\"record\": \"all\"");
        List<String> secrets =
                IntStream.range(0, 20).mapToObj(i -> "canary-secret-" + i).toList();
        for (int i = 0; i < 20; i += 10) {
            send(asking(
                            "tools/call",
                            "echo",
                            "\"name\": \"echo\", \"arguments\": {\"message\": \"%s\", \"more\": {\"deep\": [\"%s\"]}},"
                                    .formatted(secrets.get(i), secrets.get(i + 1)))
                    .header("Authorization", "Bearer " + secrets.get(i + 2))
                    .header("Cookie", "session=" + secrets.get(i + 3))
                    .header("X-Api-Key", secrets.get(i + 4)));
            String uri = "db://user:" + secrets.get(i + 5) + "@host/x?k=" + secrets.get(i + 6);
            send(asking("resources/read", uri, "\"uri\": \"" + uri + "\","));
            send(posting("/mcp?token=" + secrets.get(i + 7), "{\"broken\": \"" + secrets.get(i + 8) + "\""));
            send(request("/mcp").header("Mcp-Session-Id", secrets.get(i + 9)).DELETE());
        }
        String all = trail();
        assertThat(records("call")).isNotEmpty();
        assertThat(secrets).noneMatch(all::contains);
    }

    @Test
    void a_strict_gateway_makes_no_call_that_it_cannot_record() throws Exception {
        Files.createDirectories(folder.resolve("keys"));
        Files.writeString(folder.resolve("keys/audit.key"), "this is no key");
        start("\"calls\": \"strict\"");

        assertThat(call("echo", "{\"message\": \"hello\"}").body())
                .contains("cannot be recorded")
                .doesNotContain("hello");
        assertThat(send(posting("/api/v1/servers/everything/restart", "{}")).statusCode())
                .isEqualTo(503);
        JsonNode health =
                JsonMapper.shared().readTree(send(request("/health").GET()).body());
        assertThat(health.at("/audit/state").asString()).isEqualTo("failing");
        assertThat(health.path("status").asString()).isEqualTo("degraded");
    }

    @Test
    void auditors_find_records_over_the_api_and_are_recorded_themselves() throws Exception {
        start("");
        call("echo", "{\"message\": \"hello\"}");
        call("no-such-tool", "{}");
        JsonNode found = poll("/api/v1/audit?name=echo&outcome=ok&limit=5");
        assertThat(found.at("/records/0/server").asString()).isEqualTo("everything");
        assertThat(poll("/api/v1/audit?outcome=failed").path("records"))
                .singleElement()
                .satisfies(record -> assertThat(record.path("name").asString()).isEqualTo("no-such-tool"));
        assertThat(search("kind=call&until=2020-01-01")).isEmpty();
        assertThat(search("kind=call&from=2020-01-01T00:00:00Z&limit=1")).hasSize(1);
        assertThat(search("kind=call&principal=somebody%20else")).isEmpty();
        assertThat(search("trace=0af7651916cd43dd8448eb211c80319c")).hasSize(2);
        assertThat(records("order").getFirst().path("place").asString()).isEqualTo("/api/v1/audit");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense=1 | There is no such parameter; there is kind, tenant",
                "nonsense | There is no such parameter",
                "%6Bind=call | There is no such parameter",
                "kind=call&kind=order | kind is asked for twice",
                "limit=many | limit is a whole number from 1 to 10000",
                "limit=0 | limit is a whole number from 1 to 10000",
                "limit=10001 | limit is a whole number from 1 to 10000",
                "from=yesterday | A time is written as in",
                "until= | A time is written as in",
            })
    void a_search_that_makes_no_sense_is_refused_with_what_does(String query, String message) throws Exception {
        start("");
        HttpResponse<String> answer = send(request("/api/v1/audit?" + query).GET());
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(message);
    }

    @Test
    void a_trail_is_only_read_there() throws Exception {
        start("");
        HttpResponse<String> answer = send(posting("/api/v1/audit", "{}"));
        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET");
    }

    @Test
    void a_method_that_no_door_takes_is_recorded_at_every_door() throws Exception {
        start("");
        List<String> doors = List.of(
                "/mcp",
                "/servers/everything/mcp",
                "/sse",
                "/message",
                "/mcp/message",
                "/mcp/poll",
                "/mcp/ws",
                "/health",
                "/metrics",
                "/api/v1/servers");
        for (String door : doors) {
            HttpResponse<String> answer = send(request(door).method("PATCH", HttpRequest.BodyPublishers.noBody()));
            assertThat(answer.statusCode()).as(door).isEqualTo(405);
            assertThat(answer.headers().firstValue("Allow")).as(door).isPresent();
        }
        send(request("/oauth/login/no-such-ticket").GET());
        List<JsonNode> all = Stream.of("refusal", "order")
                .flatMap(kind -> {
                    try {
                        return records(kind).stream();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .filter(record -> record.path("code").asInt() == 405)
                .toList();
        assertThat(all.stream().map(record -> record.path("place").asString()))
                .containsExactlyInAnyOrderElementsOf(doors);
        assertThat(trail()).contains("\"place\":\"/oauth\"").doesNotContain("no-such-ticket");
    }

    @Test
    void a_gateway_without_a_trail_says_so() throws Exception {
        start("\"trail\": \"off\"");
        assertThat(send(request("/api/v1/audit").GET()).body()).contains("no_audit", "keeps no audit trail");
    }

    @Test
    void a_strict_call_is_recorded_before_it_is_made() throws Exception {
        start("\"calls\": \"strict\"");
        call("echo", "{\"message\": \"hello\"}");
        assertThat(records("call").stream().map(record -> record.path("stage").asString()))
                .containsExactly("begin", "end");
        assertThat(records("call").getFirst().has("outcome")).isFalse();
    }

    @Test
    void a_gateway_that_must_have_a_trail_does_not_start_without_one() throws IOException {
        Files.createDirectories(folder.resolve("keys"));
        Files.writeString(folder.resolve("keys/audit.key"), "this is no key");
        assertThatThrownBy(() -> start("\"trail\": \"on\""))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("chmod 0400");
    }

    private void start(String more) {
        gateway = Gateway.start(ConfigFile.parse("""
                {"listen": {"port": 0}, "mcpServers": {"everything": {"service": "everything"}},
                 "audit": {"directory": "%s", "key": "%s"%s}}""".formatted(
                        folder.resolve("audit"), folder.resolve("keys/audit.key"), more.isEmpty() ? "" : ", " + more)));
    }

    private HttpResponse<String> call(String tool, String arguments) throws IOException, InterruptedException {
        return send(asking("tools/call", tool, "\"name\": \"%s\", \"arguments\": %s,".formatted(tool, arguments)));
    }

    /** A request of the modern era. */
    private HttpRequest.Builder asking(String method, String name, String params) {
        HttpRequest.Builder request = request("/mcp")
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", method)
                .POST(HttpRequest.BodyPublishers.ofString("""
                        {"jsonrpc": "2.0", "id": 1, "method": "%s", "params": {%s "_meta": {
                          "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                          "io.modelcontextprotocol/clientCapabilities": {},
                          "io.modelcontextprotocol/clientInfo": {"name": "tester", "version": "7"},
                          "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}}}""".formatted(method, params)));
        return name.isEmpty() ? request : request.header("Mcp-Name", name);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(gateway.endpoint().resolve(path))
                .timeout(PATIENCE)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream");
    }

    private HttpRequest.Builder posting(String path, String body) {
        return request(path).POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What is answered there, when there is a record. */
    private JsonNode poll(String path) throws IOException, InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode answer =
                    JsonMapper.shared().readTree(send(request(path).GET()).body());
            if (!answer.path("records").isEmpty() || System.nanoTime() > end) {
                return answer;
            }
        }
    }

    private List<JsonNode> search(String query) throws IOException, InterruptedException {
        JsonNode answer = JsonMapper.shared()
                .readTree(send(request("/api/v1/audit?" + query).GET()).body());
        return answer.path("records").valueStream().toList();
    }

    private JsonNode only(String kind) throws IOException {
        assertThat(records(kind)).hasSize(1);
        return records(kind).getFirst();
    }

    /** The records of that kind, when the gateway has ended. */
    private List<JsonNode> records(String kind) throws IOException {
        return trail().lines()
                .map(JsonMapper.shared()::readTree)
                .filter(record -> record.path("kind").asString().equals(kind))
                .toList();
    }

    private String trail() throws IOException {
        gateway.close();
        return Files.readString(folder.resolve("audit/1/audit-00000001.jsonl"));
    }
}
