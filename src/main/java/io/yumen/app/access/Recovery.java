package io.yumen.app.access;

import io.yumen.app.servers.StartException;
import io.yumen.auth.ApiKeys;
import io.yumen.auth.NewKey;
import io.yumen.auth.Stays;
import io.yumen.auth.lockdown.Lock;
import io.yumen.auth.lockdown.Lockdown;
import io.yumen.auth.lockdown.Locked;
import io.yumen.auth.users.UserLimits;
import io.yumen.auth.users.Users;
import io.yumen.config.GatewaySettings;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What an administrator does to the state of a gateway that does not run: whoever may write the state's folder is one. Recorded as
 * orders to a gateway that runs are.
 */
public final class Recovery implements AutoCloseable {
    private final State state;
    private final LocalOrders orders;
    private final Stays stays = new Stays(InstantSource.system());
    private final ApiKeys keys;
    private final Lockdown lockdown;

    private Recovery(State state, LocalOrders orders) {
        this.state = state;
        this.orders = orders;
        this.keys = new ApiKeys(state.store().values(), state.sealer(ApiKeys.PURPOSE), InstantSource.system(), stays);
        this.lockdown = new Lockdown(state.store().values(), InstantSource.system());
        Users users = new Users(state.store().values(), UserLimits.DEFAULT, InstantSource.system());
        lockdown.listen(new Consequences(state.store().values(), keys, users, stays));
    }

    /**
     * Opens the state of those settings.
     *
     * @throws StartException where it cannot be used, a gateway has it, or there is none; the message says what to do
     */
    public static Recovery open(GatewaySettings settings) {
        if (settings.access() == null) {
            throw new StartException("The configuration has no \"access\": there is nobody to let in or to lock out");
        }
        State state = State.open(settings);
        try {
            return new Recovery(state, LocalOrders.to(settings));
        } catch (RuntimeException e) {
            state.close();
            throw e;
        }
    }

    /** The locks that are on. */
    public List<Locked> locks() {
        return lockdown.all();
    }

    /** Locks that. */
    public Locked lock(Lock lock, String reason) {
        return orders.recorded("POST", lock.path(), () -> lockdown.lock(lock, reason, LocalOrders.WIRE));
    }

    /** Lifts that lock. Returns what it was, or empty where there was none. */
    public Optional<Locked> lift(Lock lock) {
        return orders.recorded("DELETE", lock.path(), () -> lockdown.lift(lock));
    }

    /** Makes a key. */
    public ApiKeys.Made create(NewKey wanted) {
        return orders.recorded("POST", "/api/v1/keys", () -> keys.create(wanted));
    }

    @Override
    public void close() {
        stays.close();
        orders.close();
        state.close();
    }
}
