package io.yumen.service.helm.chart;

import io.yumen.exchange.Cancellation;
import io.yumen.http.tls.TrustFile;
import io.yumen.protocol.RpcException;
import io.yumen.service.Call;
import io.yumen.service.ToolFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
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
import org.jspecify.annotations.Nullable;

/**
 * Asks repositories and registries, as the operator's settings have it: through the proxy, believing the certificates that they name. What
 * cannot be reached is asked again. It is the JDK's client and not that of {@code http.client}, which goes straight to one address and
 * follows nobody: repositories redirect to where their files lie, and may be reached through a proxy alone. Safe for many threads.
 */
final class RepositoryClient implements AutoCloseable {
    /** How long one answer may take, whole. */
    static final Duration LONGEST = Duration.ofSeconds(60);

    private static final Duration CONNECTING = Duration.ofSeconds(10);
    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> PASSING = Set.of(500, 502, 503, 504);

    private final HelmConfig config;

    /** By the file of certificates that they believe. */
    private final Map<String, HttpClient> clients = new ConcurrentHashMap<>();

    RepositoryClient(HelmConfig config) {
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

        /** The same with those headers and no others. */
        Wanted with(Map<String, String> others) {
            return new Wanted(name, url, caFile, others, credential, mostBytes);
        }

        /** The same by another credential. */
        Wanted by(@Nullable String other) {
            return new Wanted(name, url, caFile, headers, other, mostBytes);
        }

        @Override
        public String toString() {
            return url.toString(); // and never the credential
        }

        private static String authority(URI url) {
            return String.valueOf(url.getAuthority());
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

    @Override
    public void close() {
        clients.values().forEach(HttpClient::shutdownNow);
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
        throw RepositoryMishaps.astray(wanted);
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
        throw RepositoryMishaps.astray(from, location);
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
            throw RepositoryMishaps.slow(wanted, LONGEST);
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
        try {
            return TrustFile.context(file);
        } catch (IOException e) {
            throw RepositoryMishaps.unreadable(e);
        }
    }
}
