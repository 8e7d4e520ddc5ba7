package io.yumen.session.modern;

import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Client;
import io.yumen.exchange.InputRequest;
import io.yumen.exchange.Results;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Message;
import io.yumen.protocol.Meta;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import io.yumen.session.Call;
import io.yumen.session.EdgeLimits;
import io.yumen.session.ListenFilter;
import io.yumen.tenant.Principal;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.node.ObjectNode;

/** The {@code subscriptions/listen} requests under way, each held open until its client, its handler or we end it. */
final class Listens {
    private final RpcException gracefulEnd = RpcException.unavailable("The subscription has ended");

    private final Quota quota;
    private final TaskMarks marks;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Cancellation> open = new HashSet<>();
    private boolean ended;

    Listens(EdgeLimits limits, TaskMarks marks) {
        this.quota = new Quota(limits.maxListens(), limits.maxListensPerPrincipal());
        this.marks = marks;
    }

    /** Holds one open; returns its final result, which carries the subscription's id. */
    ObjectNode hold(Call call) {
        ListenFilter filter = ListenFilter.read(call.envelope().params());
        try (Cancellation mine = call.cancellation().child()) {
            admit(call.principal(), mine);
            try {
                return stamped(listen(call.with(mine), filter), call);
            } catch (RpcException e) {
                if (mine.cause() != gracefulEnd) {
                    throw e;
                }
                return stamped(Results.empty(), call);
            } finally {
                leave(call.principal(), mine);
            }
        }
    }

    /** Ends them all gracefully, and lets no more in. */
    void endAll() {
        Set<Cancellation> ending;
        lock.lock();
        try {
            ended = true;
            ending = Set.copyOf(open);
        } finally {
            lock.unlock();
        }
        ending.forEach(listen -> listen.cancel(gracefulEnd));
    }

    private ObjectNode listen(Call call, ListenFilter filter) {
        return call.endpoint().handler().handle(call.exchange(new Listener(call, filter, marks, new AtomicBoolean())));
    }

    private static ObjectNode stamped(ObjectNode holder, Call call) {
        ObjectNode copy = Meta.withOwnMeta(holder);
        Meta.of(copy).set(Meta.SUBSCRIPTION_ID, call.envelope().id().toJson());
        return copy;
    }

    private void admit(Principal principal, Cancellation listen) {
        lock.lock();
        try {
            if (ended) {
                throw RpcException.unavailable("The server is shutting down");
            }
            if (!quota.take(principal)) {
                throw RpcException.unavailable("Too many subscriptions are open");
            }
            open.add(listen);
        } finally {
            lock.unlock();
        }
    }

    private void leave(Principal principal, Cancellation listen) {
        lock.lock();
        try {
            if (open.remove(listen)) {
                quota.give(principal);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Sends what was asked for, with the subscription's id, and nothing before the acknowledgement. */
    private record Listener(Call call, ListenFilter filter, TaskMarks marks, AtomicBoolean acknowledged)
            implements Client {
        @Override
        public void notify(Message.Notification notification) {
            if (notification.method().equals(Methods.ACKNOWLEDGED)) {
                if (acknowledged.compareAndSet(false, true)) {
                    send(notification);
                }
            } else if (acknowledged.get() && isOfThisEra(notification) && filter.wants(notification.method())) {
                send(notification);
            }
        }

        @Override
        public ObjectNode ask(InputRequest request) {
            throw new RpcException(ErrorCode.METHOD_NOT_FOUND, "A subscription can be asked nothing");
        }

        private static boolean isOfThisEra(Message.Notification notification) {
            return !notification.method().equals(Methods.ELICITATION_COMPLETE)
                    && !notification.method().equals(Methods.TASK_STATUS);
        }

        private void send(Message.Notification notification) {
            if (!call.cancellation().isCancelled()) {
                ObjectNode params = marks.marked(notification, call).params();
                call.outlet().send(new Message.Notification(notification.method(), stamped(params, call)));
            }
        }
    }
}
