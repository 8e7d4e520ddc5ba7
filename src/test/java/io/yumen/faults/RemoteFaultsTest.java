package io.yumen.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

/** Servers over HTTP that misbehave: who calls them learns what is wrong, nobody else is concerned. */
final class RemoteFaultsTest {
    /** Fewer than open the circuit of a server. */
    private static final int CALLS_OF_ONE = 4;

    private static final String JSON = "application/json";
    private static final int MORE_THAN_ALLOWED = 10_000_000;
    private static final byte[] BOMB = bomb();

    private final Fleet fleet = new Fleet();

    @AfterEach
    void close() {
        fleet.close();
    }

    /** What a server does, and what the client is told; {@code $} stands for the server. */
    enum Misdeed {
        WRONG_ID(
                "20s",
                "-32000 $ gave no answer: its response holds no answer to the request",
                (id, peer) -> peer.answer("987654321", HostileServer.WELL)),
        NO_ANSWER(
                "400ms",
                "-32001 $ did not answer within 0.4 s. It may have done what was asked all the same",
                (id, peer) -> peer.awaitEnd()),
        RESULT_SHAPE(
                "20s",
                "-32000 $ gave no answer: its answer cannot be read: A response has an id, and its result is a JSON object",
                (id, peer) -> peer.answer(id, "\"text\"")),
        NOT_JSON(
                "20s",
                "-32000 $ gave no answer: its answer cannot be read: The message is not valid JSON: It ends within a string, at byte \\d+",
                (id, peer) -> peer.respond("200 OK", JSON, "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"re")),
        OTHER_TYPE(
                "20s",
                "-32000 $ gave no answer: its answer is text/html, neither JSON nor an event stream. Is there an MCP server at its URL\\?",
                (id, peer) -> peer.respond("200 OK", "text/html", "<h1>Welcome</h1>")),
        EMPTY(
                "20s",
                "-32000 $ gave no answer: it answered HTTP 200 with nothing in it",
                (id, peer) -> peer.respond("200 OK", JSON, "")),
        ACCEPTED(
                "20s",
                "-32000 $ gave no answer: it answered HTTP 202 with nothing in it",
                (id, peer) -> peer.respond("202 Accepted", JSON, "")),
        LARGE_ANSWER(
                "20s",
                "-32000 $ gave no answer: HTTP failed: The response is larger than 4194304 bytes",
                (id, peer) -> {
                    peer.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n");
                    peer.send("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"x\":\"");
                    peer.repeat('a', MORE_THAN_ALLOWED);
                    peer.send("\"}}");
                }),
        RESET_IN_BODY(
                "20s",
                "-32000 $ gave no answer: HTTP failed: http://127.0.0.1:\\d+ closed the connection in the middle: Connection reset",
                (id, peer) -> {
                    peer.send(
                            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"jsonrpc\":");
                    peer.reset();
                }),
        END_IN_BODY(
                "20s",
                "-32000 $ gave no answer: HTTP failed: http://127.0.0.1:\\d+ closed the connection in the middle: The connection ended in the response body",
                (id, peer) -> peer.send(
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"json")),
        END_BEFORE_HEAD(
                "20s",
                "-32000 $ gave no answer: HTTP failed: http://127.0.0.1:\\d+ closed the connection in the middle: Connection reset",
                (id, peer) -> peer.reset()),
        SLOW_DRIP(
                "400ms",
                "-32001 $ did not answer within 0.4 s. It may have done what was asked all the same",
                (id, peer) -> {
                    peer.send("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n");
                    peer.socket().setSoTimeout(20);
                    drip(peer, " ");
                }),
        SLOW_HEAD(
                "400ms",
                "-32001 $ did not answer within 0.4 s. It may have done what was asked all the same",
                (id, peer) -> {
                    peer.send("HTTP/1.1 200 OK\r\n");
                    peer.socket().setSoTimeout(20);
                    drip(peer, "X: y\r\n");
                }),
        NO_HTTP(
                "20s",
                "-32000 $ gave no answer: HTTP failed: The server sends a control character in its response head",
                (id, peer) -> peer.send("\u0016\u0003\u0001 this is no HTTP at all\r\n\r\n")),
        BAD_CHUNKS(
                "20s",
                "-32000 $ gave no answer: HTTP failed: The server sends a malformed chunk",
                (id, peer) -> peer.send(
                        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "5\r\n{\"jso\r\nzz\r\n-5\r\n")),
        GZIP_BOMB(
                "20s",
                "-32000 $ gave no answer: its answer is compressed \\(Content-Encoding: gzip\\), which we did not ask for: switch compression off there",
                (id, peer) -> {
                    byte[] bomb = BOMB;
                    peer.send(
                            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nConnection: close\r\n"
                                    + "Content-Length: " + bomb.length + "\r\n\r\n");
                    peer.socket().getOutputStream().write(bomb);
                }),
        REDIRECT(
                "20s",
                "-32000 $ gave no answer: it redirects to \"http://127.0.0.1:1/else\" \\(HTTP 302\\): put the new URL into the configuration, redirects are not followed",
                (id, peer) ->
                        peer.send("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/else\r\nConnection: close\r\n"
                                + "Content-Length: 0\r\n\r\n")),
        ERROR_PAGE(
                "20s",
                "-32000 $ gave no answer: it answered HTTP 500",
                (id, peer) -> peer.respond("500 Oops", "text/html", "<h1>Oops</h1>")),
        BUSY(
                "20s",
                "-32000 $ gave no answer: it is busy \\(HTTP 503\\)",
                (id, peer) -> peer.respond("503 Busy", "text/html", "<h1>Busy</h1>")),
        UNAUTHORIZED(
                "20s",
                "-32000 $ gave no answer: it wants credentials \\(HTTP 401\\): give it an Authorization header, or \"auth\": .*",
                (id, peer) -> peer.respond("401 Unauthorized", "text/html", "who?")),
        ENDLESS_STREAM(
                "400ms",
                "-32001 $ did not answer within 0.4 s. It may have done what was asked all the same",
                (id, peer) -> {
                    peer.stream();
                    peer.socket().setSoTimeout(20);
                    drip(peer, ": still here\n\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/none\"}\n\n");
                }),
        LARGE_EVENT(
                "20s",
                "-32000 $ gave no answer: HTTP failed: A line of the event stream is longer than \\d+ bytes",
                (id, peer) -> {
                    peer.stream();
                    peer.send("data: {\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"x\":\"");
                    peer.repeat('a', MORE_THAN_ALLOWED);
                    peer.send("\"}}\n\n");
                }),
        GARBAGE_EVENTS("20s", "well", (id, peer) -> {
            peer.stream();
            peer.send("data: no JSON\n\ndata: {\"half\":\n\nid\ndata\n\n\u0000\n\n");
            peer.send("data: {\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + HostileServer.WELL + "}\n\n");
        }),
        STREAM_WITHOUT_ANSWER("20s", "-32000 $ gave no answer: it ended the stream before the answer", (id, peer) -> {
            peer.stream();
            peer.send("data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/none\"}\n\n");
        });

        private final String patience;
        private final String told;
        private final HostileServer.Fault fault;

        Misdeed(String patience, String told, HostileServer.Fault fault) {
            this.patience = patience;
            this.told = told;
            this.fault = fault;
        }

        /** Sends that again and again until the gateway has gone. */
        private static void drip(HostileServer.Peer peer, String drop) throws IOException {
            int b = 0;
            while (b >= 0) {
                peer.send(drop);
                try {
                    b = peer.socket().getInputStream().read();
                } catch (java.net.SocketTimeoutException e) {
                    b = 0;
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_server_that_misbehaves_harms_nobody_else(Misdeed misdeed) throws Exception {
        try (HostileServer server = new HostileServer(misdeed.fault)) {
            new Trial("remote, " + misdeed, fleet).run((lane, number) -> {
                if (Trial.round(number) % CALLS_OF_ONE == 0) {
                    ObjectNode settings = Fleet.remote(server.url()).put("requestTimeout", misdeed.patience);
                    settings.putObject("headers").put("X-Number", Integer.toString(number));
                    fleet.put(lane, settings);
                }
                String told = McpClient.hear(fleet.endpoint(lane), number % 2 == 0, "fault");
                assertThat(told.replace("Server \"" + lane + "\"", "$")).matches(misdeed.told.replace("$", "\\$"));
            });
        }
    }

    @Test
    void a_server_that_cannot_be_reached_harms_nobody_else() throws Exception {
        try (HostileServer.Blackhole hole = new HostileServer.Blackhole()) {
            new Trial("remote, blackhole", fleet).run((lane, number) -> {
                ObjectNode settings = Fleet.remote(hole.url()).put("connectionTimeout", "300ms");
                settings.putObject("headers").put("X-Number", Integer.toString(number));
                fleet.put(lane, settings);
                assertThat(McpClient.hear(fleet.endpoint(lane), number % 2 == 0, "fault"))
                        .startsWith("-32000 Server \"" + lane
                                + "\" is not available: it did not start within 300 ms. It is" + " tried again in ");
            });
        }
    }

    private static byte[] bomb() {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write("[".repeat(MORE_THAN_ALLOWED).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
