package io.yumen.service.awsdocs.upstream;

import io.yumen.http.Headers;
import io.yumen.service.awsdocs.demo.DemoDesk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/**
 * AWS's sites on this machine, which answer as the demo does, but where a test says otherwise: then they do to the connection exactly
 * what it says.
 */
public final class Simulator implements AutoCloseable {
    private final DemoDesk desk = new DemoDesk();
    private final ServerSocket listener;
    private final Thread accepting;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Map<String, Deque<Script>> scripts = new ConcurrentHashMap<>();

    /** What was asked, in turn. */
    public final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** A request. */
    public record Asked(String method, String path, String query, Headers headers, String body) {
        @Override
        public String toString() {
            return method + " " + path + (query.isEmpty() ? "" : "?" + query);
        }
    }

    /** What happens in place of an answer; the connection ends after it unless the answer was whole. */
    @FunctionalInterface
    public interface Script {
        void play(Peer peer, Asked asked) throws IOException;
    }

    /** The server's end of a connection. */
    public static final class Peer {
        private final Socket socket;
        private boolean whole;

        Peer(Socket socket) {
            this.socket = socket;
        }

        /** Sends an answer as it should be. */
        public void send(int status, Headers headers, byte[] body) throws IOException {
            raw(head(status, headers.with("Content-Length", Integer.toString(body.length))));
            socket.getOutputStream().write(body);
            whole = true;
        }

        public void raw(String bytes) throws IOException {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        }

        /** Waits that long for the client to leave; says whether it did. */
        public boolean leaves(int millis) throws IOException {
            socket.setSoTimeout(millis);
            try {
                return socket.getInputStream().read() < 0;
            } catch (SocketTimeoutException e) {
                return false;
            }
        }

        static String head(int status, Headers headers) {
            StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Said\r\n");
            headers.forEach((name, value) ->
                    head.append(name).append(": ").append(value).append("\r\n"));
            return head.append("\r\n").toString();
        }
    }

    public Simulator() {
        this(ServerSocketFactory.getDefault());
    }

    /** @param listening by TLS, or not */
    public Simulator(ServerSocketFactory listening) {
        try {
            listener = listening.createServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        accepting = Thread.ofVirtual().start(this::accept);
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + port());
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** What to do when that is asked for, time after time; the last goes on for ever. */
    public void on(String url, Script... script) {
        scripts.put(url.replaceFirst("https:/", ""), new ConcurrentLinkedDeque<>(List.of(script)));
    }

    /** How often that was asked for. */
    public long count(String url) {
        String path = url.replaceFirst("https:/", "");
        return asked.stream().filter(one -> one.path().equals(path)).count();
    }

    public int openConnections() {
        return open.size();
    }

    /** An answer with that status and nothing in it. */
    public static Script status(int status, String... headers) {
        return (peer, asked) -> peer.send(status, Headers.of(headers), new byte[0]);
    }

    /** A page of that type. */
    public static Script page(String type, String text, String... headers) {
        return bytes(type, text.getBytes(StandardCharsets.UTF_8), headers);
    }

    public static Script bytes(String type, byte[] body, String... headers) {
        return (peer, asked) -> peer.send(200, Headers.of(headers).with("Content-Type", type), body);
    }

    public static Script redirect(int status, String location) {
        return status(status, "Location", location);
    }

    /** Bytes as they are, and the end. */
    public static Script raw(String bytes) {
        return (peer, asked) -> peer.raw(bytes);
    }

    /** Nothing, until the client leaves. */
    public static Script silence() {
        return (peer, asked) -> {
            while (!peer.leaves(100)) {
                Thread.onSpinWait();
            }
        };
    }

    /** A byte now and then, for as long as the client stays. */
    public static Script drip(String type) {
        return (peer, asked) -> {
            peer.raw(Peer.head(200, Headers.of("Content-Type", type, "Content-Length", "1000000")));
            while (!peer.leaves(20)) {
                peer.raw("x");
            }
        };
    }

    /** As the demo answers. */
    public Script whole() {
        return this::demo;
    }

    @Override
    public void close() {
        try {
            listener.close();
            // The port is free, and nobody comes in any more, when it has seen that.
            accepting.join();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            boolean goesOn = true;
            while (goesOn) {
                Asked request = request(socket);
                asked.add(request);
                Peer peer = new Peer(socket);
                script(request.path()).play(peer, request);
                goesOn = peer.whole;
            }
        } catch (IOException e) {
            // The client has left, which the test knows.
        } finally {
            open.remove(socket);
        }
    }

    private synchronized Script script(String path) {
        Deque<Script> planned = scripts.get(path);
        if (planned == null) {
            return this::demo;
        }
        Script next = planned.poll();
        if (next == null) {
            return this::demo;
        }
        if (planned.isEmpty()) {
            planned.add(next);
        }
        return next;
    }

    private void demo(Peer peer, Asked asked) throws IOException {
        DemoDesk.Reply reply = desk.answer(new DemoDesk.Question(
                asked.method(),
                asked.path(),
                asked.query(),
                asked.headers(),
                asked.body().getBytes(StandardCharsets.UTF_8)));
        peer.send(reply.status(), reply.headers(), reply.body());
    }

    private static Asked request(Socket socket) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("No more requests");
            }
            head.write(b);
        }
        List<String> lines = head.toString(StandardCharsets.ISO_8859_1).lines().toList();
        List<String> fields = new ArrayList<>();
        lines.stream().skip(1).filter(line -> line.contains(": ")).forEach(line -> {
            fields.add(line.substring(0, line.indexOf(": ")));
            fields.add(line.substring(line.indexOf(": ") + 2));
        });
        Headers headers = Headers.of(fields.toArray(String[]::new));
        int length = headers.first("Content-Length").map(Integer::parseInt).orElse(0);
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        String[] first = lines.getFirst().split(" ", -1);
        String[] target = first[1].split("\\?", 2);
        return new Asked(first[0], target[0], target.length > 1 ? target[1] : "", headers, body);
    }
}
