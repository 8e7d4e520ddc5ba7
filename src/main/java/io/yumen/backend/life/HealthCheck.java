package io.yumen.backend.life;

import io.yumen.backend.BackendClock;
import io.yumen.backend.Connection;
import io.yumen.backend.link.DeliveryException;
import io.yumen.exchange.Caller;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.Methods;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import io.yumen.tenant.Access;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Asks connections for a sign of life; one that gives none in time is given up, and the next request opens another. The
 * replicas of a server are asked from time to time, and those that are down are opened again as soon as may be; so is a service of ours,
 * which says what is wrong with the system behind it.
 */
final class HealthCheck {
    private final LineContext context;
    private final Scopes scopes;
    private volatile boolean closed;
    private final Set<Connection> underWay = ConcurrentHashMap.newKeySet();

    HealthCheck(LineContext context, Scopes scopes) {
        this.context = context;
        this.scopes = scopes;
    }

    /** Watches the replicas until {@link #close}. */
    void watch() {
        if (!closed) {
            context.clock().schedule(context.config().health().interval(), () -> {
                checkReplicas();
                watch();
            });
        }
    }

    void close() {
        closed = true;
    }

    /** Checks that connection in the background, unless it is being checked. */
    void begin(Line line, Connection connection) {
        if (underWay.add(connection)) {
            context.errands().run("check", () -> check(line, connection));
        }
    }

    /**
     * A request failed, and the connection is open all the same: where there are other replicas, they are preferred until
     * it has given a sign of life. A server without replicas is spared the check, which could end what else is under way.
     */
    void doubt(Line line, Connection connection, String reason) {
        if (scopes.sharedLines().size() > 1) {
            line.suspect(connection, reason);
            begin(line, connection);
        }
    }

    /** Looks at them now. */
    void look() {
        if (!closed) {
            checkReplicas();
        }
    }

    private void checkReplicas() {
        List<Line> replicas = scopes.sharedLines();
        if (replicas.stream().noneMatch(Line::isLive)) {
            // Nobody uses the server: it is not kept up by checks.
            return;
        }
        for (Line replica : replicas) {
            Connection connection = replica.connection();
            if (connection == null) {
                replica.open();
            } else {
                begin(replica, connection);
            }
        }
    }

    private void check(Line line, Connection connection) {
        Cancellation cancellation = new Cancellation();
        // The line does not wait for a connection that is slow to give up even the check.
        BackendClock.Timer timer = context.clock()
                .schedule(context.config().health().timeout(), () -> {
                    cancellation.cancel(RpcException.timeout("No sign of life in time"));
                    line.lost(connection, "it gives no sign of life");
                });
        try {
            connection.handle(ping(cancellation));
            timer.cancel();
            connection
                    .trouble()
                    .ifPresentOrElse(trouble -> line.suspect(connection, trouble), () -> line.trust(connection));
        } catch (DeliveryException lost) {
            line.lost(connection, String.valueOf(lost.getMessage()));
        } catch (RpcException error) {
            if (!cancellation.isCancelled()) {
                // An error is a sign of life, too.
                line.trust(connection);
            }
        } finally {
            timer.cancel();
            underWay.remove(connection);
        }
    }

    private static Exchange ping(Cancellation cancellation) {
        Caller ourselves = new Caller(
                Access.LOCAL,
                ClientKey.STATELESS,
                Revision.NEWEST,
                ClientCapabilities.NONE,
                JsonNodeFactory.instance.objectNode());
        return Exchange.own(Methods.PING, JsonNodeFactory.instance.objectNode(), ourselves, cancellation);
    }
}
