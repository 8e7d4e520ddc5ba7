package io.yumen.app;

import io.yumen.admin.Gatekeeper;
import io.yumen.admin.Health;
import io.yumen.admin.HealthRoutes;
import io.yumen.admin.running.ConfigurationRoutes;
import io.yumen.app.access.Auditing;
import io.yumen.app.access.FrontDoor;
import io.yumen.app.access.State;
import io.yumen.app.servers.StartException;
import io.yumen.auth.LimitedEntrance;
import io.yumen.config.AccessSettings;
import io.yumen.config.GatewaySettings;
import io.yumen.config.ListenSettings;
import io.yumen.config.SettingsChange;
import io.yumen.config.TlsSettings;
import io.yumen.http.CannotListen;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpServer;
import io.yumen.hub.HubStatus;
import io.yumen.limit.Limiter;
import io.yumen.oauth.LoginRoutes;
import io.yumen.process.OwnPlaces;
import io.yumen.secret.Secret;
import io.yumen.telemetry.Metrics;
import io.yumen.telemetry.Version;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running gateway: the hub, the edges before it, and the listener before those. Stops in reverse. */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    private final Core core;
    private final FrontDoor door;
    private final Auditing auditing;
    private final Limiter limiter;
    private final Gatekeeper keeper;
    private final ListenSettings listening;
    private final Faces faces;
    private final HttpServer server;
    private final Optional<LocalListener> local;
    private final Duration drain;
    private final long startedNanos = System.nanoTime();
    private volatile Health.Phase phase = Health.Phase.STARTING;
    private volatile GatewaySettings settings;
    private volatile Health.Configuration configuration = Health.Configuration.IN_FORCE;

    /** Reads the file of the configuration anew. */
    private volatile Optional<Supplier<ConfigurationRoutes.Checked>> file = Optional.empty();

    private Gateway(GatewaySettings settings, Core core, FrontDoor door, Auditing auditing) {
        this.settings = settings;
        this.listening = settings.listen();
        this.core = core;
        this.door = door;
        this.auditing = auditing;
        core.records(auditing.audit()::noticed);
        this.limiter = limiter(core.metrics(), settings);
        this.keeper = new Gatekeeper(new LimitedEntrance(door, limiter), auditing.audit());
        this.drain = settings.limits().drain();
        Optional<Isolation> isolation = door.lockdown().map(locks -> new Isolation(core, locks));
        door.lockdown().ifPresent(locks -> isolation.ifPresent(locks::listen));
        this.faces = new Faces(
                core,
                settings,
                keeper,
                limiter,
                new Faces.Keeping(door.stays(), door.sealer("handles of clients"), isolation));
        // After the gate of the faces, which cancels what is under way: what a call opens then, it takes back itself.
        door.stays()
                .listen(what -> Thread.ofVirtual().name("rights-ended").start(() -> core.accessEnded(what::covers)));
        Routes routes = routes();
        Strays strays = new Strays(auditing.audit(), core.metrics());
        this.server = listen(settings, routes, strays);
        this.local = LocalListener.start(
                settings,
                faces.guardedHere((request, response) -> routes.forPrograms(request.path())
                        .orElseGet(faces::nowhere)
                        .handle(request, response)),
                strays);
        door.listensAt(origin());
        core.servesPagesAt(door.base());
        Gauges.register(core, faces, server);
        Gauges.register(core.metrics(), auditing);
        core.metrics()
                .gauge(
                        "mcp_config_last_reload_successful",
                        "Whether the configuration is in force as its file says",
                        () -> configuration.isInForce() ? 1 : 0);
        phase = Health.Phase.SERVING;
    }

    /**
     * Starts a gateway.
     *
     * @throws StartException when it cannot listen there, or a server's settings cannot be used
     */
    public static Gateway start(GatewaySettings settings) {
        return start(settings, OwnPlaces.NONE);
    }

    /**
     * The same.
     *
     * @param own what no process of a server may see, beyond what the settings name
     * @throws StartException when it cannot listen there, or a server's settings cannot be used
     */
    public static Gateway start(GatewaySettings settings, OwnPlaces own) {
        check(settings);
        Auditing auditing = Auditing.start(settings.audit());
        try {
            FrontDoor door = FrontDoor.of(settings, auditing.audit());
            try {
                return start(settings, door, auditing, own);
            } catch (RuntimeException e) {
                door.close();
                throw e;
            }
        } catch (RuntimeException e) {
            auditing.close();
            throw e;
        }
    }

    private static Gateway start(GatewaySettings settings, FrontDoor door, Auditing auditing, OwnPlaces own) {
        Core core = Core.start(
                settings,
                new Memory(
                        door.vault(),
                        door.approvals(),
                        door.values(),
                        door.sealer("answers of services"),
                        server -> door.lockdown()
                                .filter(locks -> locks.isIsolated(server))
                                .isPresent(),
                        () -> {}),
                own);
        core.intruders(own)
                .ifPresent(why -> LOG.atWarn().addKeyValue("reason", why).log("Servers can change the configuration"));
        try {
            return new Gateway(settings, core, door, auditing);
        } catch (RuntimeException e) {
            core.close();
            throw e;
        }
    }

    /**
     * Says whether a gateway could be started with those settings, without starting anything.
     *
     * @throws StartException when it could not, or others could reach what they must not
     */
    public static void check(GatewaySettings settings) {
        requireSafe(settings.listen(), settings.access());
        AccessSettings access = settings.access();
        TlsSettings tls = settings.listen().tls();
        if (access != null && !access.certificates().isEmpty() && (tls == null || tls.clients() == null)) {
            throw new StartException(
                    "access.certificates takes listen.tls.clients, which says whose certificates are genuine");
        }
        Core.check(settings);
    }

    private static void requireSafe(ListenSettings listen, @Nullable AccessSettings access) {
        listen.danger(access).ifPresent(why -> {
            throw new StartException(why);
        });
    }

    private static Limiter limiter(Metrics metrics, GatewaySettings settings) {
        Metrics.Count limited = metrics.counter(
                "mcp_limited_requests_total", "Requests that came too often, by the limit that they met", "limit");
        return new Limiter(settings.rates(), System::nanoTime, exceeded -> limited.add(exceeded.limit()));
    }

    /** Where clients connect. */
    public URI endpoint() {
        return URI.create(origin() + "/mcp");
    }

    /** The file of the certificate by which clients know it, where it speaks TLS. */
    public Optional<Path> certificate() {
        return Optional.ofNullable(settings.listen().tls())
                .map(tls -> tls.files().certificate());
    }

    /** Where the commands of this machine reach it, where that is not where clients connect. */
    public Optional<URI> operatedAt() {
        return local.map(LocalListener::origin);
    }

    /** The folder of its state, where it has one. */
    public Optional<Path> state() {
        return door.state().map(State::folder);
    }

    /** By which the commands of this machine operate it. */
    public Secret operatorToken() {
        return door.operator().secret();
    }

    /** How it fares now. */
    public Health health() {
        Map<String, Health.Server> servers = new LinkedHashMap<>();
        for (HubStatus.Server one : core.status().servers()) {
            servers.put(one.name(), new Health.Server(one.state()));
        }
        Duration uptime = Duration.ofNanos(System.nanoTime() - startedNanos);
        return new Health(
                phase, Version.text(), uptime, faces.sessions().count(), configuration, audit(), locks(), servers);
    }

    private Health.Locks locks() {
        return door.lockdown().map(locks -> Health.Locks.of(locks.all())).orElse(Health.Locks.NONE);
    }

    private Health.Audit audit() {
        return auditing.status()
                .map(now -> Health.Audit.of(now.trouble(), now.lost(), now.sinks()))
                .orElse(Health.Audit.OFF);
    }

    /**
     * Follows changed settings; what takes effect only at the next start is named in the log.
     *
     * @throws StartException when they cannot be used; nothing has changed then
     */
    public void apply(GatewaySettings changed) {
        check(changed);
        // It goes on listening where it does.
        requireSafe(listening, changed.access());
        door.check(changed);
        core.apply(changed);
        door.apply(changed);
        limiter.apply(changed.rates());
        if (SettingsChange.needsRestart(settings, changed)) {
            LOG.atWarn().log("Changes of listen, limits, names and audit take effect at the next start");
        }
        settings = changed;
        configuration = Health.Configuration.IN_FORCE;
    }

    /** Remembers, for those who ask how it fares, why the changed configuration is not in force. */
    public void refused(List<String> problems) {
        configuration = new Health.Configuration(problems);
    }

    /** Has operators able to ask whether the file of the configuration could be used as it is now. */
    public void checksWith(Supplier<ConfigurationRoutes.Checked> check) {
        file = Optional.of(check);
    }

    /** Takes nothing new, lets requests under way finish within the drain limit, and ends everything. */
    @Override
    public void close() {
        phase = Health.Phase.DRAINING;
        LOG.atInfo().addKeyValue("limit", drain).log("Draining: requests under way may finish");
        long end = System.nanoTime() + drain.toNanos();
        faces.drain(drain);
        // Until here the port is open: probes see that we are draining, and clients answer what calls under way ask
        // them.
        server.drain(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        local.ifPresent(LocalListener::close);
        faces.close();
        core.close();
        door.close();
        auditing.close();
        LOG.atInfo().log("Ended");
    }

    private URI origin() {
        return settings.listen().origin(server.port());
    }

    private HttpServer listen(GatewaySettings all, Routes routes, Strays strays) {
        HttpHandler root = faces.guarded((request, response) -> routes.at(request.path())
                .or(() -> door.at(request.path()).map(keeper::open))
                .orElseGet(() -> faces.at(request.path()))
                .handle(request, response));
        try {
            return HttpServer.start(all.listen().server(all.limits()), root, strays);
        } catch (CannotListen e) {
            faces.close();
            throw new StartException(e.getMessage() + ". --port and listen.port say which (0 takes a free one);"
                    + " yumen status --port " + all.listen().port() + " says whether a gateway runs there");
        }
    }

    private Routes routes() {
        return new Routes(
                keeper,
                door,
                new Routes.Parts(
                        new HealthRoutes(this::health, core.metrics()),
                        new LoginRoutes(core.visits(), door),
                        new Operations(core),
                        faces.sessions(),
                        new ConfigurationRoutes(() -> configuration.problems(), () -> file.map(Supplier::get)),
                        core::approvalLimits,
                        core.pins(),
                        auditing.search(),
                        core.explainer()));
    }
}
