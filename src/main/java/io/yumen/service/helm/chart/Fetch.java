package io.yumen.service.helm.chart;

import io.yumen.exchange.Cancellation;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcException;
import io.yumen.service.Call;
import io.yumen.service.ToolFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads what repositories and registries say, as the operator's settings have it: through the proxy, believing the certificates that they
 * name. What cannot be reached is asked again. Safe for many threads.
 */
final class Fetch implements AutoCloseable {
    /** How long one answer may take, whole. */
    static final Duration LONGEST = Duration.ofSeconds(60);

    private static final Duration CONNECTING = Duration.ofSeconds(10);
    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> PASSING = Set.of(500, 502, 503, 504);

    /** What the JDK says of a body that is larger than it may be. */
    private static final String TOO_LARGE = "exceeds capacity";

    private final HelmConfig config;

    /** By the file of certificates that they believe. */
    private final Map<String, HttpClient> clients = new ConcurrentHashMap<>();

    Fetch(HelmConfig config) {
        this.config = config;
    }

    /**
     * What is read.
     *
     * @param name of the repository or registry, for words to users
     * @param headers besides the credential
     * @param credential the header {@code Authorization}, for this host alone; null for none
     * @param mostBytes of the answer
     */
    record Wanted(
            String name,
            URI url,
            @Nullable Path caFile,
            Map<String, String> headers,
            @Nullable String credential,
            int mostBytes) {
        /** The same, elsewhere; who is elsewhere does not get the credential. */
        Wanted at(URI other) {
            boolean isSame = other.getScheme().equals(url.getScheme())
                    && authority(other).equals(authority(url));
            return new Wanted(name, other, caFile, headers, isSame ? credential : null, mostBytes);
        }

        @Override
        public String toString() {
            return url.toString(); // and never the credential
        }

        private static String authority(URI url) {
            return String.valueOf(url.getAuthority());
        }

        /** The same by another credential. */
        Wanted by(@Nullable String other) {
            return new Wanted(name, url, caFile, headers, other, mostBytes);
        }
    }

    /** The answer, whatever its status. */
    HttpResponse<byte[]> get(Wanted wanted, Call call) {
        call.waits(longest());
        for (int tries = 0; ; tries++) {
            boolean isLast = tries >= config.maxRetries();
            try {
                HttpResponse<byte[]> response = followed(wanted, call);
                if (isLast || !PASSING.contains(response.statusCode())) {
                    return response;
                }
            } catch (ToolFailure failure) {
                if (isLast || !failure.code().equals("unreachable")) {
                    throw failure;
                }
            }
        }
    }

    /** How long an answer may take, asked again included. */
    Duration longest() {
        return LONGEST.multipliedBy(config.maxRetries() + 1L);
    }

    /** What to tell where the answer is none that helps. */
    static ToolFailure refused(Wanted wanted, HttpResponse<byte[]> response) {
        int status = response.statusCode();
        String of = "\"" + wanted.name() + "\"";
        return switch (status) {
            case 401, 403 ->
                new ToolFailure(
                        "forbidden",
                        of + " lets nobody in with what it was told (HTTP " + status
                                + "); an operator sets its \"username\" and \"password\"",
                        Duration.ZERO);
            case 404, 410 ->
                new ToolFailure(
                        "failed",
                        of + " has nothing at " + wanted.url() + " (HTTP " + status
                                + "); an operator looks whether its \"url\" is right",
                        Duration.ZERO);
            case 429 ->
                new ToolFailure("busy", of + " is asked too often (HTTP 429); try again later", pause(response));
            default ->
                status >= 500
                        ? new ToolFailure(
                                "unreachable", of + " fails (HTTP " + status + "); try again later", pause(response))
                        : new ToolFailure(
                                "failed", of + " answers HTTP " + status + " at " + wanted.url(), Duration.ZERO);
        };
    }

    @Override
    public void close() {
        clients.values().forEach(HttpClient::shutdownNow);
    }

    private static Duration pause(HttpResponse<byte[]> response) {
        Optional<String> said = response.headers().firstValue("Retry-After");
        return said.filter(text -> text.matches("[0-9]{1,5}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)))
                .orElse(Duration.ofSeconds(30));
    }

    private HttpResponse<byte[]> followed(Wanted wanted, Call call) {
        Wanted now = wanted;
        for (int hops = 0; hops <= MOST_REDIRECTS; hops++) {
            HttpResponse<byte[]> response = sent(now, call);
            Optional<String> location = response.headers().firstValue("Location");
            if (!REDIRECTS.contains(response.statusCode()) || location.isEmpty()) {
                return response;
            }
            now = now.at(target(now, location.get()));
        }
        throw new ToolFailure(
                "strange", "\"" + wanted.name() + "\" leads from one address to the next, without end", Duration.ZERO);
    }

    private static URI target(Wanted from, String location) {
        try {
            URI target = from.url().resolve(location);
            boolean isWeb = "https".equals(target.getScheme())
                    || ("http".equals(target.getScheme())
                            && "http".equals(from.url().getScheme()));
            if (isWeb && target.getHost() != null) {
                return target;
            }
        } catch (IllegalArgumentException e) {
            // It is told below.
        }
        throw new ToolFailure(
                "strange",
                "\"" + from.name() + "\" leads to " + PlainText.echo(location) + ", which is not gone to",
                Duration.ZERO);
    }

    private HttpResponse<byte[]> sent(Wanted wanted, Call call) {
        HttpRequest.Builder request = HttpRequest.newBuilder(wanted.url());
        wanted.headers().forEach(request::header);
        if (wanted.credential() != null) {
            request.header("Authorization", wanted.credential());
        }
        CompletableFuture<HttpResponse<byte[]>> answer = client(wanted)
                .sendAsync(
                        request.build(),
                        HttpResponse.BodyHandlers.limiting(
                                HttpResponse.BodyHandlers.ofByteArray(), wanted.mostBytes()));
        Cancellation.Registration cancelled = call.cancellation().onCancel(() -> answer.cancel(true));
        try {
            return answer.get(LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw slow(wanted);
        } catch (CancellationException | InterruptedException e) {
            call.cancellation().check();
            Thread.currentThread().interrupt();
            throw RpcException.cancelled();
        } catch (ExecutionException e) {
            throw trouble(wanted, e.getCause() == null ? e : e.getCause());
        } finally {
            cancelled.close();
        }
    }

    private static ToolFailure slow(Wanted wanted) {
        return new ToolFailure(
                "timeout",
                "\"" + wanted.name() + "\" did not answer within " + LONGEST.toSeconds() + " seconds; try again later",
                Duration.ofSeconds(30));
    }

    private static ToolFailure trouble(Wanted wanted, Throwable cause) {
        String said = reason(cause);
        if (said.contains(TOO_LARGE)) {
            return new ToolFailure(
                    "too_large",
                    "What \"" + wanted.name() + "\" answers is larger than the " + (wanted.mostBytes() >> 20)
                            + " MiB that are read",
                    Duration.ZERO);
        }
        return new ToolFailure(
                "unreachable",
                "\"" + wanted.name() + "\" cannot be reached at " + wanted.url() + ": " + PlainText.echo(said)
                        + "; try again later",
                Duration.ofSeconds(30));
    }

    /** The JDK often says it in a cause, or by the name of its class alone. */
    private static String reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "there is no such host";
            }
            if (cause.getMessage() != null) {
                return cause.getMessage();
            }
        }
        return failure instanceof ConnectException
                ? "connection refused"
                : failure.getClass().getSimpleName();
    }

    private HttpClient client(Wanted wanted) {
        return clients.computeIfAbsent(String.valueOf(wanted.caFile()), file -> opened(wanted.caFile()));
    }

    private HttpClient opened(@Nullable Path caFile) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECTING)
                .followRedirects(HttpClient.Redirect.NEVER)
                .proxy(new Detour(config.httpProxy()));
        if (caFile != null) {
            builder.sslContext(trust(caFile));
        }
        return builder.build();
    }

    private static SSLContext trust(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore known = KeyStore.getInstance(KeyStore.getDefaultType());
            known.load(null, null);
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                known.setCertificateEntry("ca-" + known.size(), one);
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(known);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, factory.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new ToolFailure(
                    "failed",
                    "An operator's \"caFile\" cannot be read: " + PlainText.echo(String.valueOf(e.getMessage())),
                    Duration.ZERO);
        }
    }

    /** The operator's proxy, but for this machine itself, as Helm does it. */
    private static final class Detour extends ProxySelector {
        private final List<Proxy> proxy;

        Detour(@Nullable URI proxy) {
            this.proxy = List.of(
                    proxy == null
                            ? Proxy.NO_PROXY
                            : new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), port(proxy))));
        }

        @Override
        public List<Proxy> select(URI url) {
            String host = String.valueOf(url.getHost());
            boolean isHere = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
            return isHere ? List.of(Proxy.NO_PROXY) : proxy;
        }

        @Override
        public void connectFailed(URI url, SocketAddress address, IOException failure) {
            // The failure of the request tells it.
        }

        private static int port(URI proxy) {
            return proxy.getPort() >= 0 ? proxy.getPort() : proxy.getScheme().equals("https") ? 443 : 80;
        }
    }
}
