package io.yumen.catalogue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** A system that answers whatever a test says: what real ones do only when they are broken, or in versions that cannot be had. */
public final class Impostor implements AutoCloseable {
    private static final byte[] MORE = "[1,".repeat(20_000).getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;
    private final String scheme;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile Function<Asked, Answer> answers = asked -> Answer.json("{}");

    /** What it was asked, in turn. */
    public final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** A request. */
    public record Asked(String method, URI uri, String body) {}

    /** What it does. */
    public sealed interface Answer {
        /** An answer as it should be. */
        record Whole(int status, Map<String, String> headers, byte[] body) implements Answer {}

        /** None, for as long as it runs. */
        record Never() implements Answer {}

        /** One that has no end. */
        record Endless() implements Answer {}

        static Answer json(String body) {
            return of(200, body);
        }

        static Answer of(int status, String body) {
            return new Whole(status, Map.of("Content-Type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
        }
    }

    private Impostor(HttpServer server, String scheme) {
        this.server = server;
        this.scheme = scheme;
    }

    public static Impostor start() throws IOException {
        return start(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0), "http");
    }

    /** One that speaks TLS, and wants to see a certificate where those parameters say so. */
    public static Impostor start(SSLContext tls, SSLParameters parameters) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters connection) {
                connection.setSSLParameters(parameters);
            }
        });
        return start(server, "https");
    }

    private static Impostor start(HttpServer server, String scheme) {
        Impostor impostor = new Impostor(server, scheme);
        impostor.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        impostor.server.createContext("/", impostor::answer);
        impostor.server.start();
        return impostor;
    }

    public URI base() {
        return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
    }

    /** What it answers from now on. */
    public void answer(Function<Asked, Answer> other) {
        answers = other;
    }

    /** What it answers to everything from now on. */
    public void always(Answer other) {
        answers = ask -> other;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Asked ask = new Asked(exchange.getRequestMethod(), exchange.getRequestURI(), body);
        asked.add(ask);
        try (exchange) {
            switch (answers.apply(ask)) {
                case Answer.Whole whole -> {
                    whole.headers().forEach(exchange.getResponseHeaders()::set);
                    exchange.sendResponseHeaders(whole.status(), whole.body().length == 0 ? -1 : whole.body().length);
                    exchange.getResponseBody().write(whole.body());
                }
                case Answer.Never never -> end.await();
                case Answer.Endless endless -> pour(exchange);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until nobody reads any more, which ends the write. */
    private void pour(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        while (end.getCount() > 0) {
            out.write(MORE);
        }
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
    }
}
