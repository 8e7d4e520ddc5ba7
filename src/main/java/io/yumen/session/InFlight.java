package io.yumen.session;

import io.yumen.exchange.Cancellation;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.RpcException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The requests of one session or connection that are under way, by their ids. Safe for many threads. */
public final class InFlight {
    private final int max;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<RequestId, Cancellation> requests = new HashMap<>();
    private boolean ended;

    public InFlight(int max) {
        this.max = max;
    }

    /**
     * Lets a request in; it must be ended.
     *
     * @throws RpcException where one with this id is under way, there are too many, or all was cancelled
     */
    public Cancellation begin(RequestId id) {
        lock.lock();
        try {
            if (ended) {
                throw RpcException.unavailable("The session has ended");
            }
            if (requests.containsKey(id)) {
                throw RpcException.invalidRequest("A request with this id is under way");
            }
            if (requests.size() >= max) {
                throw RpcException.unavailable("Too many requests of this client are under way");
            }
            Cancellation cancellation = new Cancellation();
            requests.put(id, cancellation);
            return cancellation;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets a request, which is done. */
    public void end(RequestId id) {
        lock.lock();
        try {
            requests.remove(id);
        } finally {
            lock.unlock();
        }
    }

    /** Cancels a request, if it is under way. */
    public void cancel(RequestId id) {
        Cancellation cancellation = find(id);
        if (cancellation != null) {
            cancellation.cancel();
        }
    }

    /** Cancels all requests and lets no more in. */
    public void cancelAll() {
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

    public boolean isEmpty() {
        return count() == 0;
    }

    /** How many are under way. */
    public int count() {
        lock.lock();
        try {
            return requests.size();
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
