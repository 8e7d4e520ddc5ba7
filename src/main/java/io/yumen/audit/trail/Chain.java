package io.yumen.audit.trail;

import java.security.MessageDigest;
import javax.crypto.Mac;
import tools.jackson.databind.node.ObjectNode;

/** Numbers records and binds each to the one before. For one thread. */
final class Chain {
    private final Mac mac;
    private final MessageDigest sha256 = ChainKey.sha256();
    private long next;
    private String prev;

    /** A chain that goes on after that place. */
    Chain(ChainKey key, Place place) {
        this.mac = key.chain();
        this.next = place.sequence() + 1;
        this.prev = place.hash();
    }

    /** The line of a record, without its end. */
    byte[] bind(ObjectNode record) {
        byte[] line = Line.bind(next, record, prev, mac);
        prev = Line.hash(line, sha256);
        next++;
        return line;
    }

    /** Where it is: at the last record that was bound. */
    Place place() {
        return new Place(next - 1, prev);
    }

    /**
     * A record, as the next one knows it.
     *
     * @param sequence its number; the first of a trail has 1
     * @param hash the SHA-256 of its line
     */
    record Place(long sequence, String hash) {
        /** Before the first record. */
        static final Place START = new Place(0, Line.NOTHING);
    }
}
