package io.yumen.app.servers;

import io.yumen.backend.ScopeKey;
import io.yumen.catalogue.Target;
import io.yumen.catalogue.TargetConfig;
import io.yumen.config.ServerSettings;
import io.yumen.http.client.RelayClient;
import io.yumen.secret.Sealer;
import io.yumen.service.Mode;
import io.yumen.service.Service;
import io.yumen.service.alertmanager.AlertmanagerService;
import io.yumen.service.everything.Everything;
import io.yumen.service.helm.HelmService;
import io.yumen.service.host.ServiceHandler;
import io.yumen.service.host.ServiceLimits;
import io.yumen.service.kubernetes.KubernetesService;
import io.yumen.service.kubernetes.api.KubernetesConfig;
import io.yumen.service.prometheus.PrometheusService;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The built-in services by name: the only place that knows them. */
public final class Services {
    private static final Map<String, Known> ALL = Map.of(
            "alertmanager",
                    new Known(
                            Mode.READ_ONLY,
                            Url.WANTED,
                            wanted -> new AlertmanagerService(wanted.target("Alertmanager"), Clock.systemUTC())),
            "everything", new Known(Mode.FULL, Url.NONE, wanted -> new Everything()),
            "helm", new Known(Mode.READ_ONLY, Url.POSSIBLE, wanted -> HelmService.of(clusters(wanted.settings()))),
            "kubernetes",
                    new Known(
                            Mode.READ_ONLY, Url.POSSIBLE, wanted -> KubernetesService.of(clusters(wanted.settings()))),
            "prometheus",
                    new Known(
                            Mode.READ_ONLY,
                            Url.WANTED,
                            wanted -> new PrometheusService(wanted.target("Prometheus"), Clock.systemUTC())));

    private static final Set<String> OF_CLUSTERS = Set.of("helm", "kubernetes");

    /** The names that are known. */
    public static final List<String> NAMES = ALL.keySet().stream().sorted().toList();

    private final Sealer sealer;
    private final RelayClient client;

    /** @param client asks the systems that services reach; not closed here */
    public Services(Sealer sealer, RelayClient client) {
        this.sealer = sealer;
        this.client = client;
    }

    /**
     * A service that is known.
     *
     * @param usual what its tools may do where nothing is said
     * @param url whether it has a URL
     */
    private record Known(Mode usual, Url url, Function<Wanted, Service> making) {}

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
        if (name == null) {
            Described.check(settings);
            return;
        }
        Known known = known(name);
        if (known.url() == Url.WANTED && settings.url() == null) {
            throw new StartException("The service \"" + name + "\" wants the \"url\" of what it serves");
        }
        if (known.url() == Url.NONE && settings.url() != null) {
            throw new StartException("The service \"" + name + "\" has no \"url\"");
        }
        if (OF_CLUSTERS.contains(name)) {
            clusters(settings);
        } else if (settings.kubernetes() != null) {
            throw new StartException("Only the services \"helm\" and \"kubernetes\" have \"kubernetes\"");
        }
    }

    /**
     * Starts a service.
     *
     * @throws StartException where it cannot be started so
     */
    ServiceHandler start(ServerSettings settings) {
        check(settings);
        String name = settings.service();
        ServerSettings.Mode said = settings.mode();
        Mode usual = name == null ? Mode.READ_ONLY : known(name).usual();
        Service service = name == null
                ? Described.start(settings, client)
                : known(name).making().apply(new Wanted(settings, client));
        Mode mode = said == null ? usual : Mode.valueOf(said.name());
        return ServiceHandler.start(service, mode, ServiceLimits.DEFAULT, sealer, Clock.systemUTC());
    }

    private static KubernetesConfig clusters(ServerSettings settings) {
        try {
            return Kubernetes.config(settings, ConnectorFactory.headers(settings, new Placeholders(ScopeKey.SHARED)));
        } catch (IllegalArgumentException e) {
            throw new StartException("The clusters of a service: " + e.getMessage());
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
    private record Wanted(ServerSettings settings, RelayClient client) {
        /** The system that it serves. */
        Target target(String title) {
            try {
                URI base = new URI(String.valueOf(settings.url()));
                TargetConfig config =
                        TargetConfig.of(base, ConnectorFactory.headers(settings, new Placeholders(ScopeKey.SHARED)));
                return new Target(title, config, client);
            } catch (URISyntaxException | IllegalArgumentException e) {
                throw new StartException("The \"url\" of a service: " + e.getMessage());
            }
        }
    }
}
