package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.app.Gateway;
import io.yumen.config.file.ConfigFile;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** What the configuration says of guards holds for the calls of clients. */
class GuardsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void a_server_that_is_full_refuses_at_once_and_serves_again_when_there_is_room() throws Exception {
        try (Gateway gateway = gateway("\"service\": \"everything\", \"maxConcurrency\": 1, \"maxQueued\": 0");
                Talker one = Talker.of("modern", gateway.endpoint());
                Talker two = Talker.of("legacy", gateway.endpoint())) {
            assertThat(two.tools()).contains("sleep");
            FutureTask<String> first = new FutureTask<>(() -> sleepWhenThereIsRoom(one));
            Thread.ofVirtual().start(first);
            Await.until(
                    "it is full",
                    LIMIT,
                    () -> two.text("add", "{\"a\": 1, \"b\": 2}").contains("is busy"));
            assertThat(first.get()).doesNotContain("busy");
            assertThat(two.text("add", "{\"a\": 1, \"b\": 2}")).contains("3");
        }
    }

    @Test
    void a_call_that_is_late_ends_in_time_and_names_the_server() throws Exception {
        try (Gateway gateway = gateway("\"service\": \"everything\", \"requestTimeout\": \"200ms\"");
                Talker talker = Talker.of("modern", gateway.endpoint())) {
            long begun = System.nanoTime();
            assertThat(talker.text("sleep", "{\"millis\": 60000}")).contains("-32001", "guarded");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void a_server_that_does_not_answer_is_left_alone_for_a_while() throws Exception {
        try (Gateway gateway = gateway("\"service\": \"everything\", \"circuitFailures\": 1, \"circuitPause\": \"1h\","
                        + " \"requestTimeout\": \"200ms\"");
                Talker talker = Talker.of("modern", gateway.endpoint())) {
            assertThat(talker.tools()).contains("sleep");
            assertThat(talker.text("sleep", "{\"millis\": 60000}")).contains("-32001");
            assertThat(talker.text("add", "{\"a\": 1, \"b\": 2}")).contains("-32000", "is not asked at the moment");
            assertThat(gateway.health().servers().get("guarded").state()).isEqualTo("degraded");
        }
    }

    /** The other client may have the only place when this one comes. */
    private static String sleepWhenThereIsRoom(Talker talker) throws IOException, InterruptedException {
        String answer = "is busy";
        while (answer.contains("is busy")) {
            answer = talker.text("sleep", "{\"millis\": 1500}");
        }
        return answer;
    }

    private static Gateway gateway(String server) {
        return Gateway.start(
                ConfigFile.parse("{\"listen\": {\"port\": 0}, \"mcpServers\": {\"guarded\": {" + server + "}}}"));
    }
}
