package io.yumen.service.kubernetes.api;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.yumen.catalogue.Credential;
import io.yumen.catalogue.TargetIdentity;
import io.yumen.catalogue.cache.Flights;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The clusters that a service serves, by name. They are found when they are first asked for, and anew when their kubeconfig has changed.
 * Safe for many threads.
 */
public final class Clusters implements AutoCloseable {
    private static final String ONLY = "default";
    private static final String IN_CLUSTER = "in-cluster";
    private static final String HOST = "KUBERNETES_SERVICE_HOST";

    /** When a file was written that is not there. */
    private static final FileTime NEVER = FileTime.fromMillis(Long.MIN_VALUE);

    private final KubernetesConfig config;
    private final TargetIdentity identity;
    private final RuleBook rules;
    private final KindsCache kinds = new KindsCache();
    private final Flights<Reach.Reading, ListCache.Page> flights = new Flights<>();
    private final ListCache lists;
    private final AtomicReference<@Nullable Found> found = new AtomicReference<>();

    /** Those of that configuration; nothing of them is kept. */
    public Clusters(KubernetesConfig config) {
        this(config, TargetIdentity.OWN, ListCache.none());
    }

    /**
     * Clusters.
     *
     * @param identity as whom they are asked; where it is not their own, no credential of a kubeconfig is used
     * @param lists closed with these
     */
    public Clusters(KubernetesConfig config, TargetIdentity identity, ListCache lists) {
        this.config = config;
        this.identity = identity;
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
        return now.places.values().stream()
                .map(place -> new Entry(
                        place.name(),
                        place.server(),
                        place.namespace(),
                        place.name().equals(now.usual)))
                .toList();
    }

    /** The cluster of that name, or the usual one, as that call may reach it. */
    public Reach reach(@Nullable String name, Call call) {
        Access access = call.caller().access();
        Cluster cluster = cluster(name, call.cancellation());
        return reach(cluster, identity.of(title(cluster), access), access, call.cancellation());
    }

    /** The same, for what goes on after a call. */
    public Reach reach(@Nullable String name, Access access, Cancellation cancellation) {
        Cluster cluster = cluster(name, cancellation);
        return reach(cluster, identity.lasting(title(cluster), access), access, cancellation);
    }

    private Reach reach(Cluster cluster, Credential credential, Access access, Cancellation cancellation) {
        As as = isOfCallers() ? As.by(credential, access.principal()) : As.of(config.identity(), access);
        return new Reach(cluster, as, access.principal(), cancellation, around());
    }

    private static String title(Cluster cluster) {
        return "The cluster " + cluster.name();
    }

    /** One sentence of what the usual cluster is. */
    public String version() {
        Cancellation never = new Cancellation();
        Cluster cluster = cluster(null, never);
        Reach reach = new Reach(cluster, As.OWN, Principal.LOCAL, never, around());
        String version = reach.ask(Request.get("/version")).path("gitVersion").asString("of an unknown version");
        return "Kubernetes " + version + " at " + cluster.server();
    }

    @Override
    public void close() {
        lists.close();
        Found last = found.getAndSet(null);
        if (last != null) {
            last.close();
        }
    }

    private boolean isOfCallers() {
        return !identity.equals(TargetIdentity.OWN);
    }

    private Reach.Surroundings around() {
        return new Reach.Surroundings(rules, kinds, flights, lists);
    }

    private Cluster cluster(@Nullable String name, Cancellation cancellation) {
        Found now = found();
        String wanted = name == null ? now.usual : name;
        Place place = now.places.get(wanted);
        if (place == null) {
            String advice = Nearest.to(wanted, now.places.keySet())
                    .map(near -> "; did you mean " + near + "?")
                    .orElse("; there is " + String.join(", ", now.places.keySet()));
            throw new ToolFailure(
                    "not_found", "There is no cluster \"" + PlainText.echo(wanted) + "\"" + advice, Duration.ZERO);
        }
        return place.cluster(cancellation);
    }

    private Found found() {
        List<Path> files = config.source().url() == null ? files() : List.of();
        List<FileTime> written = files.stream().map(Clusters::written).toList();
        Found known = found.get();
        if (known != null && known.written.equals(written)) {
            return known;
        }
        // Calls that are under way go on with the clients of before, which are not closed: they end when nobody has
        // them any more.
        Found fresh = load(files, written);
        found.set(fresh);
        return fresh;
    }

    private Found load(List<Path> files, List<FileTime> written) {
        try {
            if (config.source().url() != null) {
                return single(ONLY, ofUrl(), written);
            }
            if (!written.stream().allMatch(NEVER::equals)) {
                return contexts(files, written);
            }
        } catch (KubernetesClientException | IllegalArgumentException e) {
            throw unreadable(e);
        }
        if (System.getenv(HOST) != null && config.source().kubeconfigs().isEmpty()) {
            Config own = Config.autoConfigure(null);
            return single(IN_CLUSTER, isOfCallers() ? Kubeconfig.wayTo(own) : own, written);
        }
        throw new ToolFailure(
                "unreachable",
                (files.isEmpty() ? "KUBECONFIG names no file" : "There is no kubeconfig at " + shown(files))
                        + "; an operator sets \"kubeconfig\", or the \"url\" of a cluster",
                Duration.ZERO);
    }

    private Config ofUrl() {
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(String.valueOf(config.source().url()))
                .build();
    }

    private Found single(String name, Config of, List<FileTime> written) {
        Cluster cluster = new Cluster(name, of, config.pace(), config.source().headers());
        Place place = new Place(
                name,
                cluster.server(),
                cluster.namespace(),
                () -> cluster,
                config.pace().timeout());
        return new Found(Map.of(name, place), name, written);
    }

    /** Its contexts, as it names them; no program that it names is run for that. */
    private Found contexts(List<Path> files, List<FileTime> written) {
        Kubeconfig root = Kubeconfig.read(files);
        List<Glob> wanted = Glob.all(config.source().contexts());
        Map<String, Place> places = new LinkedHashMap<>();
        for (String context : root.contexts()) {
            if (Glob.allow(wanted, context)) {
                places.put(context, place(root, context));
            }
        }
        if (places.isEmpty()) {
            throw new IllegalArgumentException(shown(files) + " has no context that is served");
        }
        requireOne(files, places);
        String said = config.source().context();
        if (said != null && !places.containsKey(said)) {
            throw new IllegalArgumentException(shown(files) + " has no context \"" + said + "\" that is served");
        }
        String current = said == null ? root.current() : said;
        String usual = current != null && places.containsKey(current)
                ? current
                : places.keySet().iterator().next();
        return new Found(places, usual, written);
    }

    private void requireOne(List<Path> files, Map<String, Place> places) {
        if (isOfCallers() && places.size() > 1) {
            throw new IllegalArgumentException(
                    shown(files) + " has several contexts that are served (" + String.join(", ", places.keySet())
                            + "), and a token for one cluster is shown to no other: an operator names one in \"contexts\", and has a server"
                            + " for each of them");
        }
    }

    private Place place(Kubeconfig root, String context) {
        Supplier<Config> way = isOfCallers() ? () -> root.way(context) : () -> root.open(context);
        return new Place(
                context,
                root.server(context),
                root.namespace(context),
                () -> open(context, way),
                config.pace().timeout());
    }

    private Cluster open(String name, Supplier<Config> way) {
        try {
            return new Cluster(name, way.get(), config.pace(), Map.of());
        } catch (KubernetesClientException | IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    private static ToolFailure unreadable(RuntimeException why) {
        return new ToolFailure("failed", "The kubeconfig cannot be read: " + why(why), Duration.ZERO);
    }

    private List<Path> files() {
        List<Path> said = config.source().kubeconfigs();
        return said.isEmpty() ? KubernetesConfig.Source.files(Config.getKubeconfigFilenames()) : said;
    }

    private static String shown(List<Path> files) {
        return files.stream().map(Path::toString).collect(Collectors.joining(", "));
    }

    private static FileTime written(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return NEVER;
        }
    }

    private static String why(RuntimeException failure) {
        return PlainText.echo(String.valueOf(failure.getMessage()));
    }

    /** What the kubeconfigs said when they were read. */
    private record Found(Map<String, Place> places, String usual, List<FileTime> written) {
        void close() {
            places.values().forEach(Place::close);
        }
    }
}
