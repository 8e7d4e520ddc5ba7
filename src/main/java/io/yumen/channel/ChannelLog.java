package io.yumen.channel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * The messages of one channel on their way to the client: numbered, kept until the client has them or their limits are
 * reached. What was given to a wire may be forgotten, oldest first; what was not may not. For one thread at a time.
 */
final class ChannelLog {
    private static final int BATCH = 64;

    private final ChannelLimits limits;
    private final Deque<Kept> kept = new ArrayDeque<>();
    private long weight;
    private long last;
    private long given;
    private long forgotten;

    private record Kept(Numbered message, long nanos) {
        int weight() {
            return message.text().length();
        }
    }

    ChannelLog(ChannelLimits limits) {
        this.limits = limits;
    }

    /** The number of the last message, 0 before the first. */
    long last() {
        return last;
    }

    /** Up to where messages were given to some wire. */
    long given() {
        return given;
    }

    /** Up to where messages are forgotten. */
    long forgotten() {
        return forgotten;
    }

    /** Keeps a message; false, and nothing is kept, where one that no wire was given would have to go for it. */
    boolean add(String text, long nanos) {
        while (!fits(text)) {
            Kept oldest = kept.getFirst();
            if (oldest.message().sequence() > given) {
                return false;
            }
            forget();
        }
        kept.addLast(new Kept(new Numbered(++last, text), nanos));
        weight += text.length();
        return true;
    }

    /** Keeps a message where nobody has ever read: the oldest makes room. */
    void push(String text, long nanos) {
        given = last;
        add(text, nanos);
        given = forgotten;
    }

    /** Whether everything after that message is kept. */
    boolean reaches(long cursor) {
        return cursor >= forgotten && cursor <= last;
    }

    /** The messages after that one, not more than a wire should take at once. */
    List<Numbered> after(long cursor) {
        Deque<Numbered> found = new ArrayDeque<>();
        Iterator<Kept> newestFirst = kept.descendingIterator();
        while (newestFirst.hasNext()) {
            Numbered message = newestFirst.next().message();
            if (message.sequence() <= cursor) {
                break;
            }
            found.addFirst(message);
            if (found.size() > BATCH) {
                found.removeLast();
            }
        }
        return List.copyOf(found);
    }

    /** A wire was given everything up to that message. */
    void give(long cursor) {
        given = Math.max(given, cursor);
    }

    /** The client has everything up to that message. */
    void acknowledge(long cursor) {
        give(Math.min(cursor, last));
        while (!kept.isEmpty() && kept.getFirst().message().sequence() <= cursor) {
            forget();
        }
    }

    /** Forgets what was given to a wire and came before that time. */
    void forgetBefore(long nanos) {
        while (!kept.isEmpty()
                && kept.getFirst().message().sequence() <= given
                && kept.getFirst().nanos() - nanos < 0) {
            forget();
        }
    }

    private boolean fits(String text) {
        return kept.isEmpty() || (kept.size() < limits.messages() && weight + text.length() <= limits.characters());
    }

    private void forget() {
        Kept oldest = kept.removeFirst();
        weight -= oldest.weight();
        forgotten = oldest.message().sequence();
    }
}
