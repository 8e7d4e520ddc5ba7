package io.yumen.connect;

import io.yumen.backend.link.DeliveryException;
import io.yumen.backend.link.Link;
import io.yumen.exchange.Cancellation;
import io.yumen.protocol.Message;
import io.yumen.protocol.RpcException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends what wants no answer, in the order in which it was given, on a thread of its own. */
final class Teller {
    private static final Logger log = LoggerFactory.getLogger(Teller.class);

    private final ConnectLimits limits;
    private final Cancellation ended;
    private final Access access;
    private final BlockingQueue<Told> queue;
    private final Thread thread;

    /** @param ended when nothing is worth sending any more */
    Teller(ConnectLimits limits, Cancellation ended, Access access) {
        this.limits = limits;
        this.ended = ended;
        this.access = access;
        this.queue = new ArrayBlockingQueue<>(limits.outgoing());
        this.thread = Thread.ofVirtual().name("teller").unstarted(this::run);
    }

    private record Told(Link link, Message message) {}

    void start() {
        thread.start();
    }

    /** Sends that some time soon; drops it where too much waits already. */
    void tell(Link link, Message message) {
        if (!queue.offer(new Told(link, message))) {
            log.atWarn().log("The gateway takes messages too slowly; one is dropped");
        }
    }

    void end() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                send(queue.take());
            }
        } catch (RpcException | InterruptedException e) {
            log.atTrace().log("Nothing is told any more");
        }
    }

    /** What is told by itself sends nobody to log in; an answer to a question is what somebody waits for. */
    private boolean isWorthAnother(Message message, DeliveryException failure) {
        return switch (failure.sent()) {
            case NEVER -> true;
            case LOGIN_NEEDED ->
                message instanceof Message.Response && access.admit(ended).isEmpty();
            case REFUSED, PERHAPS -> false;
        };
    }

    /** A session that is still there hears it, however long that takes within reason; another one has no use for it. */
    private void send(Told told) {
        Patience patience = new Patience(limits, ended);
        boolean again = told.link().isOpen();
        while (again) {
            try {
                told.link().send(told.message());
                again = false;
            } catch (DeliveryException e) {
                log.atDebug().addKeyValue("reason", e.getMessage()).log("Message not delivered");
                again = told.link().isOpen() && isWorthAnother(told.message(), e) && patience.pause();
            }
        }
    }
}
