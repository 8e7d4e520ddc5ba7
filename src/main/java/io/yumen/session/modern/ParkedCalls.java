package io.yumen.session.modern;

import io.yumen.exchange.Results;
import io.yumen.protocol.RpcException;
import io.yumen.session.Call;
import io.yumen.session.EdgeLimits;
import io.yumen.tenant.Principal;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The calls that have asked their client something and are not done, by the id that their request states carry. */
final class ParkedCalls {
    private static final int ID_BYTES = 16;

    private final EdgeLimits limits;
    private final StateSealer sealer;
    private final HandlerStates states;
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, AskingCall> calls = new HashMap<>();
    private final Quota quota;

    ParkedCalls(EdgeLimits limits, StateSealer sealer, HandlerStates states) {
        this.limits = limits;
        this.quota = new Quota(limits.maxParked(), limits.maxParkedPerPrincipal());
        this.sealer = sealer;
        this.states = states;
    }

    EdgeLimits limits() {
        return limits;
    }

    HandlerStates states() {
        return states;
    }

    /** Runs a call on a thread of its own and waits for its result, or for what it asks. */
    ObjectNode start(Call call) {
        AskingCall asking = new AskingCall(call, this);
        Thread.ofVirtual().name("call").start(asking::run);
        return asking.await(call);
    }

    /** Goes on with a call that was parked. */
    ObjectNode resume(RequestState.Parked state, Call retry) {
        AskingCall asking = find(state.call());
        if (asking == null) {
            throw RpcException.invalidParams(
                    "The call that requestState belongs to does not wait any more; send the request again without it");
        }
        return asking.resume(state.round(), answers(retry), retry);
    }

    /** Lets a call ask its first question; returns the id that it is known by from now on. */
    String admit(AskingCall call, Principal principal) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = HexFormat.of().formatHex(bytes);
        lock.lock();
        try {
            if (!quota.take(principal)) {
                throw RpcException.unavailable("Too many calls wait for your answers already; answer those first");
            }
            calls.put(id, call);
            return id;
        } finally {
            lock.unlock();
        }
    }

    void forget(String id, Principal principal) {
        lock.lock();
        try {
            if (calls.remove(id) != null) {
                quota.give(principal);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Gives up everything that is parked. */
    void cancelAll() {
        List<AskingCall> all;
        lock.lock();
        try {
            all = List.copyOf(calls.values());
        } finally {
            lock.unlock();
        }
        all.forEach(call -> call.cancel(RpcException.unavailable("The server is shutting down")));
    }

    int size() {
        lock.lock();
        try {
            return calls.size();
        } finally {
            lock.unlock();
        }
    }

    String seal(String id, int round, Call call) {
        return sealer.seal(new RequestState.Parked(id, round), call, limits.parkTime());
    }

    private @Nullable AskingCall find(String id) {
        lock.lock();
        try {
            return calls.get(id);
        } finally {
            lock.unlock();
        }
    }

    private static ObjectNode answers(Call retry) {
        JsonNode answers = retry.envelope().params().get(Results.INPUT_RESPONSES);
        if (answers == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (!(answers instanceof ObjectNode object)) {
            throw RpcException.invalidParams("inputResponses must be an object");
        }
        return object;
    }
}
