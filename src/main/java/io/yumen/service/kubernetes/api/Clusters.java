package io.yumen.service.kubernetes.api;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.yumen.exchange.Cancellation;
import io.yumen.protocol.Glob;
import io.yumen.protocol.Nearest;
import io.yumen.protocol.PlainText;
import io.yumen.service.Call;
import io.yumen.service.ToolFailure;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The clusters that a service serves, by name. They are found when they are first asked for, and anew when their kubeconfig has changed.
 * Safe for many threads.
 */
public final class Clusters implements AutoCloseable {
    private static final String ONLY = "default";
    private static final String IN_CLUSTER = "in-cluster";
    private static final String HOST = "KUBERNETES_SERVICE_HOST";

    private final KubernetesConfig config;
    private final RuleBook rules;
    private final KindsCache kinds = new KindsCache();
    private final Flights flights = new Flights();
    private final ListCache lists;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Found found;

    /** Those of that configuration; nothing of them is kept. */
    public Clusters(KubernetesConfig config) {
        this(config, ListCache.none());
    }

    /** @param lists closed with these */
    public Clusters(KubernetesConfig config, ListCache lists) {
        this.config = config;
        this.lists = lists;
        this.rules = new RuleBook(config.rules());
    }

    /**
     * A cluster, as callers are told of it.
     *
     * @param name by which it is asked for
     * @param server its address
     * @param namespace where its context works
     * @param isDefault whether it is asked where none is named
     */
    public record Entry(String name, String server, String namespace, boolean isDefault) {}

    /** All of them. */
    public List<Entry> all() {
        Found now = found();
        return now.clusters.values().stream()
                .map(cluster -> new Entry(
                        cluster.name(),
                        cluster.server(),
                        cluster.namespace(),
                        cluster.name().equals(now.usual)))
                .toList();
    }

    /** The cluster of that name, or the usual one, as that call may reach it. */
    public Reach reach(@Nullable String name, Call call) {
        return reach(name, call.caller().access(), call.cancellation());
    }

    /** The same, for what goes on after a call. */
    public Reach reach(@Nullable String name, Access access, Cancellation cancellation) {
        As as = As.of(config.identity(), access);
        return new Reach(cluster(name), as, access.principal(), cancellation, around());
    }

    /** One sentence of what the usual cluster is. */
    public String version() {
        Cluster cluster = cluster(null);
        Reach reach = new Reach(cluster, As.OWN, Principal.LOCAL, new Cancellation(), around());
        String version = reach.ask(Request.get("/version")).path("gitVersion").asString("of an unknown version");
        return "Kubernetes " + version + " at " + cluster.server();
    }

    @Override
    public void close() {
        lists.close();
        lock.lock();
        try {
            if (found != null) {
                found.close();
            }
            found = null;
        } finally {
            lock.unlock();
        }
    }

    private Reach.Surroundings around() {
        return new Reach.Surroundings(rules, kinds, flights, lists);
    }

    private Cluster cluster(@Nullable String name) {
        Found now = found();
        String wanted = name == null ? now.usual : name;
        Cluster cluster = now.clusters.get(wanted);
        if (cluster == null) {
            String advice = Nearest.to(wanted, now.clusters.keySet())
                    .map(near -> "; did you mean " + near + "?")
                    .orElse("; there is " + String.join(", ", now.clusters.keySet()));
            throw new ToolFailure(
                    "not_found", "There is no cluster \"" + PlainText.echo(wanted) + "\"" + advice, Duration.ZERO);
        }
        return cluster;
    }

    private Found found() {
        Path file = config.source().url() == null ? file() : null;
        FileTime written = file == null ? null : written(file);
        lock.lock();
        try {
            if (found != null && Objects.equals(found.written, written)) {
                return found;
            }
            // Calls that are under way keep the clients of before until these end; nothing new is asked of them.
            if (found != null) {
                found.close();
            }
            found = load(file, written);
            return found;
        } finally {
            lock.unlock();
        }
    }

    private Found load(@Nullable Path file, @Nullable FileTime written) {
        try {
            if (config.source().url() != null) {
                return single(ONLY, ofUrl());
            }
            if (written != null && file != null) {
                return contexts(file, written);
            }
        } catch (KubernetesClientException | IllegalArgumentException e) {
            throw new ToolFailure("failed", "The kubeconfig cannot be read: " + why(e), Duration.ZERO);
        }
        if (System.getenv(HOST) != null && config.source().kubeconfig() == null) {
            return single(IN_CLUSTER, Config.autoConfigure(null));
        }
        throw new ToolFailure(
                "unreachable",
                "There is no kubeconfig at " + file + "; an operator sets \"kubeconfig\", or the \"url\" of a cluster",
                Duration.ZERO);
    }

    private Config ofUrl() {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(String.valueOf(config.source().url()))
                .build();
    }

    private Found single(String name, Config of) {
        Map<String, Cluster> clusters = Map.of(
                name, new Cluster(name, of, config.pace(), config.source().headers()));
        return new Found(clusters, name, null);
    }

    private Found contexts(Path file, FileTime written) {
        Config root = Config.fromKubeconfig(file.toFile());
        List<Glob> wanted = Glob.all(config.source().contexts());
        Map<String, Cluster> clusters = new LinkedHashMap<>();
        for (NamedContext context : root.getContexts()) {
            String name = context.getName();
            if (Glob.allow(wanted, name)) {
                Config of = Config.fromKubeconfig(name, file.toFile());
                clusters.put(name, new Cluster(name, of, config.pace(), Map.of()));
            }
        }
        if (clusters.isEmpty()) {
            throw new IllegalArgumentException(file + " has no context that is served");
        }
        NamedContext current = root.getCurrentContext();
        String said = config.source().context();
        List<String> candidates = new ArrayList<>();
        if (said != null) {
            candidates.add(said);
        } else if (current != null) {
            candidates.add(current.getName());
        }
        String first = clusters.keySet().iterator().next();
        String usual =
                candidates.stream().filter(clusters::containsKey).findFirst().orElse(first);
        if (said != null && !usual.equals(said)) {
            throw new IllegalArgumentException(file + " has no context \"" + said + "\" that is served");
        }
        return new Found(clusters, usual, written);
    }

    private Path file() {
        Path said = config.source().kubeconfig();
        return said == null ? Path.of(Config.getKubeconfigFilenames().iterator().next()) : said;
    }

    private static @Nullable FileTime written(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return null;
        }
    }

    private static String why(RuntimeException failure) {
        return PlainText.echo(String.valueOf(failure.getMessage()));
    }

    /** What a kubeconfig said when it was read. */
    private record Found(
            Map<String, Cluster> clusters,
            String usual,
            @Nullable FileTime written) {
        void close() {
            clusters.values().forEach(Cluster::close);
        }
    }
}
