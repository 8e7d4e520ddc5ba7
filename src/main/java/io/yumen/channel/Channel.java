package io.yumen.channel;

import io.yumen.exchange.ClientKey;
import io.yumen.protocol.Message;
import io.yumen.protocol.MessageCodec.Packet;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.RpcException;
import io.yumen.session.Outlet;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One client's ordered two-way channel of messages, whatever wire carries it at the moment. What the client sends is given
 * to {@link #take}; what is sent to it is numbered, kept, and read by the one wire that is attached.
 *
 * <p>The contract towards wires:
 *
 * <ul>
 *   <li>A wire finds its channel through {@link Channels}, which also checks the principal, and attaches. The newest wire has
 *       the channel; the one before is told {@link Ending#REPLACED}.
 *   <li>It reads its {@link Feed} on its own thread and writes what it gets, at its own pace. A wire that does not read lets
 *       messages pile up; over the limits the channel ends with {@link Ending#OVERRUN}, so that none is lost unseen.
 *   <li>Sequence numbers have no gap. A client that comes back with the number of the last message that it saw gets exactly
 *       the rest, in the same words; with a number whose rest is forgotten it gets {@link CursorLost}.
 *   <li>Closing the feed detaches. A channel {@link Lifespan#OF_ITS_WIRE} ends with that; a resumable one waits for the next.
 * </ul>
 *
 * <p>Safe for many threads. Nothing here waits except {@link Feed#next} and an {@code initialize} that is taken.
 */
public final class Channel implements Outlet {
    private final String id;
    private final Opening opening;
    private final ChannelLimits limits;
    private final Conversation conversation;
    private final Channels home;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ChannelLog log;
    private final Map<@Nullable RequestId, Asked> asked = new HashMap<>();
    private final Repeats repeats;
    private @Nullable Feed feed;
    private @Nullable Ending ending;
    private boolean everAttached;
    private long idleSinceNanos;

    Channel(String id, Opening opening, Channels home) {
        this.id = id;
        this.opening = opening;
        this.home = home;
        this.limits = home.limits();
        this.log = new ChannelLog(limits);
        this.repeats = new Repeats(limits.posts());
        this.conversation = new Conversation(opening.endpoint(), home.edges(), this, limits.inFlight());
        this.idleSinceNanos = now();
    }

    /** The unguessable name by which its client finds it again; worth nothing to another principal. */
    public String id() {
        return id;
    }

    /** Who opened it, and for what. */
    public Opening opening() {
        return opening;
    }

    public Principal principal() {
        return opening.access().principal();
    }

    /** Under which what is kept for this client in the modern era is kept. */
    ClientKey.Session key() {
        return conversation.key();
    }

    /**
     * Takes what the client sent; answers are sent to the client in their time.
     *
     * @param access who sent it: the channel's principal, by a credential that may be another than at its opening
     * @throws RpcException where the channel has ended, or this is a batch in a revision that has none
     */
    public void take(Packet packet, Access access) {
        touch();
        if (hasEnded()) {
            throw RpcException.unavailable("The connection has ended");
        }
        conversation.take(packet, access);
    }

    /**
     * Takes what the client sent, unless it was taken before: for clients that send again what they do not know to have
     * arrived.
     *
     * @param key the client's own name for this message, not used for another one; one that is refused may come again
     * @throws RpcException as {@link #take} does
     */
    public void takeOnce(String key, Packet packet, Access access) {
        repeats.once(key, () -> take(packet, access));
    }

    /**
     * Takes a request whose answer is returned and not sent: for clients that do not listen. Waits for it.
     *
     * @return the answer, or empty where none came in that time; one that comes later is sent
     * @throws RpcException where the channel has ended
     */
    public Optional<Message.Response> ask(Message.Request request, Access access, Duration patience)
            throws InterruptedException {
        Asked question = new Asked();
        lock.lock();
        try {
            if (asked.putIfAbsent(request.id(), question) != null) {
                throw RpcException.invalidRequest("A request with this id is under way");
            }
        } finally {
            lock.unlock();
        }
        try {
            take(new Packet.Single(request), access);
            return await(question, patience.toNanos());
        } finally {
            forget(request.id(), question);
        }
    }

    /** Numbers a message, keeps it, and wakes the wire. */
    @Override
    public void send(Message message) {
        if (message instanceof Message.Response response && isAsked(response)) {
            return;
        }
        String text = opening.dialect().write(message);
        boolean overrun;
        lock.lock();
        try {
            if (ending != null) {
                return;
            }
            if (everAttached) {
                overrun = !log.add(text, now());
            } else {
                log.push(text, now());
                overrun = false;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (overrun) {
            end(Ending.OVERRUN);
        }
    }

    /** Gives the channel that wire, which goes on after what was given to the one before. */
    public Feed attach() {
        lock.lock();
        try {
            return attachAfter(Math.max(log.given(), log.forgotten()));
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives the channel that wire, which goes on after the message that the client saw last.
     *
     * @param cursor the number of that message, 0 where it saw none
     * @throws CursorLost where some of what follows is forgotten, or there was no such message
     */
    public Feed attach(long cursor) throws CursorLost {
        lock.lock();
        try {
            if (!log.reaches(cursor)) {
                throw new CursorLost(cursor, log.forgotten(), log.last());
            }
            log.acknowledge(cursor);
            return attachAfter(cursor);
        } finally {
            lock.unlock();
        }
    }

    /** The client has everything up to that message, which needs not be kept longer. */
    public void acknowledge(long cursor) {
        lock.lock();
        try {
            log.acknowledge(cursor);
        } finally {
            lock.unlock();
        }
    }

    /** Whether a wire has it now. */
    public boolean isAttached() {
        lock.lock();
        try {
            return feed != null;
        } finally {
            lock.unlock();
        }
    }

    /** Whether a wire has, or ever had it: else nobody listens, and answers must go another way. */
    public boolean isHeard() {
        lock.lock();
        try {
            return everAttached;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it has ended. */
    public boolean hasEnded() {
        lock.lock();
        try {
            return ending != null;
        } finally {
            lock.unlock();
        }
    }

    /** The number of the last message that was sent. */
    long lastSequence() {
        lock.lock();
        try {
            return log.last();
        } finally {
            lock.unlock();
        }
    }

    /** Ends it with all that is under way; its wire is given what it has not written yet, and then told. */
    public void end(Ending why) {
        lock.lock();
        try {
            if (ending != null) {
                return;
            }
            ending = why;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        home.ended(this, why);
    }

    /** Ends it when what is under way is done, after that time at the latest. */
    void finish(Duration grace) {
        conversation.end(grace);
        end(Ending.SHUTDOWN);
    }

    /** Cancels what is under way. May wait for the client's session to let go. */
    void hangUp() {
        conversation.end(Duration.ZERO);
    }

    /** Forgets what is too old; true where no wire came back in time. */
    boolean sweep(long nanos) {
        lock.lock();
        try {
            log.forgetBefore(nanos - limits.age().toNanos());
            return feed == null && nanos - idleSinceNanos >= limits.detached().toNanos();
        } finally {
            lock.unlock();
        }
    }

    Delivery next(Feed asking, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (true) {
                if (feed != asking) {
                    return new Delivery.Ended(ending != null ? ending : asking.left());
                }
                var rest = log.after(asking.position());
                if (!rest.isEmpty()) {
                    Delivery.Messages messages = new Delivery.Messages(rest);
                    asking.advance(messages.cursor());
                    log.give(messages.cursor());
                    return messages;
                }
                if (ending != null) {
                    return new Delivery.Ended(ending);
                }
                if (left <= 0) {
                    return new Delivery.Nothing();
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    void detach(Feed leaving, Ending why) {
        lock.lock();
        try {
            if (feed != leaving) {
                return;
            }
            leaving.leave(why);
            feed = null;
            idleSinceNanos = now();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (opening.lifespan() == Lifespan.OF_ITS_WIRE) {
            end(why == Ending.DETACHED ? Ending.LEFT : why);
        }
    }

    private Feed attachAfter(long cursor) {
        Feed before = feed;
        if (before != null) {
            before.leave(Ending.REPLACED);
        }
        Feed next = new Feed(this, cursor);
        feed = next;
        everAttached = true;
        changed.signalAll();
        return next;
    }

    private Optional<Message.Response> await(Asked question, long patienceNanos) throws InterruptedException {
        long left = patienceNanos;
        lock.lockInterruptibly();
        try {
            while (question.answer == null && ending == null && left > 0) {
                left = changed.awaitNanos(left);
            }
            return Optional.ofNullable(question.answer);
        } finally {
            lock.unlock();
        }
    }

    private boolean isAsked(Message.Response response) {
        lock.lock();
        try {
            Asked question = asked.get(response.id());
            if (question == null) {
                return false;
            }
            question.answer = response;
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void forget(RequestId id, Asked question) {
        lock.lock();
        try {
            asked.remove(id, question);
        } finally {
            lock.unlock();
        }
    }

    private void touch() {
        lock.lock();
        try {
            idleSinceNanos = now();
        } finally {
            lock.unlock();
        }
    }

    private long now() {
        return home.wheel().nanoTime();
    }

    private static final class Asked {
        private Message.@Nullable Response answer;
    }
}
