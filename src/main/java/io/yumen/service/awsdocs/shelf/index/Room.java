package io.yumen.service.awsdocs.shelf.index;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.apache.lucene.index.Term;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the files within their limit: what is deleted leaves them only when they are written anew, which takes space of its own for a
 * while. Used by the thread that writes.
 */
final class Room {
    private static final Logger LOG = LoggerFactory.getLogger(Room.class);

    /** Of all copies, what goes at once: so much that whole files become empty. */
    private static final double STEP = 0.1;

    /** What is deleted is dug out of the files so often before more goes. */
    private static final int DIGS = 64;

    private final IndexLimits limits;
    private final Cards cards;
    private final LongAdder evicted = new LongAdder();

    Room(IndexLimits limits, Cards cards) {
        this.limits = limits;
        this.cards = cards;
    }

    /** Makes room for that many bytes. */
    void make(Volume volume, long bytes) throws IOException {
        long most = limits.bytes() - limits.spare() - bytes;
        dig(volume, most);
        while (volume.bytes() > most) {
            boolean hasMore = evict(volume);
            dig(volume, most);
            if (volume.bytes() > most && !hasMore) {
                LOG.atWarn().addKeyValue("bytes", volume.bytes()).log("The shelf is emptied: nothing is left to go");
                volume.writer().deleteAll();
                volume.commit();
                return;
            }
        }
    }

    /** Whether a file may be written anew. */
    boolean hasSpare(Volume volume) throws IOException {
        return volume.bytes() + limits.spare() <= limits.bytes();
    }

    long evicted() {
        return evicted.sum();
    }

    private void dig(Volume volume, long most) throws IOException {
        for (int i = 0; i < DIGS && volume.bytes() > most; i++) {
            if (!volume.reclaim()) {
                return;
            }
        }
    }

    /** What goes leaves the files with the next commit. */
    private boolean evict(Volume volume) throws IOException {
        List<Card> gone = cards.leastUsed(STEP);
        for (Card card : gone) {
            volume.writer().deleteDocuments(new Term(Fields.BLOCK, card.id()));
        }
        gone.forEach(card -> cards.remove(card.id()));
        evicted.add(gone.size());
        return !gone.isEmpty();
    }
}
