package io.yumen.backend.life;

import io.yumen.backend.BackendClock;
import io.yumen.backend.Connection;
import io.yumen.backend.DeliveryException;
import io.yumen.exchange.Caller;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Client;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Methods;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import io.yumen.tenant.Principal;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.JsonNodeFactory;

/** Asks a connection for a sign of life; without one in time, the connection is given up and the next request opens another. */
final class HealthCheck {
    private final LineContext context;
    private final Set<Connection> underWay = ConcurrentHashMap.newKeySet();

    HealthCheck(LineContext context) {
        this.context = context;
    }

    /** Checks that connection in the background, unless it is being checked. */
    void begin(Line line, Connection connection) {
        if (underWay.add(connection)) {
            context.errands().run("check", () -> check(line, connection));
        }
    }

    private void check(Line line, Connection connection) {
        try {
            if (answers(connection)) {
                line.trust(connection);
            } else {
                line.lost(connection, "it gives no sign of life");
            }
        } finally {
            underWay.remove(connection);
        }
    }

    private boolean answers(Connection connection) {
        Cancellation cancellation = new Cancellation();
        BackendClock.Timer timer = context.clock()
                .schedule(
                        context.config().health().timeout(),
                        () -> cancellation.cancel(RpcException.timeout("No sign of life in time")));
        try {
            connection.handle(ping(cancellation));
            return true;
        } catch (DeliveryException lost) {
            return false;
        } catch (RpcException error) {
            // An error is a sign of life, too.
            return error.error().code() != ErrorCode.TIMEOUT;
        } finally {
            timer.cancel();
        }
    }

    private static Exchange ping(Cancellation cancellation) {
        Caller ourselves = new Caller(
                Principal.LOCAL,
                ClientKey.STATELESS,
                Revision.NEWEST,
                ClientCapabilities.NONE,
                JsonNodeFactory.instance.objectNode());
        return new Exchange(
                Methods.PING, JsonNodeFactory.instance.objectNode(), ourselves, null, Client.silent(), cancellation);
    }
}
