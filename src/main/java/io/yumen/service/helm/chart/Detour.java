package io.yumen.service.helm.chart;

import io.yumen.exchange.Cancellation;
import io.yumen.http.Headers;
import io.yumen.http.HttpException;
import io.yumen.http.Network;
import io.yumen.http.client.Origin;
import io.yumen.protocol.RpcException;
import io.yumen.service.Call;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The way through the operator's proxy, but for this machine itself, as Helm does it. It is the JDK's client and not that of
 * {@code http.client}, which knows no proxies. The proxy looks names up by itself: what it leads to in the end, its own rules say. Safe for
 * many threads.
 */
final class Detour implements AutoCloseable {
    private static final Duration CONNECTING = Duration.ofSeconds(10);

    private final @Nullable URI proxy;

    /** By the file of certificates that they believe. */
    private final Map<String, HttpClient> clients = new ConcurrentHashMap<>();

    /** @param proxy null where everything is reached straight */
    Detour(@Nullable URI proxy) {
        this.proxy = proxy;
    }

    /** Whether that is reached through the proxy. */
    boolean isWanted(Origin origin) {
        return proxy != null && !isHere(origin.host());
    }

    /** Asks that the proxy be not sent where nobody may lead us. The name that only the proxy can resolve is for its own rules. */
    void requireWithin(Bounds bounds, RepositoryClient.Wanted wanted, Origin origin) {
        try {
            for (InetAddress address : InetAddress.getAllByName(origin.host())) {
                bounds.check(origin, address);
            }
        } catch (UnknownHostException e) {
            requireNamed(bounds, wanted, origin);
        } catch (HttpException e) {
            throw RepositoryMishaps.of(wanted, e);
        }
    }

    /** The answer, whatever its status. */
    Reply sent(RepositoryClient.Wanted wanted, Call call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(wanted.url());
        wanted.fields().forEach(request::header);
        CompletableFuture<HttpResponse<byte[]>> answer = client(wanted)
                .sendAsync(
                        request.build(),
                        HttpResponse.BodyHandlers.limiting(
                                HttpResponse.BodyHandlers.ofByteArray(), wanted.mostBytes()));
        Cancellation.Registration cancelled = call.cancellation().onCancel(() -> answer.cancel(true));
        try {
            HttpResponse<byte[]> response = answer.get(RepositoryClient.LONGEST.toMillis(), TimeUnit.MILLISECONDS);
            return new Reply(wanted.url(), response.statusCode(), headers(response), response.body());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw RepositoryMishaps.slow(wanted);
        } catch (CancellationException | InterruptedException e) {
            call.cancellation().check();
            Thread.currentThread().interrupt();
            throw RpcException.cancelled();
        } catch (ExecutionException e) {
            throw RepositoryMishaps.unreached(wanted, e.getCause() == null ? e : e.getCause());
        } finally {
            cancelled.close();
        }
    }

    @Override
    public void close() {
        clients.values().forEach(HttpClient::shutdownNow);
    }

    /** The proxy may know a name that nobody here knows; an address that it may read in its own way is no name. */
    private static void requireNamed(Bounds bounds, RepositoryClient.Wanted wanted, Origin origin) {
        String host = origin.host();
        if (!Bounds.isName(host.endsWith(".") ? host.substring(0, host.length() - 1) : host)) {
            throw RepositoryMishaps.astray(wanted, wanted.toString());
        }
        if (!origin.secure() && !bounds.names(host)) {
            throw RepositoryMishaps.unencrypted(wanted);
        }
    }

    /** By its name or an address of its own, which no name can look like. */
    private static boolean isHere(String host) {
        try {
            return host.equals("localhost") || Network.address(host).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private HttpClient client(RepositoryClient.Wanted wanted) {
        return clients.computeIfAbsent(String.valueOf(wanted.caFile()), file -> opened(wanted.caFile()));
    }

    private HttpClient opened(@Nullable Path caFile) {
        URI through = Objects.requireNonNull(proxy);
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECTING)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(ProxySelector.of(new InetSocketAddress(through.getHost(), port(through))));
        SSLContext trust = RepositoryClient.trust(caFile);
        return (trust == null ? builder : builder.sslContext(trust)).build();
    }

    private static int port(URI proxy) {
        return proxy.getPort() >= 0 ? proxy.getPort() : proxy.getScheme().equals("https") ? 443 : 80;
    }

    private static Headers headers(HttpResponse<byte[]> response) {
        List<String> fields = new ArrayList<>();
        response.headers()
                .map()
                .forEach((name, values) -> values.forEach(value -> {
                    fields.add(name);
                    fields.add(value);
                }));
        return Headers.parsed(fields.toArray(String[]::new));
    }
}
