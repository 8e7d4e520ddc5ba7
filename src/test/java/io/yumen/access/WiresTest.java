package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.protocol.Era;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The rules on every wire and in both eras: what is hidden, what is refused, what waits for a person. */
@Timeout(60)
class WiresTest {
    private static final String RULES = """
            {"rules": [
              {"name": "hidden", "effect": "deny", "tools": ["sleep"]},
              {"name": "huge", "effect": "deny", "tools": ["add"], "when": "arguments.a >= 1000"},
              {"name": "big", "effect": "approve", "tools": ["add"], "when": "arguments.a >= 100"},
              {"name": "rest", "effect": "allow"}]}""";

    @TempDir
    private Path folder;

    static Stream<Arguments> wires() {
        return Arrays.stream(Tongue.By.values())
                .flatMap(wire -> Arrays.stream(Era.values()).map(era -> Arguments.of(wire, era)));
    }

    @ParameterizedTest
    @MethodSource("wires")
    void lists_are_filtered_calls_refused_and_recorded_and_approvals_waited_for(Tongue.By wire, Era era)
            throws Exception {
        try (Locked gateway = Locked.start(folder, RULES);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Tongue client = Tongue.of(Person.at(gateway, "ann", "local", "[]"), wire)) {
            greet(client, era);
            assertThat(client.ask(said(era, "tools/list", "")).path("result").toString())
                    .contains("\"add\"")
                    .doesNotContain("\"sleep\"");
            assertThat(call(client, era, "sleep", "{\"millis\":1}").toString()).contains("Unknown tool: sleep");
            assertThat(call(client, era, "add", "{\"a\":1000,\"b\":1}").toString())
                    .contains("Not allowed with these arguments: add");
            assertThat(call(client, era, "add", "{\"a\":1,\"b\":1}").has("result"))
                    .isTrue();
            for (String verdict : List.of("approve", "deny")) {
                Future<JsonNode> call = threads.submit(() -> call(
                        client, era, "add", "{\"a\":%d,\"b\":1}".formatted(verdict.equals("approve") ? 100 : 200)));
                decide(gateway, call, verdict);
                assertThat(call.get(30, TimeUnit.SECONDS).toString())
                        .contains(verdict.equals("approve") ? "101" : "Not approved: add");
            }
            assertThat(gateway.recorded("call").stream()
                            .filter(record -> record.path("method").asString().equals("tools/call")))
                    .extracting(record -> "%s %s %s by %s on %s"
                            .formatted(
                                    record.path("principal").asString(),
                                    record.path("outcome").asString(),
                                    record.path("name").asString(),
                                    record.path("rule").asString(),
                                    record.path("transport").asString()))
                    .containsExactly(
                            "ann denied sleep by hidden on " + recorded(wire),
                            "ann denied add by huge on " + recorded(wire),
                            "ann ok add by rest on " + recorded(wire),
                            "ann ok add by big on " + recorded(wire),
                            "ann denied add by big on " + recorded(wire));
        }
    }

    @ParameterizedTest
    @MethodSource("wires")
    void a_narrowed_key_sees_what_takes_a_scope_and_is_told_clearly_that_it_lacks_it(Tongue.By wire, Era era)
            throws Exception {
        String rules = """
                {"rules": [{"name": "scoped", "effect": "allow", "tools": ["add"], "scopes": ["sums"]},
                           {"name": "rest", "effect": "allow"}]}""";
        try (Locked gateway = Locked.start(folder, rules)) {
            String key = gateway.makeKey("{\"principal\": \"ann\", \"scopes\": [\"mcp\"]}")
                    .path("key")
                    .asString();
            try (Tongue client = Tongue.of(new Person(gateway.endpoint(), "ann", "local", key), wire)) {
                greet(client, era);
                assertThat(client.ask(said(era, "tools/list", ""))
                                .path("result")
                                .toString())
                        .contains("\"add\"");
                JsonNode error = call(client, era, "add", "{\"a\":1,\"b\":1}").path("error");
                assertThat(error.path("code").asInt()).isEqualTo(-32007);
                assertThat(error.path("message").asString())
                        .isEqualTo("Not allowed with this credential: add needs a scope that it does not have: sums");
                assertThat(error.path("data").path("scopes").toString()).isEqualTo("[\"mcp\",\"sums\"]");
            }
            assertThat(gateway.recorded("call").stream()
                            .filter(record -> record.path("method").asString().equals("tools/call")))
                    .extracting(record -> record.path("outcome").asString() + " by "
                            + record.path("rule").asString())
                    .containsExactly("denied by scoped");
        }
    }

    private static void greet(Tongue client, Era era) throws IOException {
        if (era == Era.LEGACY) {
            for (String message : Tongue.GREETING) {
                client.ask(message);
            }
        }
    }

    private static JsonNode call(Tongue client, Era era, String tool, String arguments) throws IOException {
        return client.ask(said(era, "tools/call", "\"name\":\"%s\",\"arguments\":%s".formatted(tool, arguments)));
    }

    private static String said(Era era, String method, String params) {
        return switch (era) {
            case LEGACY -> Person.request(method, params);
            case MODERN -> Person.modern(method, params.isEmpty() ? "" : params + ",");
        };
    }

    /** Decides the call that waits, as soon as it does. */
    private static void decide(Locked gateway, Future<JsonNode> call, String verdict) throws IOException {
        String id = "";
        while (id.isEmpty() && !call.isDone()) {
            id = gateway.operate("GET /api/v1/approvals", "")
                    .path("approvals")
                    .valueStream()
                    .filter(one -> one.path("state").asString().equals("waiting"))
                    .map(one -> one.path("id").asString())
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse("");
        }
        gateway.operate("POST /api/v1/approvals/" + id + "/" + verdict, "{}");
    }

    private static String recorded(Tongue.By wire) {
        return switch (wire) {
            case HTTP, SSE, WEBSOCKET, ENVELOPE -> wire.name().toLowerCase(Locale.ROOT);
            case ENVELOPES_ON_WEBSOCKET -> "websocket";
            // What is fetched was posted as an envelope is.
            case POLL -> "envelope";
        };
    }
}
