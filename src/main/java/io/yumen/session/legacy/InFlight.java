package io.yumen.session.legacy;

import io.yumen.exchange.Cancellation;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.RpcException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The requests of one session that are under way, by their ids. */
final class InFlight {
    private final int max;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<RequestId, Cancellation> requests = new HashMap<>();
    private boolean ended;

    InFlight(int max) {
        this.max = max;
    }

    /** Lets a request in; it must be ended. */
    Cancellation begin(RequestId id) {
        lock.lock();
        try {
            if (ended) {
                throw RpcException.unavailable("The session has ended");
            }
            if (requests.containsKey(id)) {
                throw RpcException.invalidRequest("A request with this id is under way");
            }
            if (requests.size() >= max) {
                throw RpcException.unavailable("Too many requests of this session are under way");
            }
            Cancellation cancellation = new Cancellation();
            requests.put(id, cancellation);
            return cancellation;
        } finally {
            lock.unlock();
        }
    }

    void end(RequestId id) {
        lock.lock();
        try {
            requests.remove(id);
        } finally {
            lock.unlock();
        }
    }

    void cancel(RequestId id) {
        Cancellation cancellation = find(id);
        if (cancellation != null) {
            cancellation.cancel();
        }
    }

    void cancelAll() {
        List<Cancellation> all;
        lock.lock();
        try {
            ended = true;
            all = List.copyOf(requests.values());
        } finally {
            lock.unlock();
        }
        all.forEach(Cancellation::cancel);
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return requests.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Cancellation find(RequestId id) {
        lock.lock();
        try {
            return requests.get(id);
        } finally {
            lock.unlock();
        }
    }
}
