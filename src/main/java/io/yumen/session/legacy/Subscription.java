package io.yumen.session.legacy;

import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Client;
import io.yumen.exchange.InputRequest;
import io.yumen.protocol.Message;
import io.yumen.protocol.Meta;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import io.yumen.session.Failures;
import io.yumen.session.ListenFilter;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One {@code subscriptions/listen} at the handler on behalf of a legacy session, on a virtual thread of its own. Opened
 * again, at ever longer intervals, when the handler ends it though it had begun.
 */
final class Subscription implements Client {
    private static final Logger log = LoggerFactory.getLogger(Subscription.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final LegacySession session;
    private final ListenFilter filter;
    private final Cancellation cancellation = new Cancellation();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CompletableFuture<Boolean> acknowledged = new CompletableFuture<>();

    Subscription(LegacySession session, ListenFilter filter) {
        this.session = session;
        this.filter = filter;
        cancellation.onCancel(ended::countDown);
    }

    void begin() {
        Thread.ofVirtual().name("session-listen").start(this::run);
    }

    void end() {
        cancellation.cancel();
    }

    /** Waits until the handler has taken it; one that says nothing in that time is taken to have. */
    void awaitAcknowledgement(Duration time) {
        try {
            acknowledged.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RpcException known ? known : RpcException.internal("Listening failed");
        } catch (TimeoutException e) {
            log.atWarn().addKeyValue("endpoint", session.endpoint().name()).log("A subscription is not acknowledged");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RpcException.cancelled();
        }
    }

    @Override
    public void notify(Message.Notification notification) {
        if (notification.method().equals(Methods.ACKNOWLEDGED)) {
            acknowledged.complete(true);
        } else if (!cancellation.isCancelled() && isWanted(notification.method())) {
            ObjectNode params = Meta.withOwnMeta(notification.params());
            Meta.remove(params, Meta.SUBSCRIPTION_ID);
            session.general().send(new Message.Notification(notification.method(), params));
        }
    }

    @Override
    public ObjectNode ask(InputRequest request) {
        return session.ask(request, session.general(), cancellation);
    }

    private boolean isWanted(String method) {
        return !method.equals(Methods.TASK_CHANGED) && filter.wants(method);
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        while (!cancellation.isCancelled()) {
            listen();
            if (!acknowledged.isDone() || acknowledged.isCompletedExceptionally() || pause(pause)) {
                return;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private void listen() {
        try {
            session.listen(filter.toParams(), this, cancellation);
        } catch (RpcException e) {
            if (!acknowledged.completeExceptionally(e) && !cancellation.isCancelled()) {
                log.atInfo()
                        .addKeyValue("endpoint", session.endpoint().name())
                        .addKeyValue("reason", e.getMessage())
                        .log("A subscription has ended and is opened again");
            }
        } catch (RuntimeException e) {
            acknowledged.completeExceptionally(e);
            Failures.toError(e);
        }
    }

    /** Waits; true where the end came first. */
    private boolean pause(Duration time) {
        try {
            return ended.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
