package io.yumen.auth.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** Where documents of clients lie: an https server of this machine that also answers in ways in which no proper one does. */
final class DocumentPlace implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;

    private final ServerSocket server;
    private final Map<String, Response> responses = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final Semaphore left = new Semaphore(0);
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Answers a request whose head has been read. */
    private interface Response {
        void send(InputStream in, OutputStream out) throws IOException;
    }

    DocumentPlace(SSLContext tls) throws IOException {
        server = tls.getServerSocketFactory().createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(this::accept);
    }

    String url(String path) {
        return "https://127.0.0.1:" + server.getLocalPort() + path;
    }

    void offer(String path, String document) {
        offer(path, 200, document, "X-Nothing: more");
    }

    void offer(String path, int status, String document, String header) {
        byte[] body = document.getBytes(StandardCharsets.UTF_8);
        String head = "HTTP/1.1 " + status + " It\r\nContent-Type: application/json\r\n" + header
                + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        responses.put(path, (in, out) -> {
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            out.flush();
        });
    }

    /** Nothing comes from there, ever. */
    void silent(String path) {
        responses.put(path, (in, out) -> awaitLeft(in));
    }

    /** A document without an end, a piece after another, with that pause between them. */
    void endless(String path, Duration pause) {
        byte[] piece = "1\r\n \r\n".getBytes(StandardCharsets.US_ASCII);
        responses.put(path, (in, out) -> {
            try {
                out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    out.write(piece);
                    out.flush();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException e) {
                left.release();
                throw e;
            }
        });
    }

    /** The paths that were asked for, in their order. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    /** How many have connected. */
    int connections() {
        return connections.get();
    }

    /** Waits until so many gave up on what never ended. */
    boolean left(int many) {
        try {
            return left.tryAcquire(many, PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            server.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            for (String path = path(in); !path.isEmpty(); path = path(in)) {
                asked.add(path);
                responses.getOrDefault(path, DocumentPlace::missing).send(in, socket.getOutputStream());
            }
        } catch (IOException e) {
            // The client has left, or did not like the certificate.
        }
    }

    private static void missing(InputStream in, OutputStream out) throws IOException {
        out.write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private void awaitLeft(InputStream in) throws IOException {
        try {
            while (in.read() >= 0) {
                // Nobody says anything more on this connection.
            }
        } finally {
            left.release();
        }
    }

    /** The path of the request whose head comes next; empty where none comes. */
    private static String path(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int read = in.read(); read >= 0; read = in.read()) {
            head.append((char) read);
            if (head.toString().endsWith("\r\n\r\n")) {
                return head.substring(head.indexOf(" ") + 1, head.indexOf(" HTTP/1.1"));
            }
        }
        return "";
    }
}
