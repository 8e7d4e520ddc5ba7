package io.yumen.access;

import io.yumen.transport.Wire;
import java.io.IOException;

/**
 * The name of something that somebody has at a gateway, and one way to reach for it.
 *
 * @param kind what it is the name of
 * @param way how somebody reaches for it who has the name
 * @param record what the trail says of a stranger who does
 * @param taker has the owner get one
 */
record Handle(String kind, String way, Record record, Taker taker) {
    /** What the trail says of a stranger. */
    enum Record {
        /** That he was refused. */
        REFUSED,
        /** Nothing: what he says means something of his own, as it would with any number. */
        HIS_OWN
    }

    /** Has somebody get what is reached for. */
    @FunctionalInterface
    interface Taker {
        Held take(Person owner) throws IOException;
    }

    /** What is had. */
    interface Held extends AutoCloseable {
        /** Its name, which its owner alone should know. */
        String id();

        /** What is answered to somebody who reaches for what has that name. */
        RawHttp.Answer reach(Person who, String id) throws IOException;

        /** Its owner goes on with it; fails where he cannot. */
        void goOn() throws IOException;

        @Override
        default void close() throws IOException {}
    }

    /** One way more to use what has a name. */
    @FunctionalInterface
    interface Reach {
        RawHttp.Answer by(Person who, String id) throws IOException;
    }

    /** What its owner does with it. */
    @FunctionalInterface
    interface Use {
        void go() throws IOException;
    }

    /** What is had, in parts. */
    record Simple(String id, Reach reach, Use use) implements Held {
        @Override
        public RawHttp.Answer reach(Person who, String name) throws IOException {
            return reach.by(who, name);
        }

        @Override
        public void goOn() throws IOException {
            use.go();
        }
    }

    /** What hangs on a connection. */
    record Streaming(Held held, Wire wire) implements Held {
        @Override
        public String id() {
            return held.id();
        }

        @Override
        public RawHttp.Answer reach(Person who, String name) throws IOException {
            return held.reach(who, name);
        }

        @Override
        public void goOn() throws IOException {
            held.goOn();
        }

        @Override
        public void close() {
            wire.close();
        }
    }

    /** One at which strangers are refused. */
    static Handle refused(String kind, String way, Taker taker) {
        return new Handle(kind, way, Record.REFUSED, taker);
    }

    /** A name of the same form that nobody was given. */
    static String unlike(String id) {
        StringBuilder other = new StringBuilder(id);
        int turned = 0;
        for (int i = id.length() - 2; i >= 0 && turned < 6; i--) {
            char letter = id.charAt(i);
            if (letter >= '0' && letter <= '9') {
                other.setCharAt(i, (char) ('0' + (letter - '0' + 5) % 10));
                turned++;
            } else if (letter >= 'a' && letter <= 'z') {
                other.setCharAt(i, (char) ('a' + (letter - 'a' + 13) % 26));
                turned++;
            }
        }
        return other.toString();
    }
}
