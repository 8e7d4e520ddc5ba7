package io.yumen.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.session.Json;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** Connections are cut at random bytes; {@code -Dyumen.soak} makes it a thousand cuts of each transport. */
@Timeout(120)
class InterruptionTest {
    private static final int CUTS = System.getProperty("yumen.soak") == null ? 80 : 1_000;
    private static final int MOST_BYTES = 2_500;
    private static final int MOST_AHEAD = 50;
    private static final Duration SOON = Duration.ofSeconds(30);

    private final ServedMcp mcp = new ServedMcp();
    private final Random random = new Random(20_261_121);
    private final List<Long> sequences = new ArrayList<>();
    private final Map<String, Integer> texts = new HashMap<>();
    private final AtomicInteger received = new AtomicInteger();
    private final AtomicInteger posted = new AtomicInteger();
    private String cursor = "";

    /** The wires of one connection, and all of them by turns. */
    private enum Way {
        STREAM,
        SOCKET,
        POLL,
        BY_TURNS
    }

    @AfterEach
    void close() {
        mcp.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_connection_that_is_cut_anywhere_loses_no_message_and_doubles_none(Way way) throws InterruptedException {
        begin();
        AtomicBoolean done = new AtomicBoolean();
        Thread poster = Thread.ofVirtual().start(() -> post(done));
        for (int i = 0; i < CUTS; i++) {
            read(way, i, 1 + random.nextInt(way == Way.POLL ? 4 * MOST_BYTES : MOST_BYTES));
        }
        done.set(true);
        poster.join();
        long deadline = System.nanoTime() + SOON.toNanos();
        while (received.get() < posted.get() + 1) {
            assertThat(System.nanoTime()).as("the rest comes in time").isLessThan(deadline);
            read(Way.POLL, 0, Integer.MAX_VALUE);
        }

        assertThat(sequences)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, posted.get() + 1).boxed().toList());
        assertThat(texts)
                .as("answers")
                .hasSize(posted.get())
                .allSatisfy((text, times) -> assertThat(times).isOne());
        assertThat(mcp.echoed()).as("calls").isEqualTo(texts);
    }

    @Test
    void the_stream_of_a_request_that_is_cut_anywhere_is_taken_up_again_to_its_answer() {
        for (int cuts = 0; cuts < CUTS; ) {
            cuts += followToItsAnswer(session());
        }
    }

    private void begin() {
        try (Wire opened = Wire.send(mcp.port(), "GET", "/mcp/poll", "", "")) {
            cursor = opened.json().path("cursor").stringValue();
        }
        mcp.post("/mcp/message", connection(), request(0, "initialize", INITIALIZE))
                .close();
    }

    /** Posts one after the other, some with a connection that breaks, each until it is known to have arrived. */
    private void post(AtomicBoolean done) {
        Random cuts = new Random(7);
        while (!done.get()) {
            if (posted.get() - received.get() >= MOST_AHEAD) {
                Thread.yield();
                continue;
            }
            int number = posted.get() + 1;
            String body = "{'type': 'request', 'id': 'req_" + number + "', 'timestamp': 1, 'data': "
                    + request(number, "tools/call", "'name': 'echo', 'arguments': {'text': 't" + number + "'}") + "}";
            if (cuts.nextInt(4) == 0) {
                Wire.cutPost(mcp.port(), "/mcp/message", connection(), body, cuts.nextInt(400));
            }
            try (Wire accepted = mcp.post("/mcp/message", connection(), body)) {
                assertThat(accepted.status()).isEqualTo(202);
            }
            posted.set(number);
        }
    }

    private void read(Way way, int turn, int bytes) {
        Way now = way == Way.BY_TURNS ? Way.values()[turn % 3] : way;
        String path = switch (now) {
            case STREAM -> "/mcp/sse?cursor=";
            case SOCKET -> "/mcp/ws?cursor=";
            case POLL, BY_TURNS -> "/mcp/poll?cursor=";
        };
        String headers = now == Way.SOCKET ? UPGRADE : "";
        try (Wire wire = Wire.cut(mcp.port(), path + cursor, headers, bytes)) {
            switch (now) {
                case STREAM -> readStream(wire);
                case SOCKET -> readSocket(wire);
                case POLL, BY_TURNS -> readPoll(wire);
            }
        } catch (UncheckedIOException cut) {
            // That is what this is about.
        }
    }

    private void readStream(Wire wire) {
        assertThat(wire.status()).isEqualTo(200);
        while (true) {
            Wire.Event event = wire.event();
            take(event.json(), event.id());
        }
    }

    private void readSocket(Wire wire) {
        assertThat(wire.status()).isEqualTo(101);
        while (true) {
            ObjectNode frame = Json.json(wire.textFrame());
            take(frame, frame.path("cursor").stringValue());
        }
    }

    private void readPoll(Wire wire) {
        assertThat(wire.status()).isEqualTo(200);
        ObjectNode answer = wire.json();
        long first = sequence(cursor);
        for (int i = 0; i < answer.path("messages").size(); i++) {
            ObjectNode message = (ObjectNode) answer.path("messages").get(i);
            take(message, cursor.substring(0, cursor.indexOf('.')) + "." + (first + i + 1));
        }
        assertThat(cursor).isEqualTo(answer.path("cursor").stringValue());
    }

    private void take(ObjectNode envelope, String at) {
        if (!envelope.path("type").stringValue().equals("response")) {
            return;
        }
        sequences.add(sequence(at));
        cursor = at;
        String text = envelope.at("/data/result/echo").asString("");
        if (!text.isEmpty()) {
            texts.merge(text, 1, Integer::sum);
        }
        received.incrementAndGet();
    }

    /** Calls, and reads with cuts until the answer is there; how often it was cut. */
    private int followToItsAnswer(String session) {
        List<Integer> heard = new ArrayList<>();
        String last = "";
        int cuts = 0;
        String call = request(1, "tools/call", "'name': 'progress', '_meta': {'progressToken': 'p'}");
        try (Wire stream = mcp.post("/mcp", session, call)) {
            last = stream.event().id();
        }
        while (true) {
            String headers = session + "Accept: text/event-stream\nLast-Event-ID: " + last + "\n";
            try (Wire stream = Wire.cut(mcp.port(), "/mcp", headers, 1 + random.nextInt(1_200))) {
                while (true) {
                    Wire.Event event = stream.event();
                    last = event.id();
                    ObjectNode message = event.json();
                    heard.add(message.at("/params/progress").asInt(0));
                    if (message.has("result")) {
                        assertThat(heard).containsExactly(1, 2, 3, 0);
                        return cuts;
                    }
                }
            } catch (UncheckedIOException cut) {
                cuts++;
            }
        }
    }

    private String session() {
        try (Wire wire = mcp.post("/mcp", "", request(0, "initialize", INITIALIZE))) {
            return "Mcp-Session-Id: " + wire.header("Mcp-Session-Id") + "\n";
        }
    }

    private String connection() {
        return "X-Connection-Id: " + cursor.substring(0, cursor.indexOf('.')) + "\n";
    }

    private static long sequence(String cursor) {
        return Long.parseLong(cursor.substring(cursor.indexOf('.') + 1));
    }

    private static final String INITIALIZE = "'protocolVersion': '2025-11-25', 'capabilities': {}, 'clientInfo': {}";
    private static final String UPGRADE = "Connection: Upgrade\nUpgrade: websocket\nSec-WebSocket-Version: 13\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n";

    private static String request(int id, String method, String params) {
        return "{'jsonrpc': '2.0', 'id': " + id + ", 'method': '" + method + "', 'params': {" + params + "}}";
    }
}
