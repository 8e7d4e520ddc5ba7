package io.yumen.backend.life;

import io.yumen.backend.Backend;
import io.yumen.backend.BackendClock;
import io.yumen.backend.BackendConfig;
import io.yumen.backend.BackendEvents;
import io.yumen.backend.BackendMeter;
import io.yumen.backend.Connector;
import io.yumen.backend.Control;
import io.yumen.backend.Description;
import io.yumen.backend.ListKind;
import io.yumen.backend.LogLine;
import io.yumen.backend.ScopeKey;
import io.yumen.backend.ServerState;
import io.yumen.backend.guard.BackendStack;
import io.yumen.backend.guard.GuardContext;
import io.yumen.exchange.Caller;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server and its life: connections are opened when they are needed, shared as far as is safe, opened again when they are
 * lost, and ended when nobody uses them. Every request passes the {@link BackendStack}. Safe for many threads.
 */
public final class ServerBackend implements Backend, Control {
    private static final Logger log = LoggerFactory.getLogger(ServerBackend.class);

    private final LineContext context;
    private final BackendMeter meter;
    private final Traits traits = new Traits();
    private final History history;
    private final Scopes scopes;
    private final HealthCheck health;
    private final BackendStack stack;
    private final boolean tellsTrouble;
    private final AtomicInteger announcements = new AtomicInteger();
    private volatile @Nullable BackendEvents events;
    private volatile boolean stopped;
    private volatile boolean isolated;
    private ServerState announced = new ServerState.Configured();

    /**
     * A backend that has opened nothing yet.
     *
     * @param name the server's name in the configuration
     * @param replicas how to reach it; more than one where it has several URLs or processes that answer alike
     */
    public ServerBackend(
            String name, List<Connector> replicas, BackendConfig config, BackendClock clock, BackendMeter meter) {
        if (replicas.isEmpty()) {
            throw new IllegalArgumentException("A server has at least one replica");
        }
        this.context = LineContext.of(name, config, clock);
        this.meter = meter;
        this.history = new History(clock);
        this.scopes = new Scopes(context, List.copyOf(replicas), traits, new Listener());
        this.health = new HealthCheck(context, scopes);
        this.stack = BackendStack.of(
                new GuardContext(name, config, clock, meter),
                new Routing(context.outage(), scopes, health),
                this::announce);
        this.tellsTrouble = replicas.stream().anyMatch(Connector::tellsTrouble);
        if (replicas.size() > 1 || tellsTrouble) {
            health.watch();
        }
    }

    @Override
    public String name() {
        return context.server();
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        return stack.handle(exchange);
    }

    @Override
    public ServerState state() {
        if (isolated) {
            return new ServerState.Stopped(ServerState.Stopped.ISOLATED);
        }
        if (stopped) {
            return new ServerState.Stopped(ServerState.Stopped.BY_OPERATOR);
        }
        ServerState connected = ServerState.best(scopes.states()).orElseGet(this::unconnected);
        return connected instanceof ServerState.Ready ready
                ? stack.trouble()
                        .or(this::replicasDown)
                        .<ServerState>map(ready::degrade)
                        .orElse(ready)
                : connected;
    }

    @Override
    public boolean isUp() {
        return !isolated && !stopped && scopes.isAnyUp();
    }

    private ServerState unconnected() {
        return scopes.wereEverUsed()
                ? new ServerState.Stopped(ServerState.Stopped.UNUSED)
                : new ServerState.Configured();
    }

    @Override
    public Control control() {
        return this;
    }

    @Override
    public Optional<Description> description() {
        return traits.description();
    }

    @Override
    public List<LogLine> log(int most) {
        return history.last(most);
    }

    @Override
    public ScopeKey scopeOf(Caller caller) {
        return scopes.keyOf(caller);
    }

    @Override
    public void listen(BackendEvents listener) {
        events = listener;
    }

    @Override
    public void sessionEnded(ClientKey.Session session) {
        scopes.sessionEnded(session);
    }

    @Override
    public void scopeEnded(ScopeKey scope) {
        scopes.ended(scope);
    }

    @Override
    public void start() {
        if (isolated) {
            return;
        }
        boolean isWanted = stopped || context.config().start() == BackendConfig.Start.EAGER;
        stopped = false;
        scopes.resume();
        if (isolated) {
            // Meanwhile.
            isolate();
            return;
        }
        if (isWanted) {
            scopes.openShared();
        }
        announce();
    }

    @Override
    public void isolate() {
        isolated = true;
        scopes.halt(context.outage().now(new ServerState.Stopped(ServerState.Stopped.ISOLATED).refusal()));
        announce();
    }

    @Override
    public void release() {
        if (isolated) {
            isolated = false;
            start();
        }
    }

    @Override
    public void stop() {
        if (isolated) {
            return;
        }
        stopped = true;
        scopes.halt(context.outage().now("was stopped by its operator"));
        announce();
    }

    @Override
    public void restart() {
        stop();
        start();
    }

    @Override
    public void close() {
        stopped = true;
        health.close();
        scopes.halt(context.outage().now("is being removed"));
        if (!context.errands().await(context.config().timeouts().end())) {
            log.atWarn().addKeyValue("server", name()).log("Connections did not end in time");
        }
        announce();
    }

    @Override
    public String toString() {
        return name() + ": " + stack;
    }

    private Optional<String> replicasDown() {
        List<Line> replicas = scopes.sharedLines();
        int down = 0;
        for (Line replica : replicas) {
            down += isDown(replica.state()) ? 1 : 0;
        }
        return down == 0 ? Optional.empty() : Optional.of(down + " of " + replicas.size() + " replicas do not answer");
    }

    private static boolean isDown(ServerState state) {
        return switch (state) {
            case ServerState.BackingOff waiting -> true;
            case ServerState.Degraded degraded -> true;
            case ServerState.Stopped stopped -> stopped.cause() instanceof ServerState.Stopped.GaveUp;
            case ServerState.Configured configured -> false;
            case ServerState.Starting starting -> starting.attempt() > 1;
            case ServerState.Ready ready -> false;
        };
    }

    /** Tells the state if it is another one; one thread at a time, so that the last one told is the last one reached. */
    private void announce() {
        if (announcements.getAndIncrement() > 0) {
            return;
        }
        int seen;
        do {
            seen = announcements.get();
            ServerState now = state();
            if (!now.equals(announced)) {
                announced = now;
                history.add(
                        LogLine.Source.LIFE, now.reason().isEmpty() ? now.word() : now.word() + ": " + now.reason());
                meter.moved(name(), now);
                BackendEvents listener = events;
                if (listener != null) {
                    listener.stateChanged(name(), now);
                }
            }
        } while (announcements.addAndGet(-seen) > 0);
    }

    private final class Listener implements Scopes.Owner {
        @Override
        public void moved() {
            announce();
        }

        @Override
        public void restarting() {
            meter.restarted(name());
        }

        @Override
        public void connected(ScopeKey scope) {
            if (tellsTrouble) {
                health.look();
            }
            BackendEvents listener = events;
            if (listener != null) {
                listener.connected(name(), scope);
            }
        }

        @Override
        public boolean lost() {
            return stack.lost();
        }

        @Override
        public void replaced() {
            stack.replaced();
        }

        @Override
        public void complained(String line) {
            history.add(LogLine.Source.STDERR, line);
        }

        @Override
        public void listChanged(ListKind list, ScopeKey scope) {
            BackendEvents listener = events;
            if (listener != null) {
                listener.listChanged(name(), list, scope);
            }
        }
    }
}
