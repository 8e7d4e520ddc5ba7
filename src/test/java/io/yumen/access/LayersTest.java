package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/**
 * The order of the layers before a server: a call in which two things are wrong is refused by the layer that comes first, and the
 * later one learns nothing of it. Tried with every two of them.
 */
@Timeout(180)
class LayersTest {
    private static final String ACCESS = """
            {"denyAddresses": ["203.0.113.0/24"], "rules": [
              {"name": "never", "effect": "deny", "when": "has(arguments.why) && arguments.why == 'forbidden'"},
              {"name": "rest", "effect": "allow"}]}""";
    private static final String MORE = """
            , "limits": {"rates": {"address": "1/h burst 3", "principal": "1/h burst 1"}},
            "mcpServers": {"everything": {"service": "everything", "toolRates": {"add": "1/h burst 1"}}}""";
    private static final String TIRED = "198.51.100.250";
    private static final String TIRED_AND_DENIED = "203.0.113.250";

    /** In the order in which they stand: what is wrong for each of them, and what it says. */
    private static final List<Layer> LAYERS = List.of(
            new Layer("head", call -> call.headers.put("X-Padding", "a".repeat(17 << 10)), 400, ""),
            new Layer("rate of the address", call -> call.isTired = true, 429, "\\\"address\\\" allows 1/h burst 3"),
            new Layer("encryption", call -> call.headers.put("X-Forwarded-Proto", "http"), 403, "over https alone"),
            new Layer("host", call -> call.host = "evil.example", 403, "is not called"),
            new Layer("origin", call -> call.headers.put("Origin", "https://evil.example"), 403, "Pages of"),
            new Layer("address", call -> call.isDenied = true, 403, "Nobody comes in from this address"),
            new Layer("credential", call -> call.headers.put("X-API-Key", "ymk_none"), 401, "key"),
            new Layer("endpoint", call -> call.path = "/servers/none/mcp", 404, "There is no MCP endpoint"),
            new Layer("verb", call -> call.verb = "PUT", 405, "Here is only"),
            new Layer("media type", call -> call.headers.put("Content-Type", "text/plain"), 415, "application/json"),
            new Layer("size", call -> call.headers.put("Content-Length", "5242880"), 413, "larger"),
            new Layer("JSON", call -> call.end = "}", 400, "-32700"),
            new Layer("headers of MCP", call -> call.headers.put("Mcp-Name", "other"), 400, "Mcp-Name"),
            new Layer("rate of the principal", call -> call.isBusy = true, 429, "\\\"principal\\\" allows 1/h burst 1"),
            new Layer("name", call -> call.tool = "none", 200, "Unknown tool"),
            new Layer("policy", call -> call.arguments.put("why", "\"forbidden\""), 200, "Not allowed with these"),
            new Layer("rate of the tool", Call::callTired, 429, "allows 1/h burst 1"),
            new Layer("arguments", call -> call.arguments.put("message", "7"), 200, "\"isError\""));

    @TempDir
    private Path folder;

    private Locked gateway;
    private String busy;
    private int callers;

    /** What is wrong for one layer, and how it refuses that. */
    private record Layer(String name, Consumer<Call> fault, int status, String says) {}

    /** A call as it is to be made, good as long as nobody changes anything. */
    private static final class Call {
        private final Map<String, String> headers = new LinkedHashMap<>(Map.of(
                "X-Forwarded-Proto", "https",
                "Content-Type", "application/json",
                "Accept", "application/json, text/event-stream",
                "MCP-Protocol-Version", "2026-07-28",
                "Mcp-Method", "tools/call"));
        private final Map<String, String> arguments = new LinkedHashMap<>(Map.of("message", "\"m\""));
        private String host = "127.0.0.1";
        private String verb = "POST";
        private String path = "/mcp";
        private String tool = "echo";
        private String end = "";
        private boolean isTired;
        private boolean isDenied;
        private boolean isBusy;

        private void callTired() {
            tool = tool.equals("none") ? tool : "add";
            arguments.put("a", "1");
            arguments.put("b", "2");
        }

        /** One that nobody called from so far, unless that is what is wrong. */
        private String address(int number) {
            if (isTired) {
                return isDenied ? TIRED_AND_DENIED : TIRED;
            }
            return isDenied ? "203.0.113." + number : "198.18." + number / 250 + "." + (number % 250 + 1);
        }

        private String body() {
            return """
                    {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"%s","arguments":{%s},"_meta":{\
                    "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
                    "io.modelcontextprotocol/clientInfo":{"name":"c","version":"1"},\
                    "io.modelcontextprotocol/clientCapabilities":{}}}}""".formatted(
                                    tool,
                                    arguments.entrySet().stream()
                                            .map(one -> "\"" + one.getKey() + "\":" + one.getValue())
                                            .collect(Collectors.joining(",")))
                    + end;
        }
    }

    @BeforeEach
    void start() throws IOException {
        gateway = Locked.start(folder, ACCESS, ", \"trustedProxies\": [\"127.0.0.1\"]", MORE);
        busy = gateway.key("busy", "[]");
        Call first = new Call();
        first.isBusy = true;
        assertThat(send(first, "198.51.100.1").status()).isEqualTo(200);
        Call tired = new Call();
        tired.callTired();
        assertThat(send(tired, "198.51.100.2").body()).contains("\"result\"");
        for (int turn = 0; turn < 3; turn++) {
            assertThat(send(new Call(), TIRED).status()).isEqualTo(200);
            assertThat(send(new Call(), TIRED_AND_DENIED).status()).isEqualTo(403);
        }
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void a_call_with_two_faults_is_refused_by_the_layer_that_comes_first() throws IOException {
        assertThat(send(new Call(), "198.18.9.1").body()).contains("\"text\":\"m\"");
        Map<String, String> recorded = new LinkedHashMap<>();
        int number = 0;
        for (int first = 0; first < LAYERS.size(); first++) {
            for (int second = first; second < LAYERS.size(); second++) {
                Call call = new Call();
                // The later one last: what it changes stands, where both change the same.
                LAYERS.get(first).fault().accept(call);
                LAYERS.get(second).fault().accept(call);
                String address = call.address(++number);
                refused(LAYERS.get(first), LAYERS.get(second), send(call, address));
                if (first > 1) {
                    recorded.put(
                            address,
                            LAYERS.get(first).name() + " and "
                                    + LAYERS.get(second).name());
                }
            }
        }
        Map<String, Long> records = Stream.of(gateway.trail().split("\n"))
                .map(line -> JsonMapper.shared().readTree(line).path("address").asString(""))
                .collect(Collectors.groupingBy(address -> address, Collectors.counting()));
        recorded.forEach((address, what) -> assertThat(records.get(address))
                .as("%s: it is recorded once", what)
                .isEqualTo(1));
        assertThat(records)
                .as("who asks too often is not recorded")
                .containsEntry(TIRED, 3L)
                .containsEntry(TIRED_AND_DENIED, 3L);
    }

    private static void refused(Layer first, Layer second, RawHttp.Answer answer) {
        String what = "%s before %s: %s".formatted(first.name(), second.name(), answer);
        assertThat(answer.status()).as(what).isEqualTo(first.status());
        if (first.says().isEmpty()) {
            assertThat(answer.body()).as(what).isEmpty();
        } else {
            assertThat(answer.body()).as(what).contains(first.says());
        }
    }

    private RawHttp.Answer send(Call call, String address) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>(call.headers);
        headers.put("X-Forwarded-For", address);
        headers.putIfAbsent("Mcp-Name", call.tool);
        if (!headers.containsKey("X-API-Key")) {
            headers.put("X-API-Key", call.isBusy ? busy : gateway.key("caller-" + ++callers, "[]"));
        }
        List<String> lines = new ArrayList<>();
        headers.forEach((name, value) -> lines.add(name + ": " + value));
        return RawHttp.send(
                gateway.endpoint(),
                call.host,
                call.verb + " " + call.path,
                lines,
                // What is too large by its own account is not waited for.
                headers.containsKey("Content-Length") ? "" : call.body());
    }
}
