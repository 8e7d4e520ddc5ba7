package io.yumen.connect;

import io.yumen.backend.link.Link;
import io.yumen.protocol.Message;
import io.yumen.protocol.Message.Request;
import io.yumen.protocol.Message.Response;
import io.yumen.protocol.RequestId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * What the gateway has asked the client and the client has not answered. The client sees ids of ours: two sessions of the
 * gateway may use the same one. Safe for many threads.
 */
final class Questions {
    private final int most;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<RequestId, Asked> open = new HashMap<>();
    private long nextId = 1;

    /** @param most how many may be open at once */
    Questions(int most) {
        this.most = most;
    }

    /** Where the gateway asks: over that link, during that call of ours, or during none. */
    record Origin(Link link, Optional<RequestId> call) {}

    /** Who asked, and under which id. */
    private record Asked(Origin origin, RequestId id) {
        Link link() {
            return origin.link();
        }
    }

    /** An answer with the link that waits for it. */
    record Answer(Link link, Response response) {}

    /** The question as the client gets it; empty where it is one too many. */
    Optional<Request> ask(Origin origin, Request question) {
        lock.lock();
        try {
            if (open.size() >= most) {
                return Optional.empty();
            }
            RequestId id = RequestId.of("gateway-" + nextId++);
            open.put(id, new Asked(origin, question.id()));
            return Optional.of(new Request(id, question.method(), question.params()));
        } finally {
            lock.unlock();
        }
    }

    /** The answer as the gateway gets it; empty where nobody waits for it. */
    Optional<Answer> answer(Response response) {
        RequestId id = response.id();
        lock.lock();
        try {
            Asked asked = id == null ? null : open.remove(id);
            return Optional.ofNullable(asked).map(found -> new Answer(found.link(), restored(response, found.id())));
        } finally {
            lock.unlock();
        }
    }

    /** Takes a question back; the id is the gateway's, the returned one the client's. */
    Optional<RequestId> withdraw(Link link, RequestId id) {
        return remove(asked -> asked.link().equals(link) && asked.id().equals(id)).stream()
                .findFirst();
    }

    /** Takes back what was asked during a call that is over. */
    List<RequestId> withdraw(Origin origin) {
        return remove(asked -> asked.origin().equals(origin));
    }

    /** Takes back all that was asked over that link. */
    List<RequestId> withdraw(Link link) {
        return remove(asked -> asked.link().equals(link));
    }

    private List<RequestId> remove(Predicate<Asked> wanted) {
        lock.lock();
        try {
            List<RequestId> gone = new ArrayList<>();
            open.entrySet().removeIf(entry -> wanted.test(entry.getValue()) && gone.add(entry.getKey()));
            return gone;
        } finally {
            lock.unlock();
        }
    }

    private static Response restored(Response response, RequestId id) {
        return switch (response) {
            case Message.Result result -> new Message.Result(id, result.result());
            case Message.Failure failure -> new Message.Failure(id, failure.error());
        };
    }
}
