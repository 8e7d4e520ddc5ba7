package io.yumen.app.servers;

import io.yumen.backend.ScopeKey;
import io.yumen.catalogue.Reply;
import io.yumen.catalogue.Target;
import io.yumen.catalogue.TargetConfig;
import io.yumen.catalogue.TargetIdentity;
import io.yumen.catalogue.cache.CacheStatistics;
import io.yumen.catalogue.cache.SegmentLimits;
import io.yumen.catalogue.cache.Segments;
import io.yumen.catalogue.rest.RestService;
import io.yumen.config.ServerSettings;
import io.yumen.config.ServiceSettings;
import io.yumen.http.client.RelayClient;
import io.yumen.process.Children;
import io.yumen.secret.Sealer;
import io.yumen.service.Mode;
import io.yumen.service.Service;
import io.yumen.service.ServiceCache;
import io.yumen.service.alertmanager.AlertmanagerService;
import io.yumen.service.browser.BrowserService;
import io.yumen.service.everything.Everything;
import io.yumen.service.helm.HelmService;
import io.yumen.service.helm.chart.Charts;
import io.yumen.service.helm.chart.HelmConfig;
import io.yumen.service.helm.chart.Indexes;
import io.yumen.service.host.ServiceHandler;
import io.yumen.service.host.ServiceLimits;
import io.yumen.service.kubernetes.KubernetesService;
import io.yumen.service.kubernetes.api.KubernetesConfig;
import io.yumen.service.kubernetes.api.ListCache;
import io.yumen.service.prometheus.PrometheusService;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/** The built-in services by name: the only place that knows them. */
public final class Services {
    private static final Map<String, Known> ALL = Map.of(
            "alertmanager",
                    new Known(
                            Mode.READ_ONLY,
                            Url.WANTED,
                            AlertmanagerService.CACHE,
                            wanted -> new AlertmanagerService(
                                    wanted.target("Alertmanager"), Clock.systemUTC(), wanted.cache())),
            "aws-docs",
                    new Known(
                            Mode.READ_ONLY,
                            Url.NONE,
                            Map.of(),
                            wanted -> AwsDocs.start(wanted.server(), wanted.settings())),
            "browser",
                    new Known(
                            Mode.NO_DESTROY,
                            Url.WANTED,
                            Map.of(),
                            wanted ->
                                    new BrowserService(target(wanted.settings()).base(), Clock.systemUTC())),
            "everything", new Known(Mode.FULL, Url.NONE, Map.of(), wanted -> new Everything()),
            "helm",
                    new Known(
                            Mode.READ_ONLY,
                            Url.POSSIBLE,
                            Indexes.KINDS,
                            wanted -> HelmService.of(
                                    clusters(wanted.settings()),
                                    wanted.identity(),
                                    new Charts(
                                            charts(wanted.settings()),
                                            RelayClient::create,
                                            wanted.children(),
                                            wanted.cache(Indexes.SIZE)))),
            "kubernetes",
                    new Known(
                            Mode.READ_ONLY,
                            Url.POSSIBLE,
                            ListCache.KINDS,
                            wanted -> KubernetesService.of(
                                    clusters(wanted.settings()),
                                    mode(wanted.settings()),
                                    wanted.identity(),
                                    new ListCache(wanted.cache(ListCache.SIZE)))),
            "prometheus",
                    new Known(
                            Mode.READ_ONLY,
                            Url.WANTED,
                            PrometheusService.CACHE,
                            wanted -> new PrometheusService(
                                    wanted.target("Prometheus"), Clock.systemUTC(), wanted.cache())));

    private static final Set<String> OF_CLUSTERS = Set.of("helm", "kubernetes");

    /** The names that are known. */
    public static final List<String> NAMES = ALL.keySet().stream().sorted().toList();

    private final Sealer sealer;
    private final RelayClient client;
    private final Children children;

    /** By server, the newest last: during a reload there are two, of which either may go. */
    private final Map<String, List<Segments<?>>> caches = new ConcurrentHashMap<>();

    /** By server, likewise. */
    private final Map<String, List<ServiceHandler>> running = new ConcurrentHashMap<>();

    /**
     * Services that reach systems and start processes; neither is closed here.
     *
     * @param client asks the systems
     */
    public Services(Sealer sealer, RelayClient client, Children children) {
        this.sealer = sealer;
        this.client = client;
        this.children = children;
    }

    /**
     * A service that is known.
     *
     * @param usual what its tools may do where nothing is said
     * @param url whether it has a URL
     * @param cache the kinds of what it keeps, as it does by itself
     */
    private record Known(Mode usual, Url url, Map<String, SegmentLimits> cache, Function<Wanted, Service> making) {}

    private enum Url {
        NONE,
        POSSIBLE,
        WANTED
    }

    /** The service that does not reach beyond itself, for a process that serves nothing else. */
    public static ServiceHandler everything(Sealer sealer) {
        return ServiceHandler.start(new Everything(), ServiceLimits.DEFAULT, sealer, Clock.systemUTC());
    }

    /**
     * Says whether a service can be started so.
     *
     * @throws StartException where it cannot; the message says why
     */
    public static void check(ServerSettings settings) {
        String name = settings.service();
        kept(settings);
        if (name == null) {
            Described.check(settings);
            return;
        }
        Known known = known(name);
        requireReach(name, known.url(), settings);
        requireAsking(name, known.url(), settings);
        if (OF_CLUSTERS.contains(name)) {
            clusters(settings);
        } else if (settings.kubernetes() != null) {
            throw new StartException("Only the services \"helm\" and \"kubernetes\" have \"kubernetes\"");
        }
        charts(settings);
        AwsDocs.check(settings);
    }

    private static void requireReach(String name, Url url, ServerSettings settings) {
        if (url == Url.NONE && settings.auth().oauth() != null) {
            throw new StartException("The service \"" + name + "\" asks no other system, and has no \"auth\"");
        }
        if (url == Url.WANTED && settings.url() == null) {
            throw new StartException("The service \"" + name + "\" wants the \"url\" of what it serves");
        }
        if (url == Url.NONE && settings.url() != null) {
            throw new StartException("The service \"" + name + "\" has no \"url\"");
        }
    }

    private static void requireAsking(String name, Url url, ServerSettings settings) {
        if (url == Url.WANTED) {
            target(settings);
        } else if (settings.asking().isSaid()) {
            throw new StartException("The service \"" + name + "\" has no \"tls\", \"timeoutSec\" and \"query\""
                    + (OF_CLUSTERS.contains(name)
                            ? ": a kubeconfig says the first, and \"kubernetes\" has the second"
                            : ""));
        }
    }

    /** The system that a service serves. */
    private static TargetConfig target(ServerSettings settings) {
        try {
            URI base = new URI(String.valueOf(settings.url()));
            Asking.check(settings, base);
            TargetConfig config =
                    TargetConfig.of(base, ConnectorFactory.headers(settings, new Placeholders(ScopeKey.SHARED)));
            return config.within(Asking.timeout(settings, config.timeout())).asking(Asking.query(settings));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new StartException("The \"url\" of a service: " + e.getMessage());
        }
    }

    /**
     * Starts a service.
     *
     * @param server the name of the server that it becomes
     * @param identity as whom it asks
     * @throws StartException where it cannot be started so
     */
    ServiceHandler start(String server, ServerSettings settings, TargetIdentity identity) {
        check(settings);
        String name = settings.service();
        Keeping keeping = new Keeping(kept(settings), cache -> add(caches, server, cache));
        Function<RelayClient, Service> making = asking -> {
            Wanted wanted = new Wanted(server, settings, identity, asking, children, keeping);
            return name == null
                    ? Described.start(settings, asking, identity, wanted.cache())
                    : known(name).making().apply(wanted);
        };
        Service service = Asking.tls(settings)
                .map(tls -> OwnClient.start(client, tls, making))
                .orElseGet(() -> making.apply(client));
        ServiceHandler handler =
                ServiceHandler.start(service, mode(settings), ServiceLimits.DEFAULT, sealer, Clock.systemUTC());
        add(running, server, handler);
        return handler;
    }

    /** What its tools may do. */
    private static Mode mode(ServerSettings settings) {
        ServiceSettings.Mode said = settings.mode();
        String name = settings.service();
        Mode usual = name == null ? Mode.READ_ONLY : known(name).usual();
        return said == null ? usual : Mode.valueOf(said.name());
    }

    private static <T> void add(Map<String, List<T>> all, String server, T one) {
        all.merge(
                server,
                List.of(one),
                (before, now) -> Stream.concat(before.stream(), now.stream()).toList());
    }

    /** Ends a service, in the place of which another may run already. */
    void end(String server, ServiceHandler service) {
        running.computeIfPresent(server, (name, all) -> {
            List<ServiceHandler> rest =
                    all.stream().filter(each -> !each.equals(service)).toList();
            return rest.isEmpty() ? null : rest;
        });
        service.close();
    }

    /** What those that run keep, by server. */
    public Map<String, ServiceCache> kept() {
        Map<String, ServiceCache> all = new TreeMap<>();
        running.forEach((server, services) -> services.getLast().cache().ifPresent(cache -> all.put(server, cache)));
        return all;
    }

    /** How the caches of those that run fare, by server and kind. */
    public Map<List<String>, CacheStatistics> cacheStatistics() {
        caches.replaceAll((server, some) ->
                some.stream().filter(cache -> !cache.isClosed()).toList());
        caches.values().removeIf(List::isEmpty);
        Map<List<String>, CacheStatistics> all = new LinkedHashMap<>();
        caches.forEach((server, some) ->
                some.getLast().statistics().forEach((kind, statistics) -> all.put(List.of(server, kind), statistics)));
        return all;
    }

    /** What a service keeps: as it does by itself, where the settings do not say otherwise. */
    private static Map<String, SegmentLimits> kept(ServerSettings settings) {
        Map<String, SegmentLimits> kinds = new TreeMap<>(
                settings.service() == null
                        ? RestService.CACHE
                        : known(settings.service()).cache());
        settings.cache().forEach((kind, wanted) -> {
            SegmentLimits usual = kinds.get(kind);
            if (usual == null) {
                throw new StartException("\"cache\" has \"" + kind + "\", which this service does not keep; it keeps "
                        + (kinds.isEmpty() ? "nothing by kind" : String.join(", ", kinds.keySet())));
            }
            Duration ttl = wanted.ttl() == null ? usual.ttl() : wanted.ttl();
            kinds.put(
                    kind,
                    new SegmentLimits(
                            ttl,
                            wanted.size() == null
                                    ? usual.bytes()
                                    : wanted.size().bytes()));
        });
        return kinds;
    }

    private static KubernetesConfig clusters(ServerSettings settings) {
        try {
            return Kubernetes.config(settings, ConnectorFactory.headers(settings, new Placeholders(ScopeKey.SHARED)));
        } catch (IllegalArgumentException e) {
            throw new StartException("The clusters of a service: " + e.getMessage());
        }
    }

    private static HelmConfig charts(ServerSettings settings) {
        if (settings.helm() != null && !"helm".equals(settings.service())) {
            throw new StartException("Only the service \"helm\" has \"helm\"");
        }
        try {
            return Helm.config(settings.helm());
        } catch (IllegalArgumentException e) {
            throw new StartException("The charts of a service: " + e.getMessage());
        }
    }

    private static Known known(String name) {
        Known known = ALL.get(name);
        if (known == null) {
            throw new StartException(
                    "There is no built-in service \"" + name + "\"; there is " + String.join(", ", NAMES));
        }
        return known;
    }

    /** What a service is made of. */
    private record Wanted(
            String server,
            ServerSettings settings,
            TargetIdentity identity,
            RelayClient client,
            Children children,
            Keeping keeping) {
        /** What it keeps of replies. */
        Segments<Reply> cache() {
            return cache(reply -> reply.body().length);
        }

        /** What it keeps, which the metrics tell of from now on. */
        <V> Segments<V> cache(ToIntFunction<V> size) {
            Segments<V> cache = Segments.of(keeping.kinds, size);
            keeping.counted.accept(cache);
            return cache;
        }

        /** The system that it serves. */
        Target target(String title) {
            return new Target(title, Services.target(settings), client, identity);
        }
    }

    /** What a service keeps, and who counts that. */
    private record Keeping(Map<String, SegmentLimits> kinds, Consumer<Segments<?>> counted) {}
}
