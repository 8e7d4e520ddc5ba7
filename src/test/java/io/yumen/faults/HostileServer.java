package io.yumen.faults;

import io.yumen.session.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server over HTTP that does well what everybody needs, and to the calls of its tool {@code fault} what a test says,
 * byte for byte.
 */
final class HostileServer implements AutoCloseable {
    static final String WELL = "{\"content\":[{\"type\":\"text\",\"text\":\"well\"}]}";

    private final ServerSocket listener;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Fault fault;

    /** What is done to a call; the connection is closed afterwards. */
    @FunctionalInterface
    interface Fault {
        void to(String id, Peer peer) throws IOException;
    }

    /** The server's end of a connection. */
    record Peer(Socket socket) {
        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        }

        /** A whole response of that status and type. */
        void respond(String status, String type, String body) throws IOException {
            send("HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nConnection: close\r\nContent-Length: "
                    + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body);
        }

        void answer(String id, String result) throws IOException {
            respond("200 OK", "application/json", "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}");
        }

        /** The head of an event stream that ends with the connection. */
        void stream() throws IOException {
            send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
        }

        void repeat(char character, int times) throws IOException {
            OutputStream out = socket.getOutputStream();
            byte[] block = Character.toString(character).repeat(64 << 10).getBytes(StandardCharsets.US_ASCII);
            for (int left = times; left > 0; left -= block.length) {
                out.write(block, 0, Math.min(left, block.length));
            }
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Stays until the other end has gone. */
        void awaitEnd() throws IOException {
            InputStream in = socket.getInputStream();
            int b = in.read();
            while (b >= 0) {
                b = in.read();
            }
        }
    }

    HostileServer(Fault fault) {
        this.fault = fault;
        try {
            listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("hostile-accept").start(this::accept);
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/mcp");
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                Thread.ofVirtual().name("hostile").start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            play(new Peer(socket));
        } catch (IOException e) {
            // The gateway has left, which is its right.
        } finally {
            sockets.remove(socket);
        }
    }

    private void play(Peer peer) throws IOException {
        String head = head(peer.socket().getInputStream());
        if (!head.startsWith("POST")) {
            peer.respond(head.startsWith("DELETE") ? "200 OK" : "405 Method Not Allowed", "text/plain", "");
            return;
        }
        int at = head.toLowerCase(Locale.ROOT).indexOf("content-length:");
        int length =
                Integer.parseInt(head.substring(at + 15, head.indexOf('\r', at)).strip());
        String body = new String(peer.socket().getInputStream().readNBytes(length), StandardCharsets.UTF_8);
        ObjectNode request = Json.json(body);
        String id = String.valueOf(request.get("id"));
        switch (request.path("method").asString("")) {
            case "initialize" ->
                peer.answer(
                        id,
                        "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{}},"
                                + "\"serverInfo\":{\"name\":\"h\",\"version\":\"1\"}}");
            case "tools/list" ->
                peer.answer(
                        id,
                        "{\"tools\":[{\"name\":\"fault\",\"inputSchema\":{\"type\":\"object\"}},"
                                + "{\"name\":\"work\",\"inputSchema\":{\"type\":\"object\"}}]}");
            case "tools/call" -> {
                if (request.path("params").path("name").asString("").equals("fault")) {
                    fault.to(id, peer);
                } else {
                    peer.answer(id, WELL);
                }
            }
            case "ping" -> peer.answer(id, "{}");
            case "server/discover" -> peer.respond("400 Bad Request", "application/json", "{}");
            default -> peer.respond("202 Accepted", "application/json", "");
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int end = 0;
        while (end != 0x0d0a0d0a) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("No more requests");
            }
            head.write(b);
            end = end << 8 | b;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    /** An address whose connections nobody accepts, and whose backlog is full, so that new ones hang. */
    static final class Blackhole implements AutoCloseable {
        private static final int MORE_THAN_FIT = 8;

        private final ServerSocket listener;
        private final Set<Socket> fillers = ConcurrentHashMap.newKeySet();

        Blackhole() throws IOException {
            listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            for (int i = 0; i < MORE_THAN_FIT; i++) {
                Socket filler = new Socket();
                fillers.add(filler);
                try {
                    filler.connect(new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort()), 100);
                } catch (SocketTimeoutException e) {
                    return;
                }
            }
            throw new IllegalStateException("The backlog does not fill");
        }

        URI url() {
            return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/mcp");
        }

        @Override
        public void close() throws IOException {
            for (Socket filler : fillers) {
                filler.close();
            }
            listener.close();
        }
    }
}
