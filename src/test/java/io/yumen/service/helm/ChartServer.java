package io.yumen.service.helm;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.yumen.secret.Secret;
import io.yumen.secret.Sha256;
import io.yumen.service.helm.chart.HelmConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/** A repository of charts: files of a folder, for whoever knows a password. */
final class ChartServer implements AutoCloseable {
    static final String USER = "reader";
    static final String PASSWORD = "b00kworm";

    /** Requests at once. */
    private static final int MOST = 1_000;

    private final Semaphore underWay = new Semaphore(MOST);
    private final Path folder;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, HttpHandler> special = new ConcurrentHashMap<>();

    private ChartServer(Path folder) throws IOException {
        this.folder = folder;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    static ChartServer of(Path folder) throws IOException {
        return new ChartServer(folder);
    }

    /** The paths that were asked for, each with the status of its answer; waits until none is under way. */
    List<String> asked() {
        underWay.acquireUninterruptibly(MOST);
        try {
            return List.copyOf(asked);
        } finally {
            underWay.release(MOST);
        }
    }

    /** From now on a path is answered so. */
    void answer(String path, HttpHandler handler) {
        special.put(path, handler);
    }

    /** From now on a path is answered with that. */
    void answer(String path, int status, byte[] body, String... header) {
        answer(path, exchange -> {
            if (header.length > 0) {
                exchange.getResponseHeaders().add(header[0], header[1]);
            }
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        });
    }

    /** From now on everything is answered as it should be. */
    void heal() {
        special.clear();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    HelmConfig.Repository repository() {
        return repository(PASSWORD);
    }

    HelmConfig.Repository repository(String password) {
        return new HelmConfig.Repository(url(), USER, new Secret(password), null, false);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        underWay.acquireUninterruptibly();
        try (exchange) {
            special.getOrDefault(path, this::file).handle(exchange);
        } finally {
            asked.add(path + " " + exchange.getResponseCode());
            underWay.release();
        }
    }

    private void file(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String pair = Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        Path file = folder.resolve(path.substring(1)).normalize();
        if (!("Basic " + pair).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            exchange.sendResponseHeaders(401, -1);
        } else if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
            exchange.sendResponseHeaders(404, -1);
        } else {
            byte[] bytes = Files.readAllBytes(file);
            String tag = "\"" + HexFormat.of().formatHex(Sha256.of(bytes)) + "\"";
            exchange.getResponseHeaders().add("ETag", tag);
            if (tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
                exchange.sendResponseHeaders(304, -1);
            } else {
                exchange.sendResponseHeaders(200, bytes.length);
                exchange.getResponseBody().write(bytes);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
