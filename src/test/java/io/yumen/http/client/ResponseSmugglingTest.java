package io.yumen.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.yumen.http.Headers;
import io.yumen.http.HttpException;
import io.yumen.http.HttpException.Code;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Responses that two readers could take apart in two ways are refused, and their connection is ended. */
final class ResponseSmugglingTest {
    private final RelayClient client = RelayClient.create(RelayClientConfig.defaults());

    @AfterEach
    void closeClient() {
        client.close();
    }

    static Stream<String> responses() {
        Stream<String> heads = Stream.of(
                        "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
                        "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                        "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                        "Transfer-Encoding:\r\n\r\n0\r\n\r\n",
                        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                        "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                        "Content-Length: 1, 1\r\n\r\na",
                        "Content-Length: +1\r\n\r\na",
                        "Content-Length: -1\r\n\r\na",
                        "Content-Length: 0x1\r\n\r\na",
                        "Content-Length: 1 1\r\n\r\na",
                        "Content-Length:\r\n\r\na",
                        "Content-Length: 99999999999999999999\r\n\r\na",
                        "Content-Length : 1\r\n\r\na",
                        "X: a\r\n folded\r\nContent-Length: 1\r\n\r\na",
                        " Content-Length: 1\r\n\r\na",
                        "no colon\r\nContent-Length: 1\r\n\r\na",
                        ": no name\r\nContent-Length: 1\r\n\r\na",
                        "Na me: x\r\nContent-Length: 1\r\n\r\na",
                        "X: a\u0000b\r\nContent-Length: 1\r\n\r\na",
                        "X: a\rb\r\nContent-Length: 1\r\n\r\na",
                        "X: a\nContent-Length: 1\r\n\r\na",
                        "N\u00e4me: x\r\nContent-Length: 1\r\n\r\na",
                        "Transfer-Encoding: chunked\r\n\r\n-1\r\na\r\n0\r\n\r\n",
                        "Transfer-Encoding: chunked\r\n\r\n+1\r\na\r\n0\r\n\r\n",
                        "Transfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n",
                        "Transfer-Encoding: chunked\r\n\r\n 1\r\na\r\n0\r\n\r\n",
                        "Transfer-Encoding: chunked\r\n\r\n1 \r\na\r\n0\r\n\r\n",
                        "Transfer-Encoding: chunked\r\n\r\n\r\n",
                        "Transfer-Encoding: chunked\r\n\r\n1\na\r\n0\r\n\r\n",
                        "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
                        "Transfer-Encoding: chunked\r\n\r\n1\r\naXX0\r\n\r\n",
                        "Transfer-Encoding: chunked\r\n\r\n100000000\r\na\r\n0\r\n\r\n",
                        "Transfer-Encoding: chunked\r\n\r\n1;a\nb\r\na\r\n0\r\n\r\n",
                        "Transfer-Encoding: chunked\r\n\r\n1;a\rb\r\na\r\n0\r\n\r\n",
                        "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nnot a trailer\r\n\r\n")
                .map(rest -> "HTTP/1.1 200 OK\r\n" + rest);
        Stream<String> lines = Stream.of(
                "HTTP/1.1 200 OK\nContent-Length: 1\n\na",
                "HTTP/1.1  200 OK\r\nContent-Length: 1\r\n\r\na",
                "HTTP/1.1 20 OK\r\nContent-Length: 1\r\n\r\na",
                "HTTP/1.1 2000 OK\r\nContent-Length: 1\r\n\r\na",
                "HTTP/1.1 0200 OK\r\nContent-Length: 1\r\n\r\na",
                "HTTP/1.1 +20 OK\r\nContent-Length: 1\r\n\r\na",
                "HTTP/1.1 099 OK\r\nContent-Length: 1\r\n\r\na",
                "HTTP/2.0 200 OK\r\nContent-Length: 1\r\n\r\na",
                "HTTP/1.2 200 OK\r\nContent-Length: 1\r\n\r\na",
                "http/1.1 200 OK\r\nContent-Length: 1\r\n\r\na",
                " HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na",
                "\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\na",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                "HTTP/1.1 100 Continue\r\n\r\n".repeat(20),
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n\r\n");
        return Stream.concat(heads, lines);
    }

    @ParameterizedTest
    @MethodSource("responses")
    void an_ambiguous_response_is_a_protocol_error(String bytes) {
        try (ScriptedServer server = ScriptedServer.answering(bytes)) {
            HttpException failure = catchThrowableOfType(HttpException.class, () -> answer(server));
            assertThat(failure.code()).isEqualTo(Code.PROTOCOL);
            assertThat(client.openConnections()).isZero();
        }
    }

    @Test
    void a_head_over_the_cap_is_refused() {
        try (ScriptedServer server =
                ScriptedServer.answering("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(10_000) + "\r\n")) {
            HttpException failure = catchThrowableOfType(HttpException.class, () -> answer(server));
            assertThat(failure.code()).isEqualTo(Code.TOO_LARGE);
        }
    }

    static Stream<String> unusualButSound() {
        return Stream.of(
                "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 \r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 caf\u00e9\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.0 200 OK\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\ncontent-LENGTH:2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: \t 2 \t\r\nEmpty:\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n0001\r\no\r\n1;x=\"y\"\r\nk\r\n000\r\nTrailer-Field: z\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("unusualButSound")
    void an_unusual_response_that_is_sound_is_understood(String bytes) {
        try (ScriptedServer server = ScriptedServer.answering(bytes)) {
            assertThat(answer(server)).isEqualTo("ok");
        }
    }

    private String answer(ScriptedServer server) {
        RelayRequest request = RelayRequest.post(server.endpoint(), Headers.none(), new byte[] {1});
        try (RelayResponse response = client.send(request, CallControl.within(Duration.ofSeconds(5)))) {
            return new String(response.body(1000), StandardCharsets.UTF_8);
        }
    }
}
