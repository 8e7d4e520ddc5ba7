package io.yumen.hub;

import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Client;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.InputRequest;
import io.yumen.hub.forms.ResultForm;
import io.yumen.hub.forms.Wanted;
import io.yumen.hub.members.Member;
import io.yumen.hub.names.TaskId;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The part of a subscription that one server answers: a {@code subscriptions/listen} of our own to it, opened again when
 * it is lost. What the server tells and asks there goes to the client of the subscription; changes of lists do not,
 * because the hub tells them for all servers together. Runs on its own thread until it is closed.
 */
final class Tap implements Runnable, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Tap.class);

    private final Member member;
    private final Exchange listen;
    private final Plan plan;
    private final Cancellation cancellation;
    private final Relisten relisten;
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch acknowledged;

    /** @param acknowledged is open once the client knows of its subscription: it hears nothing before */
    Tap(Member member, Exchange listen, Plan plan, HubLimits limits, CountDownLatch acknowledged) {
        this.member = member;
        this.listen = listen;
        this.plan = plan;
        this.cancellation = listen.cancellation().child();
        this.relisten = new Relisten(limits, cancellation);
        this.acknowledged = acknowledged;
    }

    boolean isFor(Member other, Plan otherPlan) {
        return member.backend().equals(other.backend()) && plan.equals(otherPlan);
    }

    /** The server is up: no reason to wait any longer. */
    void wake(String server) {
        if (member.name().equals(server)) {
            relisten.wake();
        }
    }

    /** Waits until the server has taken the subscription, or will not; where there is nothing to watch, not at all. */
    void awaitBegun(long nanos, Cancellation waiting) {
        if (plan.isEmpty()) {
            return;
        }
        Cancellation.Registration cancelled = waiting.onCancel(begun::countDown);
        try {
            if (!begun.await(nanos, TimeUnit.NANOSECONDS)) {
                log.atDebug().addKeyValue("server", member.name()).log("A subscription is not acknowledged yet");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            cancelled.close();
        }
    }

    @Override
    public void run() {
        try (cancellation) {
            while (!cancellation.isCancelled() && listenOnce()) {
                rest();
            }
        }
    }

    @Override
    public void close() {
        cancellation.cancel();
    }

    /** Listens until the server ends it; says whether it is worth trying again. */
    private boolean listenOnce() {
        relisten.trying();
        try {
            Client client = new TapClient(new ResultForm(member.name(), plan.exposed(), plan::task));
            member.backend()
                    .handle(listen.withParams(plan.wanted().toParams())
                            .withClient(client)
                            .withCancellation(cancellation));
            return true;
        } catch (RpcException e) {
            if (cancellation.isCancelled()) {
                return false;
            }
            log.atDebug()
                    .addKeyValue("server", member.name())
                    .addKeyValue("reason", e.error().message())
                    .log("A subscription to a server was lost");
            return e.error().code() != ErrorCode.METHOD_NOT_FOUND;
        } finally {
            begun.countDown();
        }
    }

    /** Without anything to watch there is no reason to start a server that is down: then it waits until it is up. */
    private void rest() {
        if (plan.isEmpty()) {
            relisten.restUntilWoken();
        } else {
            relisten.rest();
        }
    }

    /**
     * What one server is asked to tell.
     *
     * @param uris its resources, with the URIs by which the client knows them
     * @param tasks its tasks, with the ids by which the client knows them
     * @param renamed other URIs of it that clients see otherwise
     */
    record Plan(Map<String, String> uris, Map<String, String> tasks, Map<String, String> renamed) {
        static Plan empty(Map<String, String> renamed) {
            return new Plan(new HashMap<>(), new LinkedHashMap<>(), renamed);
        }

        boolean isEmpty() {
            return uris.isEmpty() && tasks.isEmpty();
        }

        Wanted wanted() {
            return new Wanted(Set.of(), uris.keySet(), tasks.keySet());
        }

        /** How the client knows the task of which the server says the id. */
        String task(String own) {
            return tasks.getOrDefault(own, own);
        }

        Map<String, String> exposed() {
            Map<String, String> exposed = new HashMap<>(renamed);
            exposed.putAll(uris);
            return exposed;
        }
    }

    /** Passes what is not about lists. */
    private final class TapClient implements Client {
        private static final Set<String> OURS =
                Set.of(Methods.TOOLS_CHANGED, Methods.PROMPTS_CHANGED, Methods.RESOURCES_CHANGED);

        private final ResultForm form;

        TapClient(ResultForm form) {
            this.form = form;
        }

        @Override
        public void notify(Message.Notification notification) {
            if (notification.method().equals(Methods.ACKNOWLEDGED)) {
                relisten.reset();
                begun.countDown();
            } else if (!OURS.contains(notification.method())
                    && TaskId.speaksOnlyOf(notification.params(), plan.tasks().keySet())
                    && isAcknowledged()) {
                listen.client()
                        .notify(new Message.Notification(notification.method(), form.params(notification.params())));
            }
        }

        @Override
        public ObjectNode ask(InputRequest request) {
            return listen.client().ask(request);
        }

        private boolean isAcknowledged() {
            try {
                acknowledged.await();
                return true;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
