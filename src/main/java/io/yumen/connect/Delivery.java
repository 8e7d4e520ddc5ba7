package io.yumen.connect;

import io.yumen.backend.guard.SafeRequests;
import io.yumen.backend.link.DeliveryException;
import io.yumen.exchange.Cancellation;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Message;
import io.yumen.protocol.Message.Request;
import io.yumen.protocol.Message.Response;
import io.yumen.protocol.Meta;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gets requests to a gateway that may be away for a while, and their answers back. What surely did not arrive is sent
 * again, and so is what may arrive twice; all else is answered with an error that says so. Each attempt has an id of its
 * own.
 */
final class Delivery {
    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    private static final String RETRYABLE = "retryable";

    /** These set a state, and set the same one when they come twice; a session that nobody uses ends by itself. */
    private static final Set<String> SETTERS =
            Set.of(Methods.INITIALIZE, Methods.SET_LEVEL, Methods.SUBSCRIBE, Methods.UNSUBSCRIBE);

    private final String gateway;
    private final ConnectLimits limits;
    private final Access access;
    private final SafeRequests safe = new SafeRequests();
    private final AtomicLong nextId = new AtomicLong(1);

    /** @param gateway its URL, for those who read errors */
    Delivery(String gateway, ConnectLimits limits, Access access) {
        this.gateway = gateway;
        this.limits = limits;
        this.access = access;
    }

    /** Sends one attempt and waits for its answer. */
    @FunctionalInterface
    interface Attempt {
        /**
         * Returns the answer.
         *
         * @throws DeliveryException when there is none
         */
        Response send(Request request);
    }

    /**
     * Delivers a request.
     *
     * @return the gateway's answer, or an error of ours, with the id of the request
     * @throws RpcException when it was cancelled
     */
    Response deliver(Request request, Cancellation cancellation, Attempt attempt) {
        Patience patience = new Patience(limits, cancellation);
        while (true) {
            try {
                return answered(request, attempt.send(fresh(request)));
            } catch (DeliveryException lost) {
                cancellation.check();
                if (lost.sent() == DeliveryException.Sent.LOGIN_NEEDED) {
                    Optional<String> trouble = access.admit(cancellation);
                    if (trouble.isPresent()) {
                        return failure(request, DeliveryException.loginNeeded(trouble.get()));
                    }
                    patience.reset();
                } else if (!maySendAgain(request, lost)) {
                    return failure(request, lost);
                }
                if (!patience.pause()) {
                    return failure(request, DeliveryException.neverSent(lost.getMessage()));
                }
                log.atDebug()
                        .addKeyValue("method", request.method())
                        .addKeyValue("reason", lost.getMessage())
                        .log("Request is sent again");
            }
        }
    }

    /**
     * That was lost for want of a login: waits for it.
     *
     * @return what the client is told of what was lost; that it can come again where its user is in
     * @throws RpcException when the request was cancelled
     */
    Message.Failure admitted(Request request, DeliveryException lost, Cancellation cancellation) {
        return access.admit(cancellation)
                .map(trouble -> failure(request, DeliveryException.loginNeeded(trouble)))
                .orElseGet(() -> failure(request, DeliveryException.neverSent(lost.getMessage())));
    }

    /** The same request with an id that no other has. */
    Request fresh(Request request) {
        return new Request(RequestId.of(nextId.getAndIncrement()), request.method(), request.params());
    }

    /** That answer, as the answer to that request. */
    Response answered(Request request, Response answer) {
        return switch (answer) {
            case Message.Result result -> {
                ObjectNode tree = result.result();
                safe.learn(request.method(), tree);
                if (Meta.get(tree, Meta.SUBSCRIPTION_ID) != null) {
                    Meta.of(tree).set(Meta.SUBSCRIPTION_ID, request.id().toJson());
                }
                yield new Message.Result(request.id(), tree);
            }
            case Message.Failure failure -> new Message.Failure(request.id(), failure.error());
        };
    }

    private boolean maySendAgain(Request request, DeliveryException lost) {
        return switch (lost.sent()) {
            case NEVER -> true;
            case REFUSED, LOGIN_NEEDED -> false;
            case PERHAPS -> SETTERS.contains(request.method()) || safe.contains(request.method(), request.params());
        };
    }

    /** Whether that is an error of ours which would come again. */
    boolean isFinal(Message.Failure failure) {
        return failure.error().data() != null
                && !failure.error().data().path(RETRYABLE).asBoolean(true);
    }

    /** The error for a request that was lost. */
    Message.Failure failure(Request request, DeliveryException lost) {
        String why = "The gateway at " + gateway + " ";
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        String message = switch (lost.sent()) {
            case NEVER -> {
                data.put(RETRYABLE, true);
                yield why + "has not answered for " + limits.away().toSeconds() + " s: " + lost.getMessage()
                        + ". The request did not reach it, and can be sent again";
            }
            case LOGIN_NEEDED -> {
                data.put(RETRYABLE, false);
                yield why + "has not let its user in: " + lost.getMessage();
            }
            case REFUSED -> {
                data.put(RETRYABLE, false);
                yield why + "refuses this: " + lost.getMessage() + ". For yumen connect: --key, or --header";
            }
            case PERHAPS -> {
                data.put(RETRYABLE, true).put("perhapsDone", true);
                yield why + "was lost before it answered: " + lost.getMessage()
                        + ". The request may have been carried out; send it again if twice does no harm";
            }
        };
        return new Message.Failure(request.id(), new RpcError(ErrorCode.UNAVAILABLE, message, data));
    }
}
