package io.yumen.backend.guard;

import io.yumen.exchange.Asker;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Client;
import io.yumen.exchange.InputRequest;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.node.ObjectNode;

/**
 * The place of one request in the room of its server. It is free for others while the client is asked: people think for
 * minutes, and the server does nothing meanwhile. Safe for many threads, since one request may ask several things at once.
 */
final class Place implements Asker {
    private final Room room;
    private final Cancellation cancellation;
    private final ReentrantLock lock = new ReentrantLock();
    private boolean asked;
    private int open;
    private Hold hold = Hold.HELD;

    private enum Hold {
        HELD,
        LENT,
        /** Somebody waits for a place for it. */
        RETURNING,
        ENDED
    }

    private Place(Room room, Cancellation cancellation) {
        this.room = room;
        this.cancellation = cancellation;
    }

    /** A place for a request, which must be given back by {@link #end}; waits as {@link Room#enter} says. */
    static Place in(Room room, Cancellation cancellation) {
        room.enter(cancellation);
        return new Place(room, cancellation);
    }

    @Override
    public ObjectNode ask(InputRequest question, Client client) {
        lend();
        try {
            return client.ask(question);
        } finally {
            if (isWanted()) {
                takeBack();
            }
        }
    }

    /** The server answered after so long; where the client was asked meanwhile, that is not the server's time. */
    void answered(String kind, long nanos) {
        lock.lock();
        try {
            if (asked) {
                return;
            }
        } finally {
            lock.unlock();
        }
        room.answered(kind, nanos);
    }

    /** The request is over. */
    void end() {
        lock.lock();
        try {
            if (hold == Hold.HELD) {
                room.leave();
            }
            hold = Hold.ENDED;
        } finally {
            lock.unlock();
        }
    }

    private void lend() {
        lock.lock();
        try {
            open++;
            asked = true;
            if (hold == Hold.HELD) {
                hold = Hold.LENT;
                room.leave();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A question has its answer; whether it was the last one, so that the server goes on. */
    private boolean isWanted() {
        lock.lock();
        try {
            open--;
            boolean wanted = open == 0 && hold == Hold.LENT;
            hold = wanted ? Hold.RETURNING : hold;
            return wanted;
        } finally {
            lock.unlock();
        }
    }

    private void takeBack() {
        boolean admitted = false;
        try {
            room.comeBack(cancellation);
            admitted = true;
        } finally {
            taken(admitted);
        }
    }

    /** Much may have happened while it was waited for: the request ended, or asked again. */
    private void taken(boolean admitted) {
        lock.lock();
        try {
            boolean keeps = admitted && hold == Hold.RETURNING && open == 0;
            if (admitted && !keeps) {
                room.leave();
            }
            if (hold == Hold.RETURNING) {
                hold = keeps ? Hold.HELD : Hold.LENT;
            }
        } finally {
            lock.unlock();
        }
    }
}
