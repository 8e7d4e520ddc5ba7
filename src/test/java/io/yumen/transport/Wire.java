package io.yumen.transport;

import io.yumen.session.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One request over a socket of its own, byte for byte, and what comes back. */
public final class Wire implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final int status;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private int chunkLeft;

    private Wire(int port, String request, int limit) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(10_000);
            in = new Cut(socket, limit);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            status = Integer.parseInt(line().substring(9, 12));
            for (String header = line(); !header.isEmpty(); header = line()) {
                headers.put(
                        header.substring(0, header.indexOf(':')),
                        header.substring(header.indexOf(':') + 1).strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request with those header lines, each ended with a line break, and reads the head of the response. */
    public static Wire send(int port, String method, String path, String headers, String body) {
        String lines = headers.toLowerCase(Locale.ROOT).contains("host:") ? headers : "Host: localhost\n" + headers;
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        String head = method + " " + path + " HTTP/1.1\n" + lines + "Content-Length: " + length + "\n\n";
        return new Wire(port, head.replace("\n", "\r\n") + body, Integer.MAX_VALUE);
    }

    /** A {@code GET} whose connection breaks when that many bytes have come back. */
    public static Wire cut(int port, String path, String headers, int bytes) {
        String head = "GET " + path + " HTTP/1.1\nHost: localhost\n" + headers + "\n";
        return new Wire(port, head.replace("\n", "\r\n"), bytes);
    }

    /** A {@code POST} of a message whose connection breaks when that many bytes were sent. */
    public static void cutPost(int port, String path, String headers, String body, int bytes) {
        byte[] text = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        String head = "POST " + path + " HTTP/1.1\nHost: localhost\nContent-Type: application/json\n" + headers
                + "Content-Length: " + text.length + "\n\n";
        byte[] start = head.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        byte[] all = Arrays.copyOf(start, start.length + text.length);
        System.arraycopy(text, 0, all, start.length, text.length);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(all, 0, Math.min(bytes, all.length));
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a text frame of a WebSocket, masked with a key that changes nothing. */
    public void sendTextFrame(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0x81);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        }
        frame.writeBytes(new byte[4]);
        frame.writeBytes(payload);
        try {
            socket.getOutputStream().write(frame.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next text frame of a WebSocket, unmasked and whole; others are passed over. */
    public String textFrame() {
        try {
            while (true) {
                int first = wire();
                long length = wire() & 0x7f;
                int bytes = length == 126 ? 2 : length == 127 ? 8 : 0;
                for (int i = 0; i < bytes; i++) {
                    length = (i == 0 ? 0 : length << 8) | wire();
                }
                byte[] payload = new byte[Math.toIntExact(length)];
                for (int i = 0; i < payload.length; i++) {
                    payload[i] = (byte) wire();
                }
                if ((first & 0x0f) == 1) {
                    return new String(payload, StandardCharsets.UTF_8);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int wire() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new IOException("The connection ended");
        }
        return b;
    }

    public int status() {
        return status;
    }

    /** All headers but those of the moment. */
    public Map<String, String> headers() {
        Map<String, String> lasting = new TreeMap<>(headers);
        lasting.remove("Date");
        return lasting;
    }

    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    public boolean isStream() {
        return header("Content-Type").startsWith("text/event-stream");
    }

    /** The body, which has a length. */
    public String body() {
        try {
            byte[] bytes = in.readNBytes(Integer.parseInt(header("Content-Length")));
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public ObjectNode json() {
        return Json.json(body());
    }

    /** The next event of the stream; fails at its end. */
    public Event event() {
        Event event = nextEvent();
        if (event == null) {
            throw new AssertionError("The stream has ended");
        }
        return event;
    }

    /** The next event of the stream, or empty at its end. */
    public Optional<Event> eventBeforeTheEnd() {
        return Optional.ofNullable(nextEvent());
    }

    /** Whether the stream ends without another event. */
    public boolean ends() {
        return nextEvent() == null;
    }

    /** The ids of all events until the stream ends. */
    public List<String> idsToTheEnd() {
        List<String> ids = new ArrayList<>();
        for (Event event = nextEvent(); event != null; event = nextEvent()) {
            ids.add(event.id());
        }
        return ids;
    }

    /** Breaks the connection. */
    @Override
    public void close() {
        if (socket.isClosed()) {
            return;
        }
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Nullable
    private Event nextEvent() {
        String type = "";
        String id = "";
        String retry = "";
        StringBuilder data = new StringBuilder();
        boolean any = false;
        for (String line = streamLine(); line != null; line = streamLine()) {
            if (line.isEmpty() && any) {
                return new Event(type, id, data.toString(), retry);
            }
            if (line.startsWith("event: ")) {
                type = line.substring(7);
            } else if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("retry: ")) {
                retry = line.substring(7);
            } else if (line.startsWith("data:")) {
                data.append(line.substring(5).strip());
            }
            any |= !line.isEmpty() && !line.startsWith(":");
        }
        return null;
    }

    @Nullable
    private String streamLine() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = streamByte(); b != '\n'; b = streamByte()) {
            if (b < 0) {
                return null;
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private int streamByte() {
        try {
            if (chunkLeft == 0) {
                String size = line();
                chunkLeft = Integer.parseInt(size.isEmpty() ? line() : size, 16);
                if (chunkLeft == 0) {
                    chunkLeft = -1;
                }
            }
            if (chunkLeft < 0) {
                return -1;
            }
            int b = in.read();
            if (--chunkLeft == 0) {
                line();
            }
            return b;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("The connection ended after: " + line);
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    /** What comes from a socket until that many bytes have; then the connection is broken. */
    private static final class Cut extends InputStream {
        private final Socket socket;
        private final InputStream in;
        private int left;

        Cut(Socket socket, int limit) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            this.left = limit;
        }

        @Override
        public int read() throws IOException {
            if (left-- == 0) {
                socket.setSoLinger(true, 0);
                socket.close();
                throw new IOException("Cut");
            }
            return in.read();
        }
    }

    /** One server-sent event; what it does not have is empty. */
    public record Event(String type, String id, String data, String retry) {
        public ObjectNode json() {
            return Json.json(data);
        }
    }
}
