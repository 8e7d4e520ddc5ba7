package io.yumen.service.helm.chart;

import io.yumen.exchange.Cancellation;
import io.yumen.http.Headers;
import io.yumen.http.HttpException;
import io.yumen.http.client.AddressPolicy;
import io.yumen.http.client.CallControl;
import io.yumen.http.client.Endpoint;
import io.yumen.http.client.Origin;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.http.client.RelayRequest;
import io.yumen.http.client.RelayResponse;
import io.yumen.http.tls.TrustFile;
import io.yumen.service.Call;
import io.yumen.service.ToolFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Asks repositories and registries, as the operator's settings have it: through the proxy, believing the certificates that they name. What
 * cannot be reached is asked again. The address that the operator wrote may be anywhere; what it leads to is held to {@link Bounds}, at each
 * step, by the address that is then connected to. Safe for many threads.
 */
final class RepositoryClient implements AutoCloseable {
    /** How long one answer may take, whole. */
    static final Duration LONGEST = Duration.ofSeconds(60);

    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> PASSING = Set.of(500, 502, 503, 504);

    private final HelmConfig config;
    private final Function<RelayClientConfig, RelayClient> connecting;
    private final Detour detour;

    /** What the operator wrote and what others led to share no connection. */
    private final Map<Way, RelayClient> clients = new ConcurrentHashMap<>();

    /** @param connecting makes the clients, which are closed here */
    RepositoryClient(HelmConfig config, Function<RelayClientConfig, RelayClient> connecting) {
        this.config = config;
        this.connecting = connecting;
        this.detour = new Detour(config.httpProxy());
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

        /** The same, which may be so large. */
        Wanted upTo(int bytes) {
            return new Wanted(name, url, caFile, headers, credential, bytes);
        }

        /** As headers of a request. */
        Headers fields() {
            Headers fields = Headers.of("User-Agent", "yumen");
            for (Map.Entry<String, String> header : headers.entrySet()) {
                fields = fields.with(header.getKey(), header.getValue());
            }
            return credential == null ? fields : fields.with("Authorization", credential);
        }

        /** Never the credential, and no query, which may be one. */
        @Override
        public String toString() {
            return Endpoint.shown(url);
        }

        private static String authority(URI url) {
            return String.valueOf(url.getAuthority());
        }
    }

    /** The answer, whatever its status. */
    Reply get(Wanted wanted, Call call) {
        call.waits(longest());
        for (int tries = 0; ; tries++) {
            boolean isLast = tries >= config.maxRetries();
            try {
                Reply reply = followed(wanted, call);
                if (isLast || !PASSING.contains(reply.status())) {
                    return reply;
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
        clients.values().forEach(RelayClient::close);
        detour.close();
    }

    private Reply followed(Wanted wanted, Call call) {
        Wanted now = wanted;
        for (int hops = 0; hops <= MOST_REDIRECTS; hops++) {
            Reply reply = sent(now, call);
            Optional<String> location = reply.headers().first("Location");
            if (!REDIRECTS.contains(reply.status()) || location.isEmpty()) {
                return reply;
            }
            now = led(now, location.get());
        }
        throw RepositoryMishaps.astray(wanted);
    }

    /** What stands where that leads, which never is out of encryption. */
    static Wanted led(Wanted from, String location) {
        try {
            URI target = from.url().resolve(location);
            boolean isWeb = "https".equals(target.getScheme())
                    || ("http".equals(target.getScheme())
                            && "http".equals(from.url().getScheme()));
            if (isWeb && target.getHost() != null) {
                return from.at(target);
            }
        } catch (IllegalArgumentException e) {
            // It is told below.
        }
        throw RepositoryMishaps.astray(from, location);
    }

    private Reply sent(Wanted wanted, Call call) {
        Endpoint endpoint = endpoint(wanted);
        boolean isOwn = isOwn(wanted, endpoint.origin());
        if (detour.isWanted(endpoint.origin())) {
            if (!isOwn) {
                detour.requireWithin(config.bounds(), wanted, endpoint.origin());
            }
            return detour.sent(wanted, call);
        }
        AddressPolicy addresses = isOwn ? AddressPolicy.ANY : config.bounds();
        CallControl control = CallControl.within(LONGEST);
        Cancellation.Registration cancelled = call.cancellation().onCancel(control::cancel);
        try (RelayResponse response = client(new Way(String.valueOf(wanted.caFile()), addresses), wanted)
                .send(RelayRequest.get(endpoint, wanted.fields()), control)) {
            return new Reply(wanted.url(), response.status(), response.headers(), response.body(wanted.mostBytes()));
        } catch (HttpException e) {
            call.cancellation().check();
            throw RepositoryMishaps.of(wanted, e);
        } finally {
            cancelled.close();
        }
    }

    /** Whether it is of exactly the origin that the operator wrote. */
    private boolean isOwn(Wanted wanted, Origin origin) {
        HelmConfig.Repository repository = config.repositories().get(wanted.name());
        return repository != null && origin.equals(repository.origin());
    }

    private static Endpoint endpoint(Wanted wanted) {
        try {
            return Endpoint.of(URI.create(wanted.url().toASCIIString()));
        } catch (IllegalArgumentException e) {
            throw RepositoryMishaps.astray(wanted, wanted.toString());
        }
    }

    /** By which certificates, and within which bounds, something is asked. */
    private record Way(String caFile, AddressPolicy addresses) {}

    private RelayClient client(Way way, Wanted wanted) {
        return clients.computeIfAbsent(way, key -> {
            RelayClientConfig usual = RelayClientConfig.defaults().with(key.addresses());
            SSLContext trust = trust(wanted.caFile());
            return connecting.apply(trust == null ? usual : usual.with(trust));
        });
    }

    /** Null for what the system believes. */
    static @Nullable SSLContext trust(@Nullable Path file) {
        try {
            return file == null ? null : TrustFile.context(file);
        } catch (IOException e) {
            throw RepositoryMishaps.unreadable(e);
        }
    }
}
