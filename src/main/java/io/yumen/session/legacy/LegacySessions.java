package io.yumen.session.legacy;

import io.yumen.exchange.SessionEnd;
import io.yumen.exchange.task.TaskLimits;
import io.yumen.protocol.Message;
import io.yumen.protocol.RpcException;
import io.yumen.session.Endpoint;
import io.yumen.session.Identity;
import io.yumen.session.Outlet;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * All sessions of legacy clients, by their ids, which are random, visible ASCII and worth nothing to another principal or at
 * another endpoint. A session that nobody uses expires. Safe for many threads.
 */
public final class LegacySessions implements AutoCloseable {
    private static final int ID_BYTES = 24;
    private static final int SWEEPS_PER_IDLE_TIME = 10;
    private static final Duration LONGEST_SWEEP = Duration.ofMinutes(1);

    private final Identity identity;
    private final LegacyLimits limits;
    private final SessionTasks tasks = new SessionTasks(TaskLimits.DEFAULT);
    private final List<SessionEnd> ends = new CopyOnWriteArrayList<>();
    private final SecureRandom random = new SecureRandom();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, LegacySession> sessions = new HashMap<>();
    private final Map<Principal, Integer> byPrincipal = new HashMap<>();
    private boolean closing;

    public LegacySessions(Identity identity, LegacyLimits limits) {
        this.identity = identity;
        this.limits = limits;
        Thread.ofVirtual().name("session-expiry").start(this::sweep);
    }

    /** Has that told of every session that ends, however it ends. */
    public void onEnd(SessionEnd end) {
        ends.add(end);
    }

    /**
     * Begins a session with the client's {@code initialize}.
     *
     * @param general takes what is sent to the client outside of its requests
     * @throws RpcException where the request is malformed, there are too many sessions, or the handler does not answer
     */
    public Opened open(Endpoint endpoint, Access access, Message.Request initialize, Outlet general) {
        requireRoom(access.principal());
        Negotiation.requireBrief(initialize.params(), limits.maxIntroduction());
        SessionFacts facts = Negotiation.settle(endpoint, access, newId(), initialize.params());
        ObjectNode result = Negotiation.result(facts, Negotiation.discover(facts), identity);
        ObjectNode capabilities =
                result.get("capabilities") instanceof ObjectNode given ? given : JsonNodeFactory.instance.objectNode();
        LegacySession session = new LegacySession(facts, capabilities, limits, tasks, general);
        add(session);
        return new Opened(session, new Message.Result(initialize.id(), result));
    }

    /** The session of that id, if it is alive, of that principal, and of that endpoint. */
    public Optional<LegacySession> find(String id, Principal principal, String endpointName) {
        LegacySession session = find(id);
        return session == null
                        || !session.principal().equals(principal)
                        || !session.endpoint().name().equals(endpointName)
                ? Optional.empty()
                : Optional.of(session);
    }

    /** Ends a session and all that is under way in it. */
    public void end(LegacySession session) {
        if (remove(session)) {
            session.end();
            ends.forEach(end -> end.ended(session.key()));
        }
    }

    /** Ends those that were begun by such an access. */
    public void endThoseOf(Predicate<Access> ended) {
        all().stream().filter(session -> ended.test(session.access())).forEach(this::end);
    }

    /** How many sessions are alive. */
    public int count() {
        lock.lock();
        try {
            return sessions.size();
        } finally {
            lock.unlock();
        }
    }

    /** Those that are alive. */
    public List<LegacySession> all() {
        lock.lock();
        try {
            return List.copyOf(sessions.values());
        } finally {
            lock.unlock();
        }
    }

    /** Ends all sessions and accepts no more. */
    @Override
    public void close() {
        closed.countDown();
        lock.lock();
        try {
            closing = true;
        } finally {
            lock.unlock();
        }
        all().forEach(this::end);
        tasks.close();
    }

    private void requireRoom(Principal principal) {
        lock.lock();
        try {
            if (closing) {
                throw RpcException.unavailable("The server is shutting down");
            }
            if (sessions.size() >= limits.maxSessions()
                    || byPrincipal.getOrDefault(principal, 0) >= limits.maxSessionsPerPrincipal()) {
                throw RpcException.unavailable("Too many sessions are open");
            }
        } finally {
            lock.unlock();
        }
    }

    private void add(LegacySession session) {
        lock.lock();
        try {
            requireRoom(session.principal());
            sessions.put(session.id(), session);
            byPrincipal.merge(session.principal(), 1, Integer::sum);
        } finally {
            lock.unlock();
        }
    }

    private boolean remove(LegacySession session) {
        lock.lock();
        try {
            if (!sessions.remove(session.id(), session)) {
                return false;
            }
            byPrincipal.computeIfPresent(session.principal(), (key, count) -> count > 1 ? count - 1 : null);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable LegacySession find(String id) {
        lock.lock();
        try {
            return sessions.get(id);
        } finally {
            lock.unlock();
        }
    }

    private void sweep() {
        Duration part = limits.idleTime().dividedBy(SWEEPS_PER_IDLE_TIME);
        Duration pause = part.compareTo(LONGEST_SWEEP) < 0 ? part : LONGEST_SWEEP;
        try {
            while (!closed.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                all().stream().filter(LegacySession::isIdle).forEach(this::end);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String newId() {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * A session that has begun.
     *
     * @param session the session
     * @param response what {@code initialize} is answered with
     */
    public record Opened(LegacySession session, Message.Response response) {}
}
