package io.yumen.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A do-nothing MCP server over HTTP: the upstream of every path that is measured. Prints its port. */
public final class TinyHttp {
    private static final int BACKLOG = 1024;

    private TinyHttp() {}

    /** The first argument is the number of tools. */
    public static void main(String[] arguments) throws IOException {
        TinyAnswers answers = new TinyAnswers(arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1);
        try (ServerSocket server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress())) {
            System.out.println(server.getLocalPort());
            while (true) {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket, answers));
            }
        }
    }

    private static void serve(Socket socket, TinyAnswers answers) {
        try (socket) {
            socket.setTcpNoDelay(true);
            HttpWire wire = new HttpWire(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            for (String head = wire.head(); head != null; head = wire.head()) {
                out.write(response(head, new String(wire.body(head), StandardCharsets.UTF_8), answers));
            }
        } catch (IOException e) {
            // The peer went away: nothing is lost.
        }
    }

    private static byte[] response(String head, String body, TinyAnswers answers) {
        if (!head.startsWith("POST")) {
            return "HTTP/1.1 405 Method Not Allowed\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
        }
        byte[] answer = answers.answer(body);
        if (answer == null) {
            return "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
        }
        byte[] start = ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + answer.length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole = java.util.Arrays.copyOf(start, start.length + answer.length);
        System.arraycopy(answer, 0, whole, start.length, answer.length);
        return whole;
    }
}
