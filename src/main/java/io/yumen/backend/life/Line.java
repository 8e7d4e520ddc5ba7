package io.yumen.backend.life;

import io.yumen.backend.BackendClock;
import io.yumen.backend.BackendConfig;
import io.yumen.backend.ConnectException;
import io.yumen.backend.Connection;
import io.yumen.backend.ConnectionEvents;
import io.yumen.backend.Connector;
import io.yumen.backend.Connector.ConnectRequest;
import io.yumen.backend.ListKind;
import io.yumen.backend.ScopeKey;
import io.yumen.backend.ServerState;
import io.yumen.backend.ServerState.Down;
import io.yumen.exchange.Cancellation;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to a server, and the next one when that is lost: opened when it is needed, shared by those who wait for it,
 * backed off from when it fails. Safe for many threads; its lock is held over memory only.
 */
final class Line {
    private static final Logger log = LoggerFactory.getLogger(Line.class);

    private final LineContext context;
    private final Connector connector;
    private final ConnectFor who;
    private final LineWatcher watcher;

    private final ReentrantLock lock = new ReentrantLock();
    private final LineState state;
    private @Nullable Opening opening;
    private @Nullable Connection connection;
    private @Nullable Opening openedBy;
    private int inFlight;
    private long lastUsedNanos;
    private long openedTimes;

    Line(LineContext context, Connector connector, ConnectFor who, LineWatcher watcher) {
        this.context = context;
        this.connector = connector;
        this.who = who;
        this.watcher = watcher;
        this.state = new LineState(context);
        this.lastUsedNanos = context.clock().nanoTime();
    }

    /**
     * The open connection, opened now if need be, for a request that ends with {@link #release}.
     *
     * @throws RpcException when there is none and cannot be one now, or the request was cancelled
     */
    Connection acquire(Cancellation cancellation) {
        while (true) {
            cancellation.check();
            prepare();
            Opening begun = null;
            Opening awaited;
            lock.lock();
            try {
                if (connection != null) {
                    inFlight++;
                    return connection;
                }
                if (opening == null) {
                    begun = start();
                }
                awaited = opening;
            } finally {
                lock.unlock();
            }
            if (begun != null) {
                begin(begun);
            }
            if (awaited != null) {
                awaited.await(cancellation);
            }
        }
    }

    void release() {
        lock.lock();
        try {
            inFlight--;
            lastUsedNanos = context.clock().nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /** Opens a connection in the background, where one may be opened now and there is none. */
    void open() {
        Opening begun;
        lock.lock();
        try {
            if (connection != null || opening != null || !state.mayStart()) {
                return;
            }
            begun = start();
        } catch (RpcException full) {
            return;
        } finally {
            lock.unlock();
        }
        begin(begun);
    }

    /** The connection is lost, for that reason: the next request opens another. */
    void lost(Connection dead, String reason) {
        boolean isWanted;
        lock.lock();
        try {
            if (!dead.equals(connection)) {
                return;
            }
            detach();
            state.lost(reason);
            // Told before anybody else sees that it is lost: the requests that are lost with it come here first, and
            // are counted then.
            isWanted = watcher.lost();
        } finally {
            lock.unlock();
        }
        log.atWarn()
                .addKeyValue("server", context.server())
                .addKeyValue("reason", reason)
                .log("Connection lost");
        context.errands().run("end", dead::close);
        settle();
        if (isWanted) {
            open();
        }
    }

    /** The connection is open but does not answer as it should. */
    void suspect(Connection doubtful, String reason) {
        move(doubtful, () -> state.degrade(reason));
    }

    /** The connection answers. */
    void trust(Connection sound) {
        move(sound, state::recover);
    }

    /** Ends the connection if nobody has used it for that long; the next request opens another. */
    boolean stopIfUnused(Duration idle) {
        Connection unused;
        lock.lock();
        try {
            unused = connection;
            if (unused == null || inFlight > 0 || unusedNanos() < idle.toNanos()) {
                return false;
            }
            detach();
            state.stop();
        } finally {
            lock.unlock();
        }
        context.errands().run("end", unused::close);
        watcher.moved();
        return true;
    }

    /** Ends it for good: what is under way fails, and so does every later request. */
    void retire() {
        Connection last;
        Opening begun;
        lock.lock();
        try {
            if (!state.retire()) {
                return;
            }
            last = connection;
            begun = opening;
            if (last != null || begun != null) {
                detach();
            }
        } finally {
            lock.unlock();
        }
        if (begun != null) {
            begun.fail(context.outage().now("was stopped"));
        }
        if (last != null) {
            context.errands().run("end", last::close);
        }
        watcher.moved();
    }

    ServerState state() {
        return locked(state::now);
    }

    /** The connection if it is open now. */
    @Nullable
    Connection connection() {
        return locked(() -> connection);
    }

    /** Whether it is open or about to be. */
    boolean isLive() {
        return locked(() -> connection != null || opening != null);
    }

    int inFlight() {
        return locked(() -> inFlight);
    }

    /** Whether a request would find it open, or could open it. */
    boolean isUsable() {
        return locked(() -> !state.isDoubtful() && (connection != null || opening != null || state.mayStart()));
    }

    /** How long nobody has used it. */
    long unusedNanos() {
        return locked(() -> inFlight > 0 ? 0 : context.clock().nanoTime() - lastUsedNanos);
    }

    private <T extends @Nullable Object> T locked(Supplier<T> read) {
        lock.lock();
        try {
            return read.get();
        } finally {
            lock.unlock();
        }
    }

    private void prepare() {
        Connection current = connection();
        if (current != null && !current.isOpen()) {
            lost(current, "the connection has ended");
        }
        if (context.budget().isSpent() && !isLive()) {
            watcher.crowded();
        }
    }

    /** Moves to starting, or refuses. The lock is held. */
    private Opening start() {
        if (!state.mayStart()) {
            throw state.refusal();
        }
        if (!context.budget().take()) {
            throw context.outage().now("has as many connections open as maxConnections allows");
        }
        int attempt = state.start();
        Opening begun = new Opening(context.clock(), context.config().timeouts().connection(), attempt);
        opening = begun;
        return begun;
    }

    private void begin(Opening begun) {
        if (begun.attempt() > 1) {
            watcher.restarting();
        }
        watcher.moved();
        Duration limit = context.config().timeouts().connection();
        BackendClock.Timer timer = context.clock()
                .schedule(limit, () -> failed(begun, "it did not start within " + limit.toMillis() + " ms"));
        begun.runsOn(context.errands().run("open", () -> connect(begun)), timer);
    }

    private void connect(Opening begun) {
        try {
            Connection fresh =
                    connector.connect(new ConnectRequest(who.capabilities(), who.scope(), new Events(begun)));
            opened(begun, fresh);
        } catch (ConnectException refused) {
            String reason = String.valueOf(refused.getMessage());
            if (refused.isLoginNeeded()) {
                failed(begun, reason, () -> state.awaitLogin(reason));
            } else {
                failed(begun, reason);
            }
        } catch (RuntimeException unexpected) {
            log.atDebug()
                    .addKeyValue("server", context.server())
                    .setCause(unexpected)
                    .log("Connection could not be opened");
            failed(begun, String.valueOf(unexpected.getMessage()));
        }
    }

    private void opened(Opening begun, Connection fresh) {
        watcher.opened(fresh);
        if (!fresh.isOpen() || !adopt(begun, fresh)) {
            failed(begun, begun.endReason("it ended as soon as it was open"));
            fresh.close();
            return;
        }
        log.atInfo()
                .addKeyValue("server", context.server())
                .addKeyValue("revision", fresh.description().revision().wire())
                .log("Server connected");
        watcher.moved();
        begun.succeed();
        watcher.connected();
        if (openedTimes > 1) {
            watcher.replaced();
        }
    }

    private boolean adopt(Opening begun, Connection fresh) {
        lock.lock();
        try {
            if (opening != begun || begun.hasEnded() || !state.succeed()) {
                return false;
            }
            opening = null;
            connection = fresh;
            openedBy = begun;
            openedTimes++;
            lastUsedNanos = context.clock().nanoTime();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void failed(Opening begun, String reason) {
        failed(begun, reason, () -> state.fail(reason));
    }

    private void failed(Opening begun, String reason, BooleanSupplier move) {
        RpcException refusal;
        lock.lock();
        try {
            if (opening != begun || !move.getAsBoolean()) {
                return;
            }
            detach();
            refusal = state.refusal();
        } finally {
            lock.unlock();
        }
        log.atWarn()
                .addKeyValue("server", context.server())
                .addKeyValue("reason", reason)
                .log("Server could not be connected");
        begun.fail(refusal);
        settle();
    }

    private void detach() {
        connection = null;
        opening = null;
        openedBy = null;
        context.budget().give();
    }

    private void move(Connection about, BooleanSupplier step) {
        lock.lock();
        try {
            if (!about.equals(connection) || !step.getAsBoolean()) {
                return;
            }
        } finally {
            lock.unlock();
        }
        watcher.moved();
    }

    /** After a failure: tells, and where the server is to be up always, comes back when the time has come. */
    private void settle() {
        if (context.config().start() == BackendConfig.Start.EAGER && who.scope().equals(ScopeKey.SHARED)) {
            Instant now = context.clock().instant();
            Instant retryAt = state() instanceof Down down ? down.startableAt() : now;
            Duration delay = Duration.between(now, retryAt);
            context.clock().schedule(delay.isNegative() ? Duration.ZERO : delay, this::open);
        }
        watcher.moved();
    }

    private final class Events implements ConnectionEvents {
        private final Opening origin;

        Events(Opening origin) {
            this.origin = origin;
        }

        @Override
        public void listChanged(ListKind list) {
            watcher.listChanged(list);
        }

        @Override
        public void complained(String line) {
            watcher.complained(line);
        }

        @Override
        public void closed(String reason) {
            origin.ended(reason);
            Connection dead;
            lock.lock();
            try {
                dead = openedBy == origin ? connection : null;
            } finally {
                lock.unlock();
            }
            if (dead != null) {
                lost(dead, reason);
            }
        }
    }
}
