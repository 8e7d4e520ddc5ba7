package io.yumen.backend.legacy;

import io.yumen.backend.link.DeliveryException;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who subscribed to which resource, counted: the server hears of the first subscriber and of the last. Changes go one after
 * the other, each bounded by the time that a small request may take, so that the server sees them in order.
 */
final class Subscriptions {
    private static final Logger log = LoggerFactory.getLogger(Subscriptions.class);

    private final BiConsumer<String, ObjectNode> request;
    private final Map<String, Integer> subscribers = new HashMap<>();
    private final Semaphore turn = new Semaphore(1);

    /** @param request sends a method with parameters and waits for the answer */
    Subscriptions(BiConsumer<String, ObjectNode> request) {
        this.request = request;
    }

    /** Adds a subscriber; false when the server refused. */
    boolean add(String uri) {
        turn.acquireUninterruptibly();
        try {
            if (!subscribers.containsKey(uri)) {
                request.accept(Methods.SUBSCRIBE, params(uri));
            }
            subscribers.merge(uri, 1, Integer::sum);
            return true;
        } catch (RpcException | DeliveryException e) {
            log.atDebug().setCause(e).log("Subscription refused");
            return false;
        } finally {
            turn.release();
        }
    }

    void remove(String uri) {
        turn.acquireUninterruptibly();
        try {
            if (subscribers.merge(uri, -1, Integer::sum) <= 0) {
                subscribers.remove(uri);
                request.accept(Methods.UNSUBSCRIBE, params(uri));
            }
        } catch (RpcException | DeliveryException e) {
            log.atDebug().setCause(e).log("Subscription not ended");
        } finally {
            turn.release();
        }
    }

    private static ObjectNode params(String uri) {
        return JsonNodeFactory.instance.objectNode().put("uri", uri);
    }
}
