package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.app.Gateway;
import io.yumen.config.file.ConfigFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One client leaves what a server asks it unanswered, as often as it may; the others must not notice. */
class UnansweredQuestionsTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int MOST_PER_USER = 6;
    private static final int MOST_PER_SESSION = 4;

    @ParameterizedTest
    @CsvSource({"modern,everything", "legacy,everything", "modern,probe", "legacy,probe"})
    void others_go_through_while_one_client_parks_all_the_questions_that_it_may(String era, String server)
            throws Exception {
        try (Gateway gateway = gateway("5m");
                Talker asker = Talker.of(era, at(gateway, server), "{\"elicitation\": {}}");
                Talker other = Talker.of("modern", at(gateway, server));
                Talker third = Talker.of("legacy", at(gateway, server))) {
            List<String> answers = parkAll(asker, era, server);
            for (int i = 0; i < 50; i++) {
                assertThat(quick(other, server)).isEqualTo("well");
                assertThat(quick(third, server)).isEqualTo("well");
            }
            assertThat(answers).allMatch(answer -> answer.contains("elicitation/create") || isRefusal(answer));
            assertThat(answers.stream().filter(UnansweredQuestionsTest::isRefusal))
                    .hasSize(1);
            assertThat(gateway.health().servers().get(server).state()).isEqualTo("ready");
        }
    }

    @ParameterizedTest
    @CsvSource({"modern,everything", "legacy,everything", "modern,probe", "legacy,probe"})
    void questions_that_time_out_are_no_fault_of_the_server(String era, String server) throws Exception {
        try (Gateway gateway = gateway("1s");
                Talker asker = Talker.of(era, at(gateway, server), "{\"elicitation\": {}}");
                Talker other = Talker.of("modern", at(gateway, server))) {
            assertThat(quick(other, server)).isEqualTo("well");
            for (int round = 0; round < 2; round++) {
                List<String> answers = park(asker, server, MOST_PER_SESSION);
                Await.until("all have asked", LIMIT, () -> answers.size() == MOST_PER_SESSION);
                Await.until("they are given up", LIMIT, () -> underWay(gateway, server) == 0);
                assertThat(quick(other, server)).isEqualTo("well");
            }
            assertThat(gateway.health().servers().get(server).state()).isEqualTo("ready");
        }
    }

    /** Has one more call ask than may wait, and waits until that is refused; what comes back is in the list. */
    private static List<String> parkAll(Talker asker, String era, String server) {
        List<String> answers = park(asker, server, 1 + (era.equals("modern") ? MOST_PER_USER : MOST_PER_SESSION));
        Await.until("one is refused", LIMIT, () -> answers.stream().anyMatch(UnansweredQuestionsTest::isRefusal));
        return answers;
    }

    private static List<String> park(Talker asker, String server, int calls) {
        List<String> answers = new CopyOnWriteArrayList<>();
        for (int i = 0; i < calls; i++) {
            Thread.startVirtualThread(() -> {
                try {
                    answers.add(
                            asker.call(asking(server), "{\"message\": \"?\"}").toString());
                } catch (Exception e) {
                    // The talker was closed: its calls had waited to the end.
                }
            });
        }
        return answers;
    }

    private static double underWay(Gateway gateway, String server) throws Exception {
        HttpRequest metrics =
                HttpRequest.newBuilder(gateway.endpoint().resolve("/metrics")).build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            String body =
                    client.send(metrics, HttpResponse.BodyHandlers.ofString()).body();
            Matcher count = Pattern.compile("mcp_server_requests_under_way\\{server=\"" + server + "\"} (\\S+)")
                    .matcher(body);
            assertThat(count.find()).as(body).isTrue();
            return Double.parseDouble(count.group(1));
        }
    }

    private static boolean isRefusal(String answer) {
        return answer.contains("-32000") && answer.contains("answer those first");
    }

    private static String asking(String server) {
        return server.equals("probe") ? "elicit" : "test_elicitation";
    }

    private static String quick(Talker talker, String server) throws Exception {
        String text = server.equals("probe") ? talker.text("aborts", "{}") : talker.text("add", "{\"a\": 1, \"b\": 2}");
        return text.equals("{\"sum\":3.0}") || text.equals("0") ? "well" : text;
    }

    private static URI at(Gateway gateway, String server) {
        return gateway.endpoint().resolve("/servers/" + server + "/mcp");
    }

    private static Gateway gateway(String question) {
        String guards = "\"maxConcurrency\": 3, \"maxQueued\": 20, \"circuitFailures\": 1, \"circuitPause\": \"1h\","
                + " \"maxQuestionsPerUser\": " + MOST_PER_USER + ", \"maxQuestionsPerSession\": " + MOST_PER_SESSION;
        String probe = Path.of("e2e/servers/probe.mjs").toAbsolutePath().toString();
        return Gateway.start(ConfigFile.parse(
                "{\"listen\": {\"port\": 0}, \"limits\": {\"drain\": \"100ms\", \"question\": \"" + question
                        + "\"}, \"serverDefaults\": {" + guards
                        + "}, \"mcpServers\": {\"everything\": {\"service\": \"everything\"},"
                        + " \"probe\": {\"command\": \"" + Peers.node() + "\", \"args\": [\"" + probe + "\"]}}}"));
    }
}
