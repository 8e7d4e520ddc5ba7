package io.yumen.service.browser.cdp;

import io.yumen.service.browser.cdp.CdpException.Kind;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Finds browsers at addresses and connects to them. An address is always one that somebody has resolved and allowed before: no name is
 * resolved here, no redirect followed, no proxy used, and what a browser says of where it is leads nowhere else. Safe for many threads.
 */
public final class CdpConnector implements AutoCloseable {
    /** How long a browser may take to say who it is, and to open its WebSocket. */
    public static final Duration PATIENCE = Duration.ofSeconds(3);

    private static final int OK = 200;

    private final CdpLimits limits;
    private final Duration patience;
    private final HttpClient http;

    public CdpConnector(CdpLimits limits) {
        this(limits, PATIENCE);
    }

    /** The same, with that much time for a browser to answer. */
    public CdpConnector(CdpLimits limits, Duration patience) {
        this.limits = limits;
        this.patience = patience;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(HttpClient.Builder.NO_PROXY)
                .connectTimeout(patience)
                .executor(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("browser-wire").factory()))
                .build();
    }

    /**
     * Asks who is there.
     *
     * @throws CdpException when no browser that can be driven answers in time
     */
    public BrowserVersion version(InetSocketAddress pinned) throws CdpException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + authority(pinned) + "/json/version"))
                .timeout(patience)
                .build();
        HttpResponse<byte[]> answer = within(
                http.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), Introduction.MAX_BYTES)));
        if (answer.statusCode() != OK) {
            throw Introduction.notOne("it answers with HTTP " + answer.statusCode());
        }
        return Introduction.read(answer.body());
    }

    /**
     * Connects to that browser at that address.
     *
     * @throws CdpException when it is not there any more, or does not answer in time
     */
    public CdpBrowser connect(InetSocketAddress pinned, BrowserVersion version) throws CdpException {
        URI place = URI.create("ws://" + authority(pinned) + "/devtools/browser/" + version.browserId());
        SocketWire wire = new SocketWire(limits);
        CompletableFuture<WebSocket> opening =
                http.newWebSocketBuilder().connectTimeout(patience).buildAsync(place, wire);
        try {
            wire.opened(within(opening));
        } catch (CdpException e) {
            // It may open after we gave up.
            CompletableFuture<Void> ignored = opening.thenAccept(WebSocket::abort);
            throw e;
        }
        return CdpBrowser.over(limits, wire::telling);
    }

    /** Finds out who is there, and connects to it. */
    public CdpBrowser connect(InetSocketAddress pinned) throws CdpException {
        return connect(pinned, version(pinned));
    }

    /** Ends all connections. */
    @Override
    public void close() {
        http.shutdownNow();
    }

    private <T> T within(CompletableFuture<T> answer) throws CdpException {
        try {
            return answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new CdpException(Kind.DEADLINE, "The browser did not answer within " + patience.toMillis() + " ms");
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new CdpException(Kind.INTERRUPTED, "Cancelled while the browser was looked for");
        } catch (ExecutionException e) {
            throw new CdpException(
                    Kind.GONE,
                    e.getCause() instanceof IOException ? "The browser cannot be reached" : "The browser refuses us");
        }
    }

    /** Chrome answers those only who name an address. */
    private static String authority(InetSocketAddress pinned) {
        InetAddress address = pinned.getAddress();
        if (address == null) {
            throw new IllegalArgumentException("The address of a browser is resolved before it is asked");
        }
        String literal = address.getHostAddress();
        int zone = literal.indexOf('%');
        String bare = zone < 0 ? literal : literal.substring(0, zone);
        return (address instanceof Inet6Address ? "[" + bare + "]" : bare) + ":" + pinned.getPort();
    }
}
