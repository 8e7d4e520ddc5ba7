package io.yumen.app;

import io.yumen.backend.Backend;
import io.yumen.backend.BackendClock;
import io.yumen.backend.BackendConfig;
import io.yumen.backend.BackendMeter;
import io.yumen.backend.Connector;
import io.yumen.backend.life.ServerBackend;
import io.yumen.config.ServerSettings;
import io.yumen.service.host.ServiceHandler;
import java.util.List;

/** Makes backends of the settings of servers. */
final class BackendFactory {
    private final ConnectorFactory connectors;
    private final Services services;
    private final BackendMeter meter;
    private final BackendClock clock;

    BackendFactory(ConnectorFactory connectors, Services services, BackendMeter meter, BackendClock clock) {
        this.connectors = connectors;
        this.services = services;
        this.meter = meter;
        this.clock = clock;
    }

    /** A backend that has opened nothing yet. */
    Backend create(String name, ServerSettings settings) {
        if (settings.service() != null) {
            ServiceHandler service = services.start(settings.service());
            return new ServiceBackend(backend(name, ConnectorFactory.create(name, service), settings), service);
        }
        return backend(name, connectors.create(name, settings), settings);
    }

    private ServerBackend backend(String name, List<Connector> replicas, ServerSettings settings) {
        ServerBackend backend = new ServerBackend(name, replicas, config(settings), clock, meter);
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
                    case AUTO -> BackendConfig.Scope.AUTO;
                    case SHARED -> BackendConfig.Scope.SHARED;
                    case SESSION -> BackendConfig.Scope.SESSION;
                    case USER -> BackendConfig.Scope.USER;
                },
                restarts(settings),
                timeouts(settings),
                limits(settings),
                BackendConfig.Health.DEFAULT);
    }

    private static BackendConfig.Restarts restarts(ServerSettings settings) {
        BackendConfig.Restarts usual = BackendConfig.Restarts.DEFAULT;
        int most = settings.restartOnExit() ? settings.maxRestarts() : 1;
        return new BackendConfig.Restarts(settings.restartDelay(), most, usual.stableAfter());
    }

    private static BackendConfig.Timeouts timeouts(ServerSettings settings) {
        return new BackendConfig.Timeouts(
                settings.connectionTimeout(),
                settings.requestTimeout(),
                settings.maxTotalTimeout(),
                settings.idleTimeout(),
                BackendConfig.Timeouts.DEFAULT.end());
    }

    private static BackendConfig.Limits limits(ServerSettings settings) {
        BackendConfig.Limits usual = BackendConfig.Limits.DEFAULT;
        return new BackendConfig.Limits(
                settings.maxConcurrency(),
                usual.queued(),
                usual.queueWait(),
                usual.lanes(),
                usual.connections(),
                usual.listens());
    }
}
