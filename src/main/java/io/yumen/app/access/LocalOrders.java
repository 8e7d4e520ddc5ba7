package io.yumen.app.access;

import io.yumen.app.servers.StartException;
import io.yumen.audit.Audit;
import io.yumen.audit.Unrecorded;
import io.yumen.audit.What;
import io.yumen.audit.Who;
import io.yumen.config.GatewaySettings;
import io.yumen.tenant.Roles;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Orders to a gateway that does not run, by who may write its files: recorded as those to one that runs, in the trail of that
 * gateway.
 */
final class LocalOrders implements AutoCloseable {
    /** How such a person comes in. */
    static final String WIRE = "files";

    private static final int OK = 200;
    private static final int FAILED = 500;

    private final Auditing auditing;

    private LocalOrders(Auditing auditing) {
        this.auditing = auditing;
    }

    /**
     * Those to the gateway of these settings.
     *
     * @throws StartException where there is to be a trail, and none can be written
     */
    static LocalOrders to(GatewaySettings settings) {
        return new LocalOrders(Auditing.start(
                settings.audit().in(State.folder(settings.state()).toString())));
    }

    /** Does that, and records it; what cannot be recorded is not done. */
    <T> T recorded(String method, String path, Supplier<T> work) {
        String user = System.getProperty("user.name", "");
        Audit.Order order;
        try {
            order = auditing.audit()
                    .order(new Who("local", user, "", WIRE, "", WIRE, "", Set.of(Roles.ADMIN)), What.own(method, path));
        } catch (Unrecorded e) {
            throw new StartException(
                    "The audit trail cannot be written, and what cannot be recorded is not done: " + e.getMessage());
        }
        int status = FAILED;
        try {
            T done = work.get();
            status = OK;
            return done;
        } finally {
            order.ended(status);
        }
    }

    @Override
    public void close() {
        auditing.close();
    }
}
