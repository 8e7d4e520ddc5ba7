package io.yumen.backend.guard;

import io.yumen.backend.BackendConfig;
import io.yumen.backend.Outage;
import io.yumen.exchange.Caller;
import io.yumen.exchange.Client;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.exchange.InputRequest;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import io.yumen.tenant.Principal;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Lets only so many questions of a server wait for the answers of one client, and of one principal: each holds a thread here
 * and a call at the server, for minutes perhaps. A call that would ask one more is ended with an error that says so; nobody
 * else notices.
 */
final class Questions implements Handler {
    private final BackendConfig.Questions limits;
    private final Outage outage;
    private final Handler inner;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Principal, Integer> ofPrincipals = new HashMap<>();
    private final Map<ClientKey.Session, Integer> ofSessions = new HashMap<>();

    Questions(GuardContext context, Handler inner) {
        this.limits = context.config().limits().questions();
        this.outage = context.outage();
        this.inner = inner;
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        return inner.handle(
                exchange.withClient(exchange.client().asking((question, client) -> ask(exchange, question, client))));
    }

    private ObjectNode ask(Exchange exchange, InputRequest question, Client client) {
        Caller caller = exchange.caller();
        try {
            take(caller);
        } catch (RpcException refusal) {
            // What the server makes of an error is anybody's guess, and the client is to know. A listen goes on
            // without.
            if (!exchange.method().equals(Methods.LISTEN)) {
                exchange.cancellation().cancel(refusal);
            }
            throw refusal;
        }
        try {
            return client.ask(question);
        } finally {
            give(caller);
        }
    }

    private void take(Caller caller) {
        lock.lock();
        try {
            if (ofPrincipals.getOrDefault(caller.principal(), 0) >= limits.perPrincipal()) {
                throw tooMany(limits.perPrincipal(), "user");
            }
            if (caller.client() instanceof ClientKey.Session session) {
                if (ofSessions.getOrDefault(session, 0) >= limits.perSession()) {
                    throw tooMany(limits.perSession(), "session");
                }
                ofSessions.merge(session, 1, Integer::sum);
            }
            ofPrincipals.merge(caller.principal(), 1, Integer::sum);
        } finally {
            lock.unlock();
        }
    }

    private void give(Caller caller) {
        lock.lock();
        try {
            ofPrincipals.computeIfPresent(caller.principal(), Questions::less);
            if (caller.client() instanceof ClientKey.Session session) {
                ofSessions.computeIfPresent(session, Questions::less);
            }
        } finally {
            lock.unlock();
        }
    }

    private static @Nullable Integer less(Object who, Integer count) {
        return count > 1 ? count - 1 : null;
    }

    private RpcException tooMany(int limit, String who) {
        return outage.now("asks, and " + limit + " of its questions to this " + who
                + " wait for answers already; answer those first");
    }

    @Override
    public String toString() {
        return "questions " + limits.perSession() + "/" + limits.perPrincipal() + "(" + inner + ")";
    }
}
