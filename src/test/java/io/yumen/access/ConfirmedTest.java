package io.yumen.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.transport.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls that the user of the client confirms, on every wire and in both eras: he is asked there, and his word counts. */
@Timeout(60)
class ConfirmedTest {
    private static final String RULES = """
            {"rules": [{"name": "sure", "effect": "confirm", "tools": ["add"]},
                       {"name": "rest", "effect": "allow"}]}""";
    private static final String BRIEF = ", \"limits\": {\"question\": \"1s\"}";
    private static final String CALLED = "mcp_server_requests_total{method=\"tools/call\"";
    private static final String YES = "{\"action\":\"accept\",\"content\":{\"allow\":true}}";
    private static final String NO = "{\"action\":\"decline\"}";
    private static final String ARGUMENTS = "\"name\":\"add\",\"arguments\":{\"a\":100,\"b\":1}";
    private static final String CALL = Person.request("tools/call", ARGUMENTS);

    @TempDir
    private Path folder;

    /** How clients of the legacy era come that can be asked. */
    enum Asked {
        HTTP,
        SSE,
        WEBSOCKET,
        ENVELOPES_ON_WEBSOCKET,
        ENVELOPES_ON_STREAM,
        POLL
    }

    @ParameterizedTest
    @EnumSource(Tongue.By.class)
    void a_client_of_the_modern_era_is_asked_by_the_result_and_calls_again(Tongue.By wire) throws IOException {
        try (Locked gateway = Locked.start(folder, RULES);
                Tongue client = Tongue.of(Person.at(gateway, "ann", "local", "[]"), wire)) {
            assertThat(confirmed(client, YES).at("/result/content/0/text").asString())
                    .contains("101");
            assertThat(confirmed(client, NO).toString()).contains("Not approved: add: Its user did not confirm it");
            assertThat(decided(gateway))
                    .as("a call is recorded when it is over, and only then")
                    .containsExactly("ok by sure", "denied by sure");
        }
    }

    @ParameterizedTest
    @EnumSource(Asked.class)
    void a_client_of_the_legacy_era_is_asked_while_its_call_waits(Asked wire) throws IOException {
        try (Locked gateway = Locked.start(folder, RULES);
                Tongue client = tongue(Person.at(gateway, "ann", "local", "[]"), wire)) {
            greet(client, "{\"elicitation\":{}}");
            assertThat(answered(client, YES).at("/result/content/0/text").asString())
                    .contains("101");
            assertThat(answered(client, NO).toString()).contains("Not approved: add: Its user did not confirm it");
            assertThat(decided(gateway)).containsExactly("ok by sure", "denied by sure");
        }
    }

    @ParameterizedTest
    @EnumSource(Tongue.By.class)
    void a_client_that_cannot_ask_is_refused(Tongue.By wire) throws IOException {
        try (Locked gateway = Locked.start(folder, RULES);
                Tongue client = Tongue.of(Person.at(gateway, "ann", "local", "[]"), wire)) {
            greet(client, "{}");
            assertThat(client.ask(CALL).toString()).contains("Not approved: add", "elicitation");
            assertThat(decided(gateway)).containsExactly("denied by sure");
        }
    }

    @ParameterizedTest
    @EnumSource(Tongue.By.class)
    void what_a_client_of_the_modern_era_does_not_confirm_in_time_is_denied(Tongue.By wire) throws IOException {
        try (Locked gateway = Locked.start(folder, RULES, "", BRIEF);
                Tongue client = Tongue.of(Person.at(gateway, "ann", "local", "[]"), wire)) {
            JsonNode asked = asked(client);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (parked(gateway) > 0) {
                assertThat(System.nanoTime()).as("it is let go of").isLessThan(end);
            }
            assertThat(answered(client, asked, YES).path("error").toString())
                    .as("a late answer")
                    .contains("requestState");
            assertThat(gateway.metrics()).as("nothing was called").doesNotContain(CALLED);
            assertThat(decided(gateway)).startsWith("denied by sure").doesNotContain("ok by sure");
        }
    }

    @ParameterizedTest
    @EnumSource(Asked.class)
    void what_a_client_of_the_legacy_era_does_not_confirm_in_time_is_denied(Asked wire) throws IOException {
        try (Locked gateway = Locked.start(folder, RULES, "", BRIEF);
                Tongue client = tongue(Person.at(gateway, "ann", "local", "[]"), wire)) {
            greet(client, "{\"elicitation\":{}}");
            JsonNode question = client.ask(CALL);
            assertQuestion(question);
            JsonNode takenBack = client.next();
            assertThat(takenBack.path("method").asString("")).isEqualTo("notifications/cancelled");
            assertThat(takenBack.at("/params/requestId")).isEqualTo(question.path("id"));
            JsonNode refused = client.next();
            assertThat(refused.path("id").asInt()).isEqualTo(7);
            assertThat(refused.path("error").toString())
                    .contains("Not approved: add: Its user did not confirm it in time");

            JsonNode again = client.ask(CALL);
            assertQuestion(again);
            assertThat(again.path("id")).as("nobody waits for the first one").isNotEqualTo(question.path("id"));
            assertThat(gateway.metrics()).as("nothing was called").doesNotContain(CALLED);
            assertThat(decided(gateway)).startsWith("denied by sure").doesNotContain("ok by sure");
        }
    }

    private static double parked(Locked gateway) throws IOException {
        return gateway.metrics()
                .lines()
                .filter(line -> line.startsWith("mcp_parked_calls "))
                .mapToDouble(line -> Double.parseDouble(line.substring("mcp_parked_calls ".length())))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode confirmed(Tongue client, String answer) throws IOException {
        return answered(client, asked(client), answer);
    }

    private static JsonNode asked(Tongue client) throws IOException {
        JsonNode asked =
                client.ask(Person.modern("tools/call", ARGUMENTS + ",")).path("result");
        assertThat(asked.path("resultType").asString("")).as(asked.toString()).isEqualTo("input_required");
        return asked;
    }

    private static JsonNode answered(Tongue client, JsonNode asked, String answer) throws IOException {
        String name = asked.path("inputRequests").propertyNames().iterator().next();
        assertQuestion(asked.path("inputRequests").path(name));
        return client.ask(Person.modern(
                "tools/call",
                ARGUMENTS
                        + ",\"requestState\":%s,\"inputResponses\":{\"%s\":%s},"
                                .formatted(asked.path("requestState"), name, answer)));
    }

    private static JsonNode answered(Tongue client, String answer) throws IOException {
        JsonNode question = client.ask(CALL);
        assertQuestion(question);
        return client.ask("{\"jsonrpc\":\"2.0\",\"id\":%s,\"result\":%s}".formatted(question.path("id"), answer));
    }

    private static void assertQuestion(JsonNode question) {
        assertThat(question.path("method").asString("")).as(question.toString()).isEqualTo("elicitation/create");
        assertThat(question.path("params").path("message").asString())
                .isEqualTo("Allow add of the server everything with {\"a\":100,\"b\":1}?");
    }

    private static void greet(Tongue client, String capabilities) throws IOException {
        for (String message : Tongue.GREETING) {
            client.ask(message.replace("\"capabilities\":{}", "\"capabilities\":" + capabilities));
        }
    }

    private static List<String> decided(Locked gateway) throws IOException {
        return gateway.recorded("call").stream()
                .filter(record -> record.path("method").asString("").equals("tools/call"))
                .map(record -> record.path("outcome").asString("") + " by "
                        + record.path("rule").asString(""))
                .toList();
    }

    private static Tongue tongue(Person person, Asked wire) throws IOException {
        return switch (wire) {
            case HTTP -> new Session(person);
            case SSE -> Tongue.of(person, Tongue.By.SSE);
            case WEBSOCKET -> Tongue.of(person, Tongue.By.WEBSOCKET);
            case ENVELOPES_ON_WEBSOCKET -> Tongue.of(person, Tongue.By.ENVELOPES_ON_WEBSOCKET);
            case ENVELOPES_ON_STREAM -> new Enveloped(person);
            case POLL -> Tongue.of(person, Tongue.By.POLL);
        };
    }

    private static boolean isAnswer(String message) {
        return !message.contains("\"method\"");
    }

    /** A session of Streamable HTTP: the question comes on the stream of the call, the answer is posted by itself. */
    private static final class Session implements Tongue {
        private final Person person;
        private String headers = "";
        private Optional<Wire> call = Optional.empty();

        Session(Person person) {
            this.person = person;
        }

        @Override
        public JsonNode ask(String message) throws IOException {
            Wire posted = person.open("POST", "/mcp", headers, message);
            if (posted.isStream()) {
                call = Optional.of(posted);
                return Person.next(posted);
            }
            try (posted) {
                if (message.contains("initialize\"")) {
                    headers = "Mcp-Session-Id: " + posted.header("Mcp-Session-Id") + "\n";
                }
                if (isAnswer(message)) {
                    assertThat(posted.status()).isEqualTo(202);
                    return Person.next(call.orElseThrow());
                }
                return posted.status() == 202
                        ? JsonMapper.shared().nullNode()
                        : JsonMapper.shared().readTree(posted.body());
            }
        }

        @Override
        public JsonNode next() {
            return Person.next(call.orElseThrow());
        }

        @Override
        public void close() {
            call.ifPresent(Wire::close);
        }
    }

    /** Envelopes on a stream of events; what is said is posted. */
    private static final class Enveloped implements Tongue {
        private final Person person;
        private final Wire stream;
        private final String connection;

        Enveloped(Person person) {
            this.person = person;
            stream = person.open("GET", "/mcp/sse", "", "");
            connection = Person.next(stream).path("data").path("connectionId").asString();
        }

        @Override
        public JsonNode ask(String message) throws IOException {
            RawHttp.Answer posted = person.send("POST /mcp/message", message, "X-Connection-Id: " + connection);
            assertThat(posted.status()).isEqualTo(202);
            return message.contains("\"id\"") ? next() : JsonMapper.shared().nullNode();
        }

        @Override
        public JsonNode next() {
            return Person.next(stream).path("data");
        }

        @Override
        public void close() {
            stream.close();
        }
    }
}
