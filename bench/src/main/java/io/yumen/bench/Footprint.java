package io.yumen.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The memory that Yumen takes: idle, with 200 sessions, and with 10,000 idle streams.
 *
 * <p>Defends: at most 150 MB idle, at most 1 GB with 10,000 streams.
 */
public final class Footprint {
    private static final double MB_PER_MIB = 1.048576;
    private static final double IDLE_MB = 150;
    private static final double STREAMS_MB = 1000;
    private static final int STREAMS = 10_000;
    private static final int SESSIONS = 200;
    private static final String INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-11-25\","
                    + "\"capabilities\":{},\"clientInfo\":{\"name\":\"bench\",\"version\":\"1\"}}}";

    private Footprint() {}

    /** Argument: the program that is started, with {@code serve --port N}. */
    public static void main(String[] arguments) throws Exception {
        String program = Path.of(arguments[0]).toAbsolutePath().toString();
        Path work = Files.createTempDirectory("yumen-bench");
        Verdicts verdicts;
        try (Processes processes = new Processes(work)) {
            int port = Processes.freePort();
            Process yumen = processes.start("yumen", List.of(program, "serve", "--port", String.valueOf(port)));
            Processes.awaitPort(port);
            verdicts = memory(port, List.of(yumen.pid()));
        }
        verdicts.end();
    }

    private static Verdicts memory(int port, List<Long> pids) throws Exception {
        Verdicts verdicts = new Verdicts();
        verdicts.judge("memory, idle", Processes.residentMiB(pids) * MB_PER_MIB, IDLE_MB, "MB");
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            sockets.add(session(port));
        }
        System.out.printf("memory, %d sessions: %.0f MB%n", SESSIONS, Processes.residentMiB(pids) * MB_PER_MIB);
        for (int i = sockets.size(); i < STREAMS; i++) {
            sockets.add(session(port));
        }
        double full = Processes.residentMiB(pids) * MB_PER_MIB;
        verdicts.judge("memory, " + STREAMS + " idle streams", full, STREAMS_MB, "MB");
        for (Socket socket : sockets) {
            socket.close();
        }
        return verdicts;
    }

    /** A session with its open general stream. */
    private static Socket session(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        String head = call(socket, port, INITIALIZE, "");
        String session = head.lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("mcp-session-id:"))
                .findFirst()
                .orElseThrow();
        call(socket, port, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}", session + "\r\n");
        String get = "GET /mcp HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAccept: text/event-stream\r\n" + session
                + "\r\n\r\n";
        socket.getOutputStream().write(get.getBytes(StandardCharsets.ISO_8859_1));
        String answer = new HttpWire(socket.getInputStream()).head();
        if (answer == null || !answer.startsWith("HTTP/1.1 200")) {
            throw new IOException("A stream was refused: " + answer);
        }
        return socket;
    }

    private static String call(Socket socket, int port, String body, String headers) throws IOException {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n" + headers
                + "Content-Length: " + content.length + "\r\n\r\n" + body;
        socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
        HttpWire wire = new HttpWire(socket.getInputStream());
        String answer = wire.head();
        if (answer == null || !answer.startsWith("HTTP/1.1 2")) {
            throw new IOException("A request was refused: " + answer);
        }
        wire.body(answer);
        return answer;
    }
}
