package io.yumen.service.kubernetes.api;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import io.yumen.catalogue.Credential;
import io.yumen.catalogue.RetryAfter;
import io.yumen.exchange.Cancellation;
import io.yumen.http.Headers;
import io.yumen.oauth.RefusedRequest;
import io.yumen.protocol.RpcException;
import io.yumen.service.ToolFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One cluster: its address and credentials, and the connections to it. Blocking, for many threads. */
final class Cluster implements AutoCloseable {
    /** Where one works where nothing else is said. */
    static final String USUAL_NAMESPACE = "default";

    private static final int BAD_REQUEST = 400;
    private static final int PASSING_TRIES = 2;
    private static final int BUFFER = 16 << 10;

    private final String name;
    private final Config config;
    private final HttpClient client;
    private final KubernetesConfig.Pace pace;
    private final Map<String, String> headers;
    private final Turnstile turnstile;
    private final String base;

    /**
     * A cluster; nothing is opened yet.
     *
     * @param headers of every request
     */
    Cluster(String name, Config config, KubernetesConfig.Pace pace, Map<String, String> headers) {
        this.name = name;
        this.config = config;
        this.pace = pace;
        this.headers = Map.copyOf(headers);
        this.turnstile = new Turnstile(pace.qps(), pace.burst(), pace.timeout(), System::nanoTime);
        String url = config.getMasterUrl();
        this.base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        // What is lost is said, and not tried again for a minute: the caller knows best.
        config.setRequestRetryBackoffLimit(0);
        config.setConnectionTimeout((int) pace.timeout().toMillis());
        // A stream in HTTP/2 that nobody reads holds up the others of its connection.
        config.setHttp2Disable(true);
        this.client = new StraightHttpClients().newBuilder(config).build();
    }

    String name() {
        return name;
    }

    String server() {
        return base;
    }

    /** Where its context says that one works; {@code default} where it says nothing. */
    String namespace() {
        String namespace = config.getNamespace();
        return namespace == null || namespace.isEmpty() ? USUAL_NAMESPACE : namespace;
    }

    /** Asks, and waits for the whole answer. What only reads is asked once more where a proxy could not pass it on. */
    Reply send(Request request, As as, Cancellation cancellation) {
        for (int tries = 1; ; tries++) {
            Reply reply = once(request, as, cancellation);
            boolean isPassing = reply.status() == 502 || reply.status() == 504;
            if (!isPassing || !request.onlyReads() || tries == PASSING_TRIES) {
                return reply;
            }
        }
    }

    private Reply once(Request request, As as, Cancellation cancellation) {
        HttpResponse<InputStream> response = begin(request, as, cancellation);
        Duration retryAfter = RetryAfter.of(response.header("Retry-After"));
        Leash leash = new Leash(response.body(), pace.timeout(), cancellation);
        try (InputStream body = response.body()) {
            return new Reply(response.code(), type(response), retryAfter, all(body));
        } catch (IOException e) {
            cancellation.check();
            // Whoever ends a stream whose time is over makes its reader fail in one way or another.
            throw Troubles.of(name, leash.isOver() ? new TimeoutException() : e);
        } finally {
            leash.close();
        }
    }

    /**
     * Asks for what has no end; the caller closes it.
     *
     * @param longest for how long it may go on
     */
    Stream stream(Request request, As as, Duration longest, Cancellation cancellation) {
        HttpResponse<InputStream> response = begin(request, as, cancellation);
        if (response.code() < 200 || response.code() > 299) {
            Leash leash = new Leash(response.body(), pace.timeout(), cancellation);
            try (leash;
                    InputStream body = response.body()) {
                throw Troubles.of(
                        name,
                        request,
                        new Reply(
                                response.code(),
                                type(response),
                                RetryAfter.of(response.header("Retry-After")),
                                all(body)));
            } catch (IOException e) {
                throw Troubles.of(name, e);
            }
        }
        return new Stream(
                response.body(), new Leash(response.body(), as.credential().atMost(longest), cancellation));
    }

    /** What has no end, and what ends it nevertheless. */
    record Stream(InputStream body, Leash leash) implements AutoCloseable {
        @Override
        public void close() {
            leash.close();
            leash.pull();
        }
    }

    /** Opens a channel. */
    WebSocket open(Request request, String protocol, WebSocket.Listener listener, As as, Cancellation cancellation) {
        Opened opened = as.credential()
                .send(
                        own -> {
                            turnstile.pass(as.caller(), cancellation);
                            return opened(opening(request, protocol, listener, new Shown(as, own)), cancellation);
                        },
                        (answer, own) -> Optional.ofNullable(answer.refusal).flatMap(refusal -> refusal(refusal, own)),
                        answer -> {});
        if (opened.refusal != null) {
            throw Troubles.of(name, request, refused(opened.refusal.code()));
        }
        return Objects.requireNonNull(opened.socket);
    }

    /** What came of a handshake: a channel, or the answer that refused it. */
    private record Opened(
            @Nullable WebSocket socket, @Nullable HttpResponse<?> refusal) {}

    private Opened opened(CompletableFuture<WebSocket> opening, Cancellation cancellation) {
        try {
            return new Opened(await(opening, cancellation), null);
        } catch (ToolFailure failure) {
            return new Opened(null, refusal(opening).orElseThrow(() -> failure));
        }
    }

    private CompletableFuture<WebSocket> opening(
            Request request, String protocol, WebSocket.Listener listener, Shown shown) {
        WebSocket.Builder builder = client.newWebSocketBuilder();
        URI uri = WebSocket.toWebSocketUri(URI.create(base + request.target()));
        builder.uri(uri).subprotocol(protocol).connectTimeout(pace.timeout().toMillis(), TimeUnit.MILLISECONDS);
        introduce(builder, shown);
        return builder.buildAsync(listener);
    }

    /** With which answer the cluster refused a channel; empty where it did not. */
    private static Optional<HttpResponse<?>> refusal(CompletableFuture<?> opening) {
        if (opening.state() != Future.State.FAILED) {
            return Optional.empty();
        }
        for (Throwable at = opening.exceptionNow(); at != null; at = at.getCause()) {
            if (at instanceof WebSocketHandshakeException refused) {
                return Optional.of(refused.getResponse());
            }
        }
        return Optional.empty();
    }

    /** Why a channel was refused: its answer has no body that one could read. */
    private static Reply refused(int status) {
        String why = status == BAD_REQUEST ? "is there such a container, and does it run? get of the pod says so" : "";
        return new Reply(status, "text/plain", RetryAfter.of(null), why.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<RefusedRequest> refusal(HttpResponse<?> response, Headers shown) {
        Headers said = Headers.none();
        for (String challenge : response.headers(Credential.CHALLENGE)) {
            said = said.with(Credential.CHALLENGE, challenge);
        }
        return Credential.refusal(response.code(), said, shown);
    }

    /** How a request shows whose it is. */
    private record Shown(As as, Headers own) {}

    @Override
    public void close() {
        client.close();
    }

    private HttpResponse<InputStream> begin(Request request, As as, Cancellation cancellation) {
        return as.credential()
                .send(
                        own -> begin(request, new Shown(as, own), cancellation),
                        Cluster::refusal,
                        unread -> close(unread.body()));
    }

    private static void close(InputStream body) {
        try {
            body.close();
        } catch (IOException e) {
            // Nobody reads it.
        }
    }

    private HttpResponse<InputStream> begin(Request request, Shown shown, Cancellation cancellation) {
        turnstile.pass(shown.as().caller(), cancellation);
        HttpRequest.Builder builder = client.newHttpRequestBuilder();
        builder.uri(URI.create(base + request.target()));
        builder.timeout(pace.timeout().toMillis(), TimeUnit.MILLISECONDS);
        Request.Body body = request.body();
        if (body == null) {
            builder.method(request.method(), null, (String) null);
        } else {
            // As bytes, which can be sent again when credentials were renewed; the method then replaces POST, and
            // leaves the body.
            builder.post(body.type(), body.bytes());
            builder.method(request.method(), body.type(), (String) null);
        }
        builder.setHeader("Accept", request.accept());
        introduce(builder, shown);
        return await(client.sendAsync(builder.build(), InputStream.class), cancellation);
    }

    private void introduce(BasicBuilder builder, Shown shown) {
        As as = shown.as();
        headers.forEach(builder::setHeader);
        shown.own().forEach(builder::setHeader);
        if (!as.user().isEmpty()) {
            builder.setHeader("Impersonate-User", as.user());
            as.groups().forEach(group -> builder.header("Impersonate-Group", group));
        }
    }

    private <T> T await(CompletableFuture<T> future, Cancellation cancellation) {
        Cancellation.Registration cancelled = cancellation.onCancel(() -> future.cancel(true));
        try {
            return future.get(pace.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (CancellationException | ExecutionException | TimeoutException e) {
            future.cancel(true);
            cancellation.check();
            throw Troubles.of(name, e);
        } catch (InterruptedException e) {
            // Who asked has gone, which is no failure of the cluster: others who wait for the same ask it themselves.
            Thread.currentThread().interrupt();
            future.cancel(true);
            cancellation.check();
            throw RpcException.cancelled();
        } finally {
            cancelled.close();
        }
    }

    private byte[] all(InputStream body) throws IOException {
        byte[] read = body.readNBytes(pace.maxBytes());
        if (read.length == pace.maxBytes() && body.readNBytes(BUFFER).length > 0) {
            throw new Troubles.TooLarge(pace.maxBytes());
        }
        return read;
    }

    private static String type(HttpResponse<?> response) {
        String type = response.header("Content-Type");
        return type == null ? "nothing that says its type" : type;
    }
}
