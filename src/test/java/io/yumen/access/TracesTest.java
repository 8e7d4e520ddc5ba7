package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Every request belongs to a trace: the one that its client names, or one of its own. The audit has it, and servers get it. */
class TracesTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-01";
    private static final String OTHER = "00-11111111111111111111111111111111-2222222222222222-00";
    private static final Pattern HEARD = Pattern.compile("\"traceparent\":\"00-([0-9a-f]{32})-[0-9a-f]{16}-0[01]\"");

    @TempDir
    private Path folder;

    private Locked server;
    private Overheard way;
    private Locked gateway;
    private Person ann;

    @BeforeEach
    void start() throws IOException {
        server = Locked.start(folder.resolve("server"), "{\"anonymous\": {}}");
        way = new Overheard(server.endpoint());
        gateway = Locked.with(
                folder.resolve("gateway"), "{}", "\"mcpServers\": {\"remote\": {\"url\": \"" + way.url() + "\"}}");
        ann = Person.at(gateway, "ann", "local", "[\"admin\"]");
    }

    @AfterEach
    void stop() {
        gateway.close();
        way.close();
        server.close();
    }

    @Test
    void a_call_has_the_trace_that_its_client_names_and_hands_it_along() throws IOException {
        call("\"traceparent\": \"" + PARENT + "\"", "one");
        call("", "two", "traceparent: " + PARENT);
        call("\"traceparent\": \"" + PARENT + "\"", "three", "traceparent: " + OTHER);

        assertThat(handedAlong())
                .containsOnly(Map.entry("one", TRACE), Map.entry("two", TRACE), Map.entry("three", TRACE));
        assertThat(traces("call")).containsOnly(TRACE);
        assertThat(server.recorded("call"))
                .filteredOn(call -> call.path("method").asString().equals("tools/call"))
                .hasSize(3)
                .allSatisfy(call -> assertThat(call.path("trace").asString()).isEqualTo(TRACE));
    }

    @Test
    void one_begins_here_for_a_call_that_names_none_or_something_else() throws IOException {
        List<String> bad = List.of(
                "",
                "\"traceparent\": 7",
                "\"traceparent\": \"\"",
                "\"traceparent\": \"00-" + "0".repeat(32) + "-b7ad6b7169203331-01\"",
                "\"traceparent\": \"00-" + TRACE + "-" + "0".repeat(16) + "-01\"",
                "\"traceparent\": \"ff-" + TRACE + "-b7ad6b7169203331-01\"",
                "\"traceparent\": \"" + PARENT + "-more\"",
                "\"traceparent\": \"" + PARENT.toUpperCase(Locale.ROOT) + "\", \"tracestate\": \"a=b\"");
        for (int i = 0; i < bad.size(); i++) {
            call(bad.get(i), "number-" + i);
        }
        Map<String, String> handed = handedAlong();
        assertThat(handed).hasSize(bad.size()).doesNotContainValue(TRACE);
        assertThat(Set.copyOf(handed.values())).as("each its own").hasSize(bad.size());
        assertThat(way.all()).as("what belongs to no trace").doesNotContain("tracestate");
        assertThat(traces("call")).containsExactlyInAnyOrderElementsOf(handed.values());
    }

    @Test
    void a_call_of_the_legacy_era_has_one_by_whatever_wire_it_comes() throws IOException {
        for (Tongue.By wire : Tongue.By.values()) {
            try (Tongue tongue = Tongue.of(ann, wire)) {
                for (String greeting : Tongue.GREETING) {
                    tongue.ask(greeting);
                }
                tongue.ask("""
                        {"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"echo","arguments":{"message":"%s"},\
                        "_meta":{"traceparent":"%s"}}}""".formatted(wire, PARENT));
            }
        }
        assertThat(handedAlong())
                .hasSize(Tongue.By.values().length)
                .allSatisfy((wire, trace) -> assertThat(trace).as(wire).isEqualTo(TRACE));
        assertThat(traces("call")).containsOnly(TRACE);
    }

    @Test
    void what_is_refused_and_what_is_ordered_has_one_too() throws IOException {
        RawHttp.send(gateway.endpoint(), "POST /mcp", List.of("traceparent: " + PARENT), "");
        ann.send("POST /api/v1/servers/remote/restart", "{}", "traceparent: " + PARENT);
        assertThat(traces("order")).contains(TRACE);
        assertThat(traces("refusal")).containsExactly(TRACE);
        assertThat(Stream.concat(gateway.recorded("order").stream(), gateway.recorded("refusal").stream()))
                .allSatisfy(
                        record -> assertThat(record.path("trace").asString("")).matches("[0-9a-f]{32}"));
    }

    private void call(String meta, String message, String... headers) throws IOException {
        String body = Person.modern("tools/call", "\"name\":\"echo\",\"arguments\":{\"message\":\"" + message + "\"},")
                .replace("\"_meta\":{", "\"_meta\":{" + (meta.isEmpty() ? "" : meta + ","));
        String[] all = Stream.concat(Person.modernHeaders("tools/call", "echo").stream(), Stream.of(headers))
                .toArray(String[]::new);
        assertThat(ann.send("POST /mcp", body, all).body()).contains(message);
    }

    /** The trace that came to the server with each message. */
    private Map<String, String> handedAlong() {
        Map<String, String> found = new HashMap<>();
        way.all().lines().filter(line -> line.contains("\"tools/call\"")).forEach(line -> {
            Matcher trace = HEARD.matcher(line);
            assertThat(trace.find()).as(line).isTrue();
            found.put(line.replaceFirst(".*\"message\":\"([^\"]*)\".*", "$1"), trace.group(1));
        });
        return found;
    }

    private List<String> traces(String kind) throws IOException {
        return gateway.recorded(kind).stream()
                .filter(record ->
                        !kind.equals("call") || record.path("method").asString().equals("tools/call"))
                .map((JsonNode record) -> record.path("trace").asString(""))
                .collect(Collectors.toList());
    }
}
