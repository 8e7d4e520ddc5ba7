package io.yumen.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The time from the connection of a client to the first event on its stream: the greeting of an enveloped stream, and the first
 * progress of a call. That none waits for the end of a call, a test shows; this is how soon it comes.
 *
 * <p>Defends: within 100 ms.
 */
public final class FirstEvent {
    private static final double LIMIT_MILLIS = 100;
    private static final int WARM_UP = 50;
    private static final int PER_ADDRESS = 90;
    private static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{"
            + "\"name\":\"test_tool_with_progress\",\"arguments\":{},\"_meta\":{\"progressToken\":\"p\","
            + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{},"
            + "\"io.modelcontextprotocol/clientInfo\":{\"name\":\"bench\",\"version\":\"1\"}}}}";

    private static final Map<String, String> STREAMS = Map.of(
            "greeting of an enveloped stream",
            "GET /mcp/sse HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: text/event-stream\r\n\r\n",
            "first progress of a call",
            "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\n"
                    + "Accept: application/json, text/event-stream\r\nMCP-Protocol-Version: 2026-07-28\r\n"
                    + "Mcp-Method: tools/call\r\nMcp-Name: test_tool_with_progress\r\nContent-Length: " + CALL.length()
                    + "\r\n\r\n" + CALL);

    private FirstEvent() {}

    /** Arguments: the program, how many streams of each kind. */
    public static void main(String[] arguments) throws Exception {
        String program = Path.of(arguments[0]).toAbsolutePath().toString();
        int rounds = Integer.parseInt(arguments[1]);
        Verdicts verdicts = new Verdicts();
        try (Processes processes = new Processes(Files.createTempDirectory("yumen-bench"))) {
            int port = Processes.freePort();
            processes.start("yumen", List.of(program, "serve", "--port", String.valueOf(port)));
            Processes.awaitPort(port);
            for (Map.Entry<String, String> stream : STREAMS.entrySet()) {
                double[] millis = millis(stream.getValue().formatted(port), port, rounds);
                report(stream.getKey(), millis);
                verdicts.judge(stream.getKey() + ", p99", millis[millis.length * 99 / 100], LIMIT_MILLIS, "ms");
            }
        }
        verdicts.end();
    }

    private static double[] millis(String request, int port, int rounds) throws IOException {
        for (int i = 0; i < WARM_UP; i++) {
            once(request, port, i);
        }
        double[] millis = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            millis[i] = once(request, port, WARM_UP + i);
        }
        Arrays.sort(millis);
        return millis;
    }

    /** A connection that was left waits for its client to come back, and an address has only so many. */
    private static double once(String request, int port, int number) throws IOException {
        InetAddress address = InetAddress.ofLiteral("127.0.0." + (2 + number / PER_ADDRESS));
        long begin = System.nanoTime();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port, address, 0)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            awaitData(socket.getInputStream());
            return (System.nanoTime() - begin) / 1e6;
        }
    }

    private static void awaitData(InputStream in) throws IOException {
        byte[] buffer = new byte[16 << 10];
        StringBuilder said = new StringBuilder();
        while (said.indexOf("\ndata: {") < 0) {
            int count = in.read(buffer);
            if (count < 0) {
                throw new EOFException(said.toString());
            }
            said.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
        }
    }

    private static void report(String what, double[] sorted) throws IOException {
        System.out.printf(
                Locale.ROOT,
                "%s: median %.1f ms, p99 %.1f ms, worst %.1f ms of %d; %s%n",
                what,
                sorted[sorted.length / 2],
                sorted[sorted.length * 99 / 100],
                sorted[sorted.length - 1],
                sorted.length,
                Machine.load());
    }
}
