package io.yumen.app.servers;

import io.yumen.config.ServerSettings;
import io.yumen.config.ServiceSettings;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.http.tls.ClientTls;
import io.yumen.http.tls.ClientTlsConfig;
import io.yumen.service.Service;
import io.yumen.service.awsdocs.AwsDocsConfig;
import io.yumen.service.awsdocs.AwsDocsService;
import io.yumen.service.awsdocs.Partition;
import io.yumen.service.awsdocs.shelf.Depot;
import io.yumen.service.awsdocs.shelf.DepotOnDemand;
import io.yumen.service.awsdocs.shelf.desk.Pattern;
import io.yumen.service.awsdocs.shelf.desk.Rule;
import io.yumen.service.awsdocs.shelf.desk.ShelfLimits;
import io.yumen.service.awsdocs.shelf.index.IndexDepot;
import io.yumen.service.awsdocs.shelf.index.IndexDepot.Damage;
import io.yumen.service.awsdocs.shelf.index.IndexLimits;
import io.yumen.service.awsdocs.upstream.AwsSites;
import io.yumen.service.awsdocs.upstream.Site;
import io.yumen.service.awsdocs.upstream.SitesConfig;
import io.yumen.service.awsdocs.upstream.SitesConfig.Intent;
import io.yumen.service.awsdocs.upstream.SitesConfig.Reach;
import io.yumen.telemetry.Version;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The AWS documentation, of the settings of a server. */
final class AwsDocs {
    private AwsDocs() {}

    /**
     * Says whether the settings go together.
     *
     * @throws StartException where they do not; the message says why
     */
    static void check(ServerSettings settings) {
        if (settings.awsDocs() == null) {
            return;
        }
        if (!"aws-docs".equals(settings.service())) {
            throw new StartException("Only the service \"aws-docs\" has \"awsDocs\"");
        }
        config(settings);
        tls(settings);
        limits(settings);
        folder("", settings);
    }

    /** @param server its name, which that of the usual folder ends with */
    static Service start(String server, ServerSettings settings) {
        AwsDocsConfig config = config(settings);
        RelayClientConfig client = tls(settings)
                .map(tls -> RelayClientConfig.defaults().withTls(tls::context))
                .orElseGet(RelayClientConfig::defaults);
        return new AwsDocsService(
                config,
                new AwsSites(config.sites(), reach -> RelayClient.create(client.with(reach))),
                new DepotOnDemand(() -> depot(server, settings, Damage.SET_ASIDE)),
                InstantSource.system());
    }

    /**
     * Where pages are kept, which is open until it is closed.
     *
     * @throws io.yumen.service.awsdocs.shelf.DepotRefused where another process has it open, or where it is damaged and that is refused
     */
    static Depot depot(String server, ServerSettings settings, Damage damage) {
        return IndexDepot.open(folder(server, settings), limits(settings), damage, InstantSource.system());
    }

    private static AwsDocsConfig config(ServerSettings settings) {
        ServiceSettings.AwsDocs said = settings.awsDocs();
        SitesConfig usual = SitesConfig.of(Version.text());
        if (said == null) {
            return new AwsDocsConfig(EnumSet.allOf(Partition.class), usual, ShelfLimits.DEFAULT);
        }
        SitesConfig sites = of(
                "sites",
                () -> new SitesConfig(
                        sites(said.sites()),
                        reach(said),
                        said.sendIntent() ? Intent.SENT : Intent.KEPT,
                        usual.agent(),
                        usual.limits()));
        ShelfLimits shelf = ShelfLimits.DEFAULT
                .withMemory(said.memory().bytes())
                .withRules(of(
                        "rules", () -> said.rules().stream().map(AwsDocs::rule).toList()));
        AwsDocsConfig.Preload guides = new AwsDocsConfig.Preload(said.preload(), List.of());
        AwsDocsConfig.Preload all = new AwsDocsConfig.Preload(said.preload(), said.preloadPages());
        AwsDocsConfig config =
                of("preload", () -> new AwsDocsConfig(partitions(said), sites, shelf).preloading(guides));
        return of("preloadPages", () -> config.preloading(all));
    }

    private static Reach reach(ServiceSettings.AwsDocs said) {
        if (said.privateAddresses()) {
            return Reach.PRIVATE;
        }
        return said.loopback() ? Reach.LOOPBACK : Reach.INTERNET;
    }

    /** Whom the sites are believed to be by, where that is not what Java trusts. */
    private static Optional<ClientTls> tls(ServerSettings settings) {
        ServiceSettings.AwsDocs said = settings.awsDocs();
        String file = said == null ? null : said.caFile();
        try {
            return file == null
                    ? Optional.empty()
                    : Optional.of(new ClientTls(
                            new ClientTlsConfig(Optional.of(Path.of(file)), Optional.empty(), Optional.empty())));
        } catch (IOException | IllegalArgumentException e) {
            throw new StartException("awsDocs.caFile: " + e.getMessage());
        }
    }

    /** What becomes of one of the settings; its name is in the message where it cannot be used. */
    private static <T> T of(String setting, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw new StartException("awsDocs." + setting + ": " + e.getMessage());
        }
    }

    private static IndexLimits limits(ServerSettings settings) {
        ServiceSettings.AwsDocs said = settings.awsDocs();
        IndexLimits usual = IndexLimits.DEFAULT;
        return said == null
                ? usual
                : of("size", () -> new IndexLimits(said.size().bytes(), usual.revisions()));
    }

    /** Where pages are kept: where the settings say, or where the system keeps what this user's programs can get again. */
    static Path folder(String server, ServerSettings settings) {
        ServiceSettings.AwsDocs said = settings.awsDocs();
        String named = said == null ? null : said.folder();
        if (named != null) {
            return of("folder", () -> named(named));
        }
        String caches = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
        Path root = caches.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(caches);
        return root.resolve("yumen").resolve("aws-docs").resolve(server.replaceAll("[^A-Za-z0-9._-]", "_"));
    }

    private static Rule rule(ServiceSettings.DocsRule said) {
        Pattern pattern = Pattern.of(String.valueOf(said.path()));
        Rule.Times times = new Rule.Times(Optional.ofNullable(said.ttl()), Optional.ofNullable(said.grace()));
        return said.bypass() ? Rule.bypass(pattern) : Rule.keeping(pattern, times);
    }

    private static Path named(String folder) {
        if (folder.isBlank()) {
            throw new IllegalArgumentException("It names no folder; left out, there is a usual one");
        }
        return Path.of(folder);
    }

    private static Set<Partition> partitions(ServiceSettings.AwsDocs said) {
        return said.partitions().isEmpty()
                ? EnumSet.allOf(Partition.class)
                : said.partitions().stream()
                        .map(partition -> Partition.valueOf(partition.name()))
                        .collect(Collectors.toSet());
    }

    private static Map<Site, URI> sites(Map<String, String> said) {
        Map<Site, URI> sites = new EnumMap<>(Site.class);
        said.forEach((host, base) -> sites.put(site(host), address(host, base)));
        return sites;
    }

    private static URI address(String host, String base) {
        try {
            return new URI(base);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("The address of " + host + " cannot be read: " + e.getMessage());
        }
    }

    private static Site site(String host) {
        return Arrays.stream(Site.values())
                .filter(site -> site.host().equals(host))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + host + "\" is none of AWS's sites, which are "
                        + Arrays.stream(Site.values()).map(Site::host).collect(Collectors.joining(", "))));
    }
}
