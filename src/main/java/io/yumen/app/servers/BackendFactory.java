package io.yumen.app.servers;

import io.yumen.backend.Backend;
import io.yumen.backend.BackendClock;
import io.yumen.backend.BackendConfig;
import io.yumen.backend.BackendMeter;
import io.yumen.backend.Connector;
import io.yumen.backend.life.ServerBackend;
import io.yumen.backend.login.LoginBackend;
import io.yumen.backend.login.OnBehalfBackend;
import io.yumen.backend.login.Seats;
import io.yumen.catalogue.TargetIdentity;
import io.yumen.config.GuardSettings;
import io.yumen.config.LifeSettings;
import io.yumen.config.OAuthSettings;
import io.yumen.config.ServerSettings;
import io.yumen.limit.PaceConfig;
import io.yumen.oauth.Logins;
import io.yumen.oauth.caller.CallerRights;
import io.yumen.oauth.caller.ExchangeLimits;
import io.yumen.service.host.ServiceHandler;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes backends of the settings of servers. */
public final class BackendFactory {
    private final ConnectorFactory connectors;
    private final Services services;
    private final OAuthFactory oauth;
    private final Surroundings surroundings;

    public BackendFactory(
            ConnectorFactory connectors, Services services, OAuthFactory oauth, Surroundings surroundings) {
        this.connectors = connectors;
        this.services = services;
        this.oauth = oauth;
        this.surroundings = surroundings;
    }

    /**
     * What all backends live in.
     *
     * @param meter counts what they do
     * @param clock their time
     * @param isolated whether the server of a name is cut off
     */
    public record Surroundings(BackendMeter meter, BackendClock clock, Predicate<String> isolated) {}

    /** A backend that has opened nothing yet. */
    public Backend create(String name, ServerSettings settings) {
        if (settings.isBuiltIn()) {
            return builtIn(name, settings);
        }
        OAuthSettings wanted = settings.auth().oauth();
        if (wanted == null) {
            return backend(name, connectors.create(name, settings), settings);
        }
        return wanted.isOnBehalf() ? onBehalf(name, settings, wanted) : withLogins(name, settings, wanted);
    }

    private Backend builtIn(String name, ServerSettings settings) {
        OAuthSettings wanted = settings.auth().oauth();
        if (wanted == null) {
            return service(name, settings, TargetIdentity.OWN);
        }
        CallerRights rights = oauth.callerRights(name, settings, wanted);
        Backend service = service(name, settings, new TargetIdentity.OnBehalf(rights));
        return new OnBehalfBackend(service, rights, new Seats(ExchangeLimits.DEFAULT));
    }

    private Backend service(String name, ServerSettings settings, TargetIdentity identity) {
        ServiceHandler service = services.start(name, settings, identity);
        return new ServiceBackend(
                backend(name, ConnectorFactory.create(name, service), settings),
                service,
                () -> services.end(name, service));
    }

    private Backend onBehalf(String name, ServerSettings settings, OAuthSettings wanted) {
        Seats seats = new Seats(ExchangeLimits.DEFAULT);
        CallerRights rights = oauth.callerRights(name, settings, wanted);
        Backend backend = backend(name, connectors.create(name, settings, seats, rights), settings);
        return new OnBehalfBackend(backend, rights, seats);
    }

    private Backend withLogins(String name, ServerSettings settings, OAuthSettings wanted) {
        Logins logins = oauth.logins(name, settings, wanted);
        Backend backend = backend(name, connectors.create(name, settings, logins), settings);
        return logins.arePersonal() ? new LoginBackend(backend, logins, oauth.patience()) : backend;
    }

    private ServerBackend backend(String name, List<Connector> replicas, ServerSettings settings) {
        ServerBackend backend =
                new ServerBackend(name, replicas, config(settings), surroundings.clock(), surroundings.meter());
        if (surroundings.isolated().test(name)) {
            backend.isolate();
        }
        if (settings.start() == ServerSettings.Start.EAGER) {
            backend.start();
        }
        return backend;
    }

    private static BackendConfig config(ServerSettings settings) {
        return new BackendConfig(
                switch (settings.start()) {
                    case LAZY -> BackendConfig.Start.LAZY;
                    case EAGER -> BackendConfig.Start.EAGER;
                },
                switch (settings.scope()) {
                    case AUTO -> automatic(settings.auth().oauth());
                    case SHARED -> BackendConfig.Scope.SHARED;
                    case SESSION -> ofSession(settings.auth().oauth());
                    case USER -> ofEach(settings.auth().oauth());
                },
                restarts(settings),
                timeouts(settings.life()),
                limits(settings.guard()),
                health(settings.guard()),
                settings.guard().retries(),
                pace(settings.guard()));
    }

    /** What one user may do with a server must not become what all may do. */
    private static BackendConfig.Scope automatic(@Nullable OAuthSettings oauth) {
        return oauth != null && oauth.isPersonal() ? ofEach(oauth) : BackendConfig.Scope.AUTO;
    }

    /** Nor what he may do by one of his credentials what the others may: a session is open to all of them. */
    private static BackendConfig.Scope ofSession(@Nullable OAuthSettings oauth) {
        return oauth != null && oauth.isOnBehalf() ? BackendConfig.Scope.GRANTED : BackendConfig.Scope.SESSION;
    }

    /** What a user may do by one program must not become what they may do by another. */
    private static BackendConfig.Scope ofEach(@Nullable OAuthSettings oauth) {
        return oauth != null && oauth.isOnBehalf() ? BackendConfig.Scope.GRANTED : BackendConfig.Scope.USER;
    }

    /** Only programs are given up: an endpoint that was away for long may be back at any moment, and a look costs little. */
    private static BackendConfig.Restarts restarts(ServerSettings settings) {
        BackendConfig.Restarts usual = BackendConfig.Restarts.DEFAULT;
        LifeSettings life = settings.life();
        int limit = life.restartOnExit() ? life.maxRestarts() : 1;
        int most = settings.command() == null ? 0 : limit;
        return new BackendConfig.Restarts(life.restartDelay(), most, usual.stableAfter());
    }

    private static BackendConfig.Timeouts timeouts(LifeSettings life) {
        return new BackendConfig.Timeouts(
                life.connectionTimeout(),
                life.requestTimeout(),
                life.maxTotalTimeout(),
                life.idleTimeout(),
                BackendConfig.Timeouts.DEFAULT.end());
    }

    private static BackendConfig.Limits limits(GuardSettings guard) {
        BackendConfig.Limits usual = BackendConfig.Limits.DEFAULT;
        return new BackendConfig.Limits(
                concurrency(guard),
                guard.maxQueued(),
                guard.queueTimeout(),
                usual.lanes(),
                guard.maxConnections(),
                usual.listens(),
                new BackendConfig.Questions(guard.maxQuestionsPerUser(), guard.maxQuestionsPerSession()));
    }

    private static BackendConfig.Concurrency concurrency(GuardSettings guard) {
        BackendConfig.Concurrency.Kind kind = switch (guard.concurrency()) {
            case FIXED -> BackendConfig.Concurrency.Kind.FIXED;
            case ADAPTIVE -> BackendConfig.Concurrency.Kind.ADAPTIVE;
        };
        return new BackendConfig.Concurrency(guard.maxConcurrency(), kind);
    }

    private static PaceConfig pace(GuardSettings guard) {
        return new PaceConfig(
                Optional.ofNullable(guard.rate()), Optional.ofNullable(guard.ratePerUser()), guard.toolRates());
    }

    private static BackendConfig.Health health(GuardSettings guard) {
        return new BackendConfig.Health(
                guard.healthInterval(), guard.healthTimeout(), guard.circuitFailures(), guard.circuitPause());
    }
}
