package io.yumen.audit.trail;

import io.yumen.protocol.FieldWriter;
import io.yumen.secret.Sha256;
import java.security.MessageDigest;
import java.util.function.Consumer;
import javax.crypto.Mac;

/** Numbers records and binds each to the one before. For one thread. */
final class Chain {
    private final Mac mac;
    private final MessageDigest sha256 = Sha256.begin();
    private final FieldWriter record = new FieldWriter();
    private long next;
    private String prev;

    /** A chain that goes on after that place. */
    Chain(ChainKey key, Place place) {
        this.mac = key.chain();
        this.next = place.sequence() + 1;
        this.prev = place.hash();
    }

    /**
     * The line of a record, without its end.
     *
     * @param fields puts the fields that follow its number
     */
    byte[] bind(Consumer<FieldWriter> fields) {
        record.begin().put("seq", next); // the one before may have failed half way
        fields.accept(record);
        byte[] line = Line.bind(record.bytes(), prev, mac);
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
