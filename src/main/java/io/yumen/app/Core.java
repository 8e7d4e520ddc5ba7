package io.yumen.app;

import io.yumen.admin.Explainer;
import io.yumen.app.access.State;
import io.yumen.app.servers.BackendFactory;
import io.yumen.app.servers.ConnectorFactory;
import io.yumen.app.servers.LoginPages;
import io.yumen.app.servers.OAuthFactory;
import io.yumen.app.servers.Services;
import io.yumen.app.servers.StartException;
import io.yumen.app.servers.Worlds;
import io.yumen.auth.approval.ApprovalLimits;
import io.yumen.backend.Backend;
import io.yumen.backend.SystemClock;
import io.yumen.catalogue.cache.CacheStatistics;
import io.yumen.config.GatewaySettings;
import io.yumen.config.NameSettings;
import io.yumen.config.ServerSettings;
import io.yumen.config.SettingsChange;
import io.yumen.exchange.Caller;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Handler;
import io.yumen.exchange.Policy;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import io.yumen.http.websocket.Heartbeat;
import io.yumen.hub.Hub;
import io.yumen.hub.HubConfig;
import io.yumen.hub.HubLimits;
import io.yumen.hub.HubServer;
import io.yumen.hub.HubStatus;
import io.yumen.hub.HubTool;
import io.yumen.hub.lists.ListLimits;
import io.yumen.hub.members.ServerOptions;
import io.yumen.hub.names.Prefixing;
import io.yumen.hub.search.SearchConfig;
import io.yumen.oauth.OAuth;
import io.yumen.oauth.Visits;
import io.yumen.oauth.discovery.Documents;
import io.yumen.oauth.discovery.OAuthLimits;
import io.yumen.pin.Pin;
import io.yumen.pin.PinEvents;
import io.yumen.pin.PinLimits;
import io.yumen.pin.Pins;
import io.yumen.process.Children;
import io.yumen.process.ChildrenLimits;
import io.yumen.process.Isolation;
import io.yumen.process.OwnPlaces;
import io.yumen.process.Warden;
import io.yumen.service.ServiceCache;
import io.yumen.telemetry.Metrics;
import io.yumen.tenant.Access;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hub and the servers behind it, without any transport: what every command needs that talks to servers. Its servers
 * follow the settings that are applied to it.
 */
public final class Core implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Core.class);

    /** Every session of a legacy HTTP server, and every listener, holds a connection open; calls have their own limits. */
    private static final RelayClientConfig.Limits MANY_SESSIONS = new RelayClientConfig.Limits(
            10_000,
            RelayClientConfig.Limits.DEFAULT.waitingPerOrigin(),
            RelayClientConfig.Limits.DEFAULT.connectTimeout(),
            RelayClientConfig.Limits.DEFAULT.idleTimeout(),
            RelayClientConfig.Limits.DEFAULT.headerBytes());

    /** How exactly the time limits of WebSockets to servers are kept. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    private final Metrics metrics;
    private final Children children;
    private final Worlds worlds;
    private final RelayClient client =
            RelayClient.create(RelayClientConfig.defaults().with(MANY_SESSIONS));
    private final Heartbeat heartbeat = Heartbeat.start(HEARTBEAT);
    private final SystemClock clock = new SystemClock();
    private final LoginPages pages = new LoginPages(this::visits);
    private final OAuth oauth;
    private final Services services;
    private final BackendFactory backends;
    private final Rules rules;
    private final Pins pins;
    private final Memory memory;
    private final Hub hub;
    private final Views views;
    private final ReentrantLock applying = new ReentrantLock();
    private final Map<String, HubServer> servers = new LinkedHashMap<>();

    /** Of the servers in force; replaced as a whole, so that operators need not wait for a change that drains. */
    private volatile Map<String, Backend> backendsByName = Map.of();

    private volatile Map<String, ServerSettings> settingsByName = Map.of();

    private GatewaySettings settings;

    private Core(GatewaySettings settings, Metrics metrics, Memory memory, OwnPlaces own) {
        this.settings = settings;
        this.children =
                new Children(ChildrenLimits.DEFAULT, Secluded.places(settings).and(own));
        this.worlds = new Worlds(children.warden(), settings.minimumIsolation());
        this.metrics = metrics;
        this.memory = memory;
        this.oauth = new OAuth(
                new Documents(
                        OAuthLimits.DEFAULT,
                        guard -> RelayClient.create(RelayClientConfig.defaults().with(guard))),
                memory.vault(),
                pages::base,
                InstantSource.system());
        this.services = new Services(memory.sealer(), client, children);
        this.backends = new BackendFactory(
                new ConnectorFactory(children, client, heartbeat, settings.limits(), worlds),
                services,
                new OAuthFactory(oauth),
                new BackendFactory.Surroundings(new MetricsMeter(metrics), clock, memory.isolated()));
        this.rules = new Rules(settings, memory.approvals());
        this.pins = new Pins(memory.pins(), InstantSource.system(), metrics, PinLimits.DEFAULT);
        pins.apply(settings.pinned());
        // Without an access there is one principal, and nobody to refuse anything.
        this.hub =
                new Hub(config(settings.names()), settings.access() == null ? Policy.ALLOW_ALL : rules, metrics, pins);
        records((what, server, name) -> {});
        this.views = new Views(hub, settings);
    }

    /**
     * Makes a hub of those settings. Servers are reached when they are needed, or at once where the settings say so. Users log in
     * to servers anew.
     *
     * @throws StartException when a server's settings cannot be used
     */
    public static Core start(GatewaySettings settings) {
        return start(settings, OwnPlaces.NONE);
    }

    /**
     * The same.
     *
     * @param own what no child may see, beyond what the settings name
     * @throws StartException when a server's settings cannot be used
     */
    public static Core start(GatewaySettings settings, OwnPlaces own) {
        return start(settings, Memory.ofProcess(), own);
    }

    /**
     * The same, with pins that outlive the process where the settings ask for them.
     *
     * @throws StartException also when another process has them open
     */
    public static Core remembering(GatewaySettings settings, OwnPlaces own) {
        if (!settings.keepsPins()) {
            return start(settings, own);
        }
        State state = State.open(settings);
        return start(settings, Memory.pinning(state.store().values(), state::close), own);
    }

    /** The same, with what is remembered there. */
    static Core start(GatewaySettings settings, Memory memory, OwnPlaces own) {
        Core core = new Core(settings, new Metrics(), memory, own);
        try {
            settings.enabledServers().forEach((name, server) -> core.servers.put(name, core.open(name, server)));
            core.publish();
        } catch (RuntimeException e) {
            core.close();
            throw e;
        }
        return core;
    }

    /**
     * Says whether those settings could be used, without starting anything.
     *
     * @throws StartException when a server's settings cannot be used
     */
    public static void check(GatewaySettings settings) {
        settings.enabledServers().forEach((name, server) -> {
            if (server.isBuiltIn()) {
                try {
                    Services.check(server);
                } catch (StartException e) {
                    throw new StartException("mcpServers." + name + ": " + e.getMessage());
                }
            }
        });
    }

    /** From now on what is noticed is recorded there. */
    void records(Noticed noticed) {
        pins.listen(new Decided(hub, noticed));
    }

    /** Everything as one server. */
    public Handler hub() {
        return hub;
    }

    /** One server with its own names, or empty where there is none of that name. */
    public Optional<Handler> server(String name) {
        return hub.server(name);
    }

    /** Whether there is a server of that name of which somebody may know who came in so. */
    boolean shows(String server, Access access) {
        return hub.shows(server, Caller.of(access));
    }

    /** A named selection of everything, or empty where there is none of that name. */
    Optional<Handler> view(String name) {
        return views.find(name);
    }

    /** What the hub offers at the moment. */
    public HubStatus status() {
        return hub.status();
    }

    /** How the caches of built-in services fare, by server and kind. */
    Map<List<String>, CacheStatistics> serviceCaches() {
        return services.cacheStatistics();
    }

    /** What built-in services keep of the systems behind them, by server. */
    Map<String, ServiceCache> kept() {
        return services.kept();
    }

    /** The tools of all servers, as far as they are known. */
    List<HubTool> tools() {
        return hub.tools();
    }

    /** How the server of that name is reached, or empty where there is none. */
    Optional<Backend> backend(String name) {
        return Optional.ofNullable(backendsByName.get(name));
    }

    /** The level at which the processes of a server run, or empty where it has none, or they do not start. */
    public Optional<Isolation> isolation(String server) {
        return Optional.ofNullable(settingsByName.get(server)).flatMap(worlds::reached);
    }

    /**
     * The servers whose processes can change a configuration that the gateway's user can write, and so what the gateway runs next; empty
     * where there are none.
     *
     * @param own what was named of the gateway's when this was started
     */
    public Optional<String> intruders(OwnPlaces own) {
        Optional<Path> written = own.files().stream()
                .filter(file -> Files.isWritable(file) || Files.isWritable(file.resolveSibling("")))
                .findFirst();
        String names = settingsByName.keySet().stream()
                .filter(server -> isolation(server)
                        .filter(level -> !level.holds(Isolation.FILES))
                        .isPresent())
                .sorted()
                .collect(Collectors.joining(", "));
        return written.filter(file -> !names.isEmpty())
                .map(file -> "processes of " + names + " can change " + file
                        + ", which says what the gateway runs: give servers that strangers wrote \"isolation\": \"files\", or make the file and"
                        + " its folder such as the gateway's user cannot write");
    }

    /** Knows what this machine can do to keep processes of servers apart. */
    public Warden warden() {
        return worlds.warden();
    }

    /** Says which rules decide, and why. */
    Explainer explainer() {
        return new Explaining(hub, rules);
    }

    /** What servers say of themselves, as it was approved. */
    public Pins pins() {
        return pins;
    }

    /** How long calls wait for approval. */
    ApprovalLimits approvalLimits() {
        return rules.limits();
    }

    /** Who is on the way to log in to a server. */
    Visits visits() {
        return oauth.visits();
    }

    /** Says where browsers reach the pages of this gateway, as in {@code http://127.0.0.1:3050}. */
    void servesPagesAt(URI base) {
        pages.areAt(base);
    }

    /** The metrics of all servers. */
    Metrics metrics() {
        return metrics;
    }

    /** Lets go of what is kept for a session. */
    void sessionEnded(ClientKey.Session session) {
        hub.ended(session);
    }

    /** Forgets what servers were let know of those whose credentials have ended. */
    void accessEnded(Predicate<Access> ended) {
        backendsByName.values().forEach(backend -> backend.accessEnded(ended));
    }

    /**
     * Follows changed settings: servers come, go and are replaced, and nobody else's request fails.
     *
     * @throws StartException when a server's settings cannot be used; nothing has changed then
     */
    public void apply(GatewaySettings changed) {
        applying.lock();
        try {
            List<SettingsChange> changes = SettingsChange.between(settings, changed);
            Map<String, HubServer> next = following(changes);
            servers.clear();
            // The order of the file is the order of merged lists.
            changed.enabledServers().keySet().forEach(name -> {
                if (next.get(name) instanceof HubServer server) {
                    servers.put(name, server);
                }
            });
            boolean isOtherAccess = !Objects.equals(settings.access(), changed.access())
                    || !settings.views().equals(changed.views());
            settings = changed;
            rules.apply(changed);
            views.apply(changed);
            Set<String> repinned = pins.apply(changed.pinned());
            publish();
            repinned.forEach(hub::reinspect);
            if (isOtherAccess) {
                hub.policyChanged();
            }
            changes.forEach(Core::tell);
        } finally {
            applying.unlock();
        }
    }

    @Override
    public void close() {
        hub.close();
        client.close();
        oauth.close();
        pages.close();
        heartbeat.close();
        children.close();
        clock.close();
        memory.end().run();
    }

    /** Has what was decided take effect at once. */
    private record Decided(Hub hub, Noticed noticed) implements PinEvents {
        @Override
        public void noticed(Pin pin) {
            noticed.noticed("pins/" + pin.state(), pin.server(), pin.name());
        }

        @Override
        public void decided(String server) {
            hub.reinspect(server);
        }
    }

    /** Records what the gateway itself noticed. */
    @FunctionalInterface
    interface Noticed {
        void noticed(String what, String server, String name);
    }

    /** The servers as those changes make them; where one cannot be made, none is. */
    private Map<String, HubServer> following(List<SettingsChange> changes) {
        Map<String, HubServer> next = new LinkedHashMap<>(servers);
        List<HubServer> opened = new ArrayList<>();
        try {
            for (SettingsChange change : changes) {
                switch (change) {
                    case SettingsChange.Removed removed -> next.remove(removed.server());
                    case SettingsChange.Added added -> opened.add(open(added.server(), added.settings()));
                    case SettingsChange.Replaced replaced -> opened.add(open(replaced.server(), replaced.settings()));
                    case SettingsChange.Adjusted adjusted ->
                        next.computeIfPresent(
                                adjusted.server(),
                                (name, server) -> new HubServer(server.backend(), options(adjusted.settings())));
                }
            }
        } catch (RuntimeException e) {
            opened.forEach(server -> server.backend().close());
            throw e;
        }
        opened.forEach(server -> next.put(server.backend().name(), server));
        return next;
    }

    private static void tell(SettingsChange change) {
        LOG.atInfo()
                .addKeyValue("server", change.server())
                .addKeyValue("change", change.getClass().getSimpleName().toLowerCase(Locale.ROOT))
                .log("A server's settings changed");
    }

    private HubServer open(String name, ServerSettings server) {
        try {
            ServerOptions options = options(server);
            return new HubServer(backends.create(name, server), options);
        } catch (StartException | IllegalArgumentException e) {
            throw new StartException("mcpServers." + name + ": " + e.getMessage());
        }
    }

    private void publish() {
        List<HubServer> all = new ArrayList<>(servers.values());
        settingsByName = settings.enabledServers();
        backendsByName = all.stream()
                .collect(Collectors.toUnmodifiableMap(server -> server.backend().name(), HubServer::backend));
        hub.apply(all);
        // One that was isolated while it was made.
        all.stream()
                .map(HubServer::backend)
                .filter(server -> memory.isolated().test(server.name()))
                .forEach(server -> server.control().isolate());
    }

    private static ServerOptions options(ServerSettings server) {
        return new ServerOptions(
                Set.copyOf(server.tags()),
                Set.copyOf(server.disabledTools()),
                server.toolDescriptionOverrides(),
                server.instructionOverride());
    }

    private static HubConfig config(NameSettings names) {
        Prefixing prefixing = switch (names.prefix()) {
            case AUTO -> Prefixing.AUTO;
            case ALWAYS -> Prefixing.ALWAYS;
            case NEVER -> Prefixing.NEVER;
        };
        SearchConfig search =
                new SearchConfig(names.search().above(), names.search().pinned());
        return new HubConfig(prefixing, names.pageSize(), search, HubLimits.DEFAULT, ListLimits.DEFAULT);
    }
}
