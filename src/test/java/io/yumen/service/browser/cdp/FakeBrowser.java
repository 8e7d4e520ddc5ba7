package io.yumen.service.browser.cdp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that answers as it is told, like a browser or not. No real browser would. */
final class FakeBrowser implements AutoCloseable {
    private static final Pattern KEY = Pattern.compile("(?i)\r\nsec-websocket-key: ([^\r]+)");
    private static final Pattern ID = Pattern.compile("\"id\":(\\d+)");
    private static final int TEXT = 0x81;
    private static final int BINARY = 0x82;

    private final ServerSocket server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final BlockingQueue<String> replies = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> first = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> unasked = new LinkedBlockingQueue<>();
    private volatile String answer = "";

    FakeBrowser() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(this::accept);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(server.getInetAddress(), server.getLocalPort());
    }

    int port() {
        return server.getLocalPort();
    }

    /** The heads of all requests so far. */
    List<String> heads() {
        return List.copyOf(heads);
    }

    /** What it says of itself. */
    void says(String json) {
        answers("HTTP/1.1 200 OK\r\nContent-Length: " + json.length() + "\r\n\r\n" + json);
    }

    void answers(String whole) {
        answer = whole;
    }

    /** Answers the next command so; {@code %d} is its id. Before that it sends what it was told to send. */
    void replies(String message) {
        replies.add(message);
    }

    /** Sends that before it answers the next command. */
    void sends(String message) {
        unasked.add(message);
    }

    void sendsBinary() {
        first.add(BINARY);
        replies.add("x");
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                heads.add(head);
                Matcher key = KEY.matcher(head);
                if (key.find()) {
                    out.write(switched(key.group(1)).getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    converse(in, out);
                    return;
                }
                out.write(answer.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (Exception e) {
            // The client, or the test, ended it.
        }
    }

    private void converse(InputStream in, OutputStream out) throws Exception {
        while (true) {
            String command = frame(in);
            Matcher id = ID.matcher(command);
            if (!id.find()) {
                return;
            }
            for (String one = unasked.poll(); one != null; one = unasked.poll()) {
                write(out, TEXT, one);
            }
            Integer kind = first.poll();
            write(out, kind == null ? TEXT : kind, replies.take().replace("%d", id.group(1)));
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static String switched(String key) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-1")
                .digest((key.strip() + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
        return String.format(
                Locale.ROOT,
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",
                Base64.getEncoder().encodeToString(digest));
    }

    /** A short masked frame of the client. */
    private static String frame(InputStream in) throws IOException {
        in.skipNBytes(1);
        int length = in.read() & 0x7f;
        if (length == 126) {
            length = ByteBuffer.wrap(in.readNBytes(2)).getShort() & 0xffff;
        }
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return new String(payload, StandardCharsets.UTF_8);
    }

    private static void write(OutputStream out, int first, String message) throws IOException {
        byte[] payload = message.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream frame = new ByteArrayOutputStream(payload.length + 10);
        frame.write(first);
        // Clients want the shortest form.
        if (payload.length < 126) {
            frame.write(payload.length);
        } else if (payload.length < 1 << 16) {
            frame.write(126);
            frame.writeBytes(
                    ByteBuffer.allocate(2).putShort((short) payload.length).array());
        } else {
            frame.write(127);
            frame.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        frame.writeBytes(payload);
        out.write(frame.toByteArray());
        out.flush();
    }
}
