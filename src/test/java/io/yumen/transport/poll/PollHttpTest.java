package io.yumen.transport.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.channel.ChannelLimits;
import io.yumen.channel.TimerWheel;
import io.yumen.transport.ServedMcp;
import io.yumen.transport.Wire;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.ObjectNode;

@Timeout(30)
class PollHttpTest {
    private final ServedMcp mcp = new ServedMcp(ChannelLimits.DEFAULT.withKept(20, 2_000), TimerWheel.turning());

    @AfterEach
    void close() {
        mcp.close();
    }

    @Test
    void the_first_poll_opens_a_connection_and_the_next_ones_wait_for_messages() {
        String cursor = open("");
        String id = cursor.substring(0, cursor.indexOf('.'));
        post(id, initialize());

        ObjectNode answer = poll(cursor);

        assertThat(answer.propertyNames()).containsExactly("connectionId", "cursor", "messages");
        assertThat(answer.path("connectionId").stringValue()).isEqualTo(id);
        assertThat(answer.path("cursor").stringValue()).isEqualTo(id + ".1");
        assertThat(answer.at("/messages/0/type").stringValue()).isEqualTo("response");
        assertThat(answer.at("/messages/0/data/result/protocolVersion").stringValue())
                .isEqualTo("2025-11-25");
    }

    @Test
    void messages_can_come_without_envelopes() {
        String cursor = open("?dialect=jsonrpc");
        post(cursor.substring(0, cursor.indexOf('.')), initialize());

        assertThat(poll(cursor).at("/messages/0/result/protocolVersion").stringValue())
                .isEqualTo("2025-11-25");
        try (Wire refused = get("/mcp/poll?dialect=latin")) {
            assertThat(refused.status()).isEqualTo(400);
        }
    }

    @Test
    void a_poll_in_which_nothing_comes_ends_with_the_same_cursor() {
        String cursor = open("");
        long began = System.nanoTime();

        ObjectNode answer = poll(cursor);

        assertThat(answer.path("cursor").stringValue()).isEqualTo(cursor);
        assertThat(answer.path("messages")).isEmpty();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(290));
    }

    @Test
    void a_poll_whose_answer_was_lost_is_answered_again_in_the_same_words() {
        String cursor = open("");
        post(cursor.substring(0, cursor.indexOf('.')), initialize());

        ObjectNode first = poll(cursor);

        assertThat(poll(cursor)).isEqualTo(first);
        assertThat(poll(first.path("cursor").stringValue()).path("messages")).isEmpty();
    }

    @Test
    void a_newer_poll_takes_over_from_an_older_one() throws Exception {
        String cursor = open("");
        FutureTask<Integer> older = new FutureTask<>(() -> status("/mcp/poll?cursor=" + cursor));
        Thread.ofVirtual().start(older);
        while (mcp.channels().statistics().attached() == 0) {
            Thread.onSpinWait();
        }
        poll(cursor);
        assertThat(older.get()).isEqualTo(409);
    }

    @Test
    void a_cursor_that_is_unknown_forgotten_or_of_an_ended_connection_says_so() {
        String cursor = open("?dialect=jsonrpc");
        String id = cursor.substring(0, cursor.indexOf('.'));
        post(id, initialize());
        String seen = poll(cursor).path("cursor").stringValue();
        assertThat(status("/mcp/poll?cursor=" + id + ".9")).isEqualTo(410);
        poll(seen);
        assertThat(status("/mcp/poll?cursor=" + cursor))
                .as("what the client has seen is forgotten")
                .isEqualTo(410);
        assertThat(status("/mcp/poll?cursor=nonsense")).isEqualTo(400);
        assertThat(status("/mcp/poll?cursor=nobody.0")).isEqualTo(404);
        try (Wire ended = Wire.send(mcp.port(), "DELETE", "/mcp/poll?cursor=" + seen, "", "")) {
            assertThat(ended.status()).isEqualTo(204);
        }
        assertThat(status("/mcp/poll?cursor=" + seen)).isEqualTo(404);
    }

    @Test
    void a_client_that_does_not_come_for_its_messages_loses_its_connection_and_not_a_message_unseen() {
        String cursor = open("");
        String id = cursor.substring(0, cursor.indexOf('.'));
        post(id, initialize());
        for (int i = 1; mcp.channels().count() > 0; i++) {
            mcp.post("/mcp/message", "X-Connection-Id: " + id + "\n", request(i, "ping", ""))
                    .close();
            assertThat(i).isLessThan(100);
        }
        assertThat(status("/mcp/poll?cursor=" + cursor)).isEqualTo(404);
    }

    private String open(String query) {
        try (Wire get = get("/mcp/poll" + query)) {
            assertThat(get.status()).isEqualTo(200);
            ObjectNode answer = get.json();
            assertThat(answer.path("messages")).isEmpty();
            assertThat(get.header("X-Connection-Id"))
                    .isEqualTo(answer.path("connectionId").stringValue());
            return answer.path("cursor").stringValue();
        }
    }

    private ObjectNode poll(String cursor) {
        try (Wire get = get("/mcp/poll?cursor=" + cursor)) {
            assertThat(get.status()).isEqualTo(200);
            return get.json();
        }
    }

    private int status(String path) {
        try (Wire get = get(path)) {
            return get.status();
        }
    }

    private Wire get(String path) {
        return Wire.send(mcp.port(), "GET", path, "", "");
    }

    private void post(String id, String body) {
        try (Wire post = mcp.post("/mcp/message", "X-Connection-Id: " + id + "\n", body)) {
            assertThat(post.status()).isEqualTo(202);
        }
    }

    private static String initialize() {
        return request(0, "initialize", "'protocolVersion': '2025-11-25', 'capabilities': {}, 'clientInfo': {}");
    }

    private static String request(int id, String method, String params) {
        return "{'jsonrpc': '2.0', 'id': " + id + ", 'method': '" + method + "', 'params': {" + params + "}}";
    }
}
