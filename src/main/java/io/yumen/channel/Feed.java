package io.yumen.channel;

import java.time.Duration;

/**
 * What one wire reads of its channel. {@link #next} is for the thread of the wire; the rest for any. Closing detaches the
 * wire, and does nothing where another has taken over.
 */
public final class Feed implements AutoCloseable {
    private final Channel channel;
    private final long start;
    private long position;
    private Ending left = Ending.DETACHED;
    private volatile boolean dismissed;

    Feed(Channel channel, long position) {
        this.channel = channel;
        this.start = position;
        this.position = position;
    }

    /** The number of the message after which it begins. */
    public long start() {
        return start;
    }

    /**
     * Waits for the next messages that this wire has to write. What is returned counts as given to the wire; whether the
     * client got it, only the client can say, with its cursor.
     *
     * @param patience how long to wait; zero to look only
     */
    public Delivery next(Duration patience) throws InterruptedException {
        return channel.next(this, patience);
    }

    /** Takes the wire off its channel because what let its client in has ended: {@link Ending#ACCESS_ENDED}. */
    public void dismiss() {
        dismissed = true;
        channel.detach(this, Ending.ACCESS_ENDED);
    }

    /** Whether what let its client in has ended: what it still sends counts for nothing. */
    public boolean isDismissed() {
        return dismissed;
    }

    /** The channel that it reads. */
    public Channel channel() {
        return channel;
    }

    @Override
    public void close() {
        channel.detach(this, Ending.DETACHED);
    }

    // What follows is guarded by the lock of the channel.

    long position() {
        return position;
    }

    void advance(long cursor) {
        position = cursor;
    }

    Ending left() {
        return left;
    }

    void leave(Ending why) {
        left = why;
    }
}
