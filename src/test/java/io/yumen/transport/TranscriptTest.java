package io.yumen.transport;

import io.yumen.golden.Golden;
import io.yumen.protocol.Era;
import io.yumen.protocol.Revision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One conversation on each transport in each revision, word for word as it was when it was last looked at: a change of the
 * wire does not go unseen.
 */
@Timeout(30)
class TranscriptTest {
    private static final Path FILES = Path.of("src/test/resources/transcripts");

    private final ServedMcp mcp = ServedMcp.patient();
    private final Spoken spoken = new Spoken();

    @AfterEach
    void close() {
        mcp.close();
    }

    static Stream<Arguments> wires() {
        return Stream.of("http", "sse", "envelope", "poll", "websocket")
                .flatMap(transport ->
                        Arrays.stream(Revision.values()).map(revision -> Arguments.of(transport, revision)));
    }

    @ParameterizedTest
    @MethodSource("wires")
    void what_is_said_on_the_wire_is_what_was_said_before(String transport, Revision revision) throws IOException {
        try (Line line = line(transport, revision)) {
            if (revision.era() == Era.LEGACY) {
                legacy(line, revision);
            } else {
                modern(line);
            }
        }

        Golden.matches(FILES.resolve(transport + "-" + revision.wire() + ".txt"), spoken.toString());
    }

    private Line line(String transport, Revision revision) {
        return switch (transport) {
            case "http" ->
                new Line.Streamable(
                        mcp, spoken, revision.era() == Era.MODERN ? "MCP-Protocol-Version: 2026-07-28\n" : "");
            case "sse" -> new Line.Streamed(mcp, spoken, "/sse");
            case "envelope" -> new Line.Streamed(mcp, spoken, "/mcp/sse");
            case "poll" -> new Line.Polled(mcp, spoken);
            case "websocket" -> new Line.Socket(mcp, spoken);
            default -> throw new IllegalArgumentException(transport);
        };
    }

    private static void legacy(Line line, Revision revision) {
        line.send(request(
                1,
                "initialize",
                "'protocolVersion': '" + revision.wire()
                        + "', 'capabilities': {'elicitation': {}}, 'clientInfo': {'name': 'client', 'version': '1'}"));
        line.receive();
        line.send("{'jsonrpc': '2.0', 'method': 'notifications/initialized'}");
        line.send(request(2, "ping", ""));
        line.receive();
        talk(line, "");
        if (revision.isAtLeast(Revision.V2025_06_18)) {
            line.send(request(7, "tools/call", "'name': 'ask'"));
            line.receive();
            line.send("{'jsonrpc': '2.0', 'id': 1, 'result': {'action': 'decline'}}");
            line.receive();
        }
    }

    private static void modern(Line line) {
        String meta = "'_meta': {'io.modelcontextprotocol/protocolVersion': '2026-07-28',"
                + " 'io.modelcontextprotocol/clientCapabilities': {'elicitation': {}}";
        line.send(request(2, "server/discover", meta + "}"));
        line.receive();
        talk(line, meta);
        line.send(request(7, "tools/call", "'name': 'ask', " + meta + "}"));
        line.receive();
    }

    private static void talk(Line line, String meta) {
        String last = meta.isEmpty() ? "" : ", " + meta + "}";
        line.send(request(3, "tools/list", meta.isEmpty() ? "" : meta + "}"));
        line.receive();
        line.send(request(4, "tools/call", "'name': 'echo', 'arguments': {'text': 'hello'}" + last));
        line.receive();
        String token = "'progressToken': 'p'}";
        line.send(request(
                5,
                "tools/call",
                "'name': 'progress', " + (meta.isEmpty() ? "'_meta': {" + token : meta + ", " + token)));
        for (int i = 0; i < 4; i++) {
            line.receive();
        }
        line.send(request(6, "no/such", meta.isEmpty() ? "" : meta + "}"));
        line.receive();
    }

    private static String request(int id, String method, String params) {
        return "{'jsonrpc': '2.0', 'id': " + id + ", 'method': '" + method + "', 'params': {" + params + "}}";
    }
}
