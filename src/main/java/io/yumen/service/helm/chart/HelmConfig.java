package io.yumen.service.helm.chart;

import io.yumen.http.client.Endpoint;
import io.yumen.http.client.Origin;
import io.yumen.secret.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where charts come from, and how long they may be worked on.
 *
 * @param repositories by the name that callers say; there are no others
 * @param timeout of what waits for a cluster
 * @param maxRetries how often a repository that cannot be reached is asked again
 * @param httpProxy through which repositories are reached; null where they are reached straight
 * @param bounds where repositories may lead
 * @param maxAtOnce processes of Helm at once; each takes some 120 MB
 */
public record HelmConfig(
        Map<String, Repository> repositories,
        Duration timeout,
        int maxRetries,
        @Nullable URI httpProxy,
        Bounds bounds,
        int maxAtOnce) {
    /** No repository, 5 minutes, 3 more tries, 4 at once. */
    public static final HelmConfig DEFAULT = new HelmConfig(Map.of(), Duration.ofMinutes(5), 3, null, Bounds.PUBLIC, 4);

    private static final Pattern NAME = Pattern.compile("[a-z0-9][-a-z0-9_.]{0,62}");

    /** The usual, whose repositories lead to public addresses alone. */
    public HelmConfig(
            Map<String, Repository> repositories,
            Duration timeout,
            int maxRetries,
            @Nullable URI httpProxy,
            int maxAtOnce) {
        this(repositories, timeout, maxRetries, httpProxy, Bounds.PUBLIC, maxAtOnce);
    }

    public HelmConfig {
        repositories = Map.copyOf(new TreeMap<>(repositories));
        repositories.keySet().forEach(HelmConfig::requireName);
        if (!timeout.isPositive() || maxRetries < 0 || maxAtOnce < 1) {
            throw new IllegalArgumentException(
                    "\"timeoutSec\" and \"maxAtOnce\" are positive, \"maxRetries\" is 0 or more");
        }
    }

    /** The same, whose repositories may lead so far. */
    public HelmConfig within(Bounds other) {
        return new HelmConfig(repositories, timeout, maxRetries, httpProxy, other, maxAtOnce);
    }

    /**
     * A repository, or the part of a registry below which charts lie.
     *
     * @param url of a repository (https, http), or of a registry (oci)
     * @param user who asks; null where anybody may
     * @param password of that user, or a token
     * @param caFile whose certificates are believed; null for those that the system believes
     * @param plainHttp whether a registry is spoken to without TLS
     */
    public record Repository(
            URI url,
            @Nullable String user,
            @Nullable Secret password,
            @Nullable Path caFile,
            boolean plainHttp) {
        private static final String BASIC = "Basic ";
        private static final Set<String> SCHEMES = Set.of("http", "https", "oci");

        public Repository {
            if (!SCHEMES.contains(String.valueOf(url.getScheme())) || url.getHost() == null) {
                throw new IllegalArgumentException(
                        "The \"url\" of a repository begins with https://, http:// or oci://");
            }
            if (url.getUserInfo() != null) {
                throw new IllegalArgumentException(
                        "The \"url\" of a repository has no user in it; \"username\" and \"password\" say who asks");
            }
            Endpoint.of(root(url, plainHttp)); // Who wrote what cannot be connected to is told at once.
        }

        public boolean isRegistry() {
            return "oci".equals(url.getScheme());
        }

        /** Its address, without slashes at the end. */
        String base() {
            return url.toString().replaceFirst("/+$", "");
        }

        /** What is asked for what it has, but for its path. */
        URI root() {
            return root(url, plainHttp);
        }

        private static URI root(URI url, boolean plainHttp) {
            String scheme = "oci".equals(url.getScheme()) ? plainHttp ? "http" : "https" : url.getScheme();
            return URI.create(scheme + "://" + url.getRawAuthority() + "/");
        }

        /** Whom a connection to it leads to. */
        Origin origin() {
            return Endpoint.of(root()).origin();
        }

        /** Who asks, as the header {@code Authorization} says it; empty where anybody may. */
        Optional<String> authorization() {
            String word = password == null ? "" : password.reveal();
            return Optional.ofNullable(user)
                    .map(name -> (name + ":" + word).getBytes(StandardCharsets.UTF_8))
                    .map(Base64.getEncoder()::encodeToString)
                    .map(BASIC::concat);
        }
    }

    private static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "\"" + name + "\" is no name of a repository: lower-case letters, digits, dashes and dots");
        }
    }
}
