package io.yumen.access;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.net.SocketFactory;

/** One request on a connection of its own, said word for word. */
final class RawHttp {
    private static final int PATIENCE_MILLIS = 20_000;

    private RawHttp() {}

    /** What was answered: the head, and the body as far as the head says how long it is. */
    record Answer(int status, String head, String body) {
        boolean hasHeader(String name) {
            return head.toLowerCase(Locale.ROOT).contains("\r\n" + name.toLowerCase(Locale.ROOT) + ":");
        }
    }

    /** Sends a request with those header lines, and reads the answer. */
    static Answer send(URI gateway, String requestLine, List<String> headers, String body) throws IOException {
        return send(SocketFactory.getDefault(), gateway, requestLine, headers, body);
    }

    /** The same, to a host of that name, whatever it is. */
    static Answer send(URI gateway, String host, String requestLine, List<String> headers, String body)
            throws IOException {
        return exchange(SocketFactory.getDefault(), gateway.getPort(), requestLine, headed(host, headers), body);
    }

    /** The same, over such a connection. */
    static Answer send(SocketFactory sockets, URI gateway, String requestLine, List<String> headers, String body)
            throws IOException {
        return exchange(sockets, gateway.getPort(), requestLine, headed(gateway.getAuthority(), headers), body);
    }

    private static List<String> headed(String host, List<String> headers) {
        return Stream.concat(Stream.of("Host: " + host), headers.stream()).toList();
    }

    private static Answer exchange(
            SocketFactory sockets, int port, String requestLine, List<String> headers, String body) throws IOException {
        try (Socket socket = sockets.createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            StringBuilder text = new StringBuilder(requestLine).append(" HTTP/1.1\r\n");
            headers.forEach(header -> text.append(header).append("\r\n"));
            if (!body.isEmpty()) {
                text.append("Content-Length: ")
                        .append(body.getBytes(StandardCharsets.UTF_8).length)
                        .append("\r\n");
            }
            OutputStream out = socket.getOutputStream();
            out.write(text.append("\r\n").append(body).toString().getBytes(StandardCharsets.UTF_8));
            out.flush();
            return read(new BufferedInputStream(socket.getInputStream()), requestLine.startsWith("HEAD "));
        }
    }

    private static Answer read(InputStream in, boolean isHeadAlone) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("The answer ends in its head: " + head);
            }
            head.write(next);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        int length = isHeadAlone ? 0 : announced(text);
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        return new Answer(Integer.parseInt(text.substring(9, 12)), text, body);
    }

    private static int announced(String head) {
        return head.lines()
                .map(line -> line.toLowerCase(Locale.ROOT))
                .filter(line -> line.startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(
                        line.substring("content-length:".length()).strip()))
                .findFirst()
                .orElse(0);
    }
}
