package io.yumen.audit.trail;

import io.yumen.audit.Times;
import io.yumen.audit.trail.Chain.Place;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a trail records of itself. */
final class Records {
    /** The first of every file. */
    static final String FILE = "file";

    /** The writer began, or could write again. */
    static final String OPENED = "opened";

    /** What stands before it was not finished. */
    static final String SEALED = "sealed";

    /** Something was not recorded. */
    static final String GAP = "gap";

    /** How many records there are. */
    static final String CHECKPOINT = "checkpoint";

    /** The oldest files are to be removed. */
    static final String REMOVED = "removed";

    /** The writer ended in good order. */
    static final String CLOSED = "closed";

    /** The number of the oldest file that is left. */
    static final String BEGINS = "begins";

    /** The number of the last record that there should be, where some are missing. */
    static final String MISSING = "missing";

    static final String TRAIL = "trail";
    static final String KEY = "key";
    static final String BYTES = "bytes";
    static final String SHA_256 = "sha256";

    private static final int FORMAT = 1;

    private Records() {}

    static ObjectNode file(Instant time, String trail, int number, ChainKey key) {
        return of(time, FILE)
                .put(TRAIL, trail)
                .put(FILE, number)
                .put(KEY, key.id())
                .put("format", FORMAT);
    }

    /**
     * @param reason why nothing could be recorded until now; empty where the writer has just begun
     * @param missing where the anchor says that the trail had come to, if it has not
     */
    static ObjectNode opened(Instant time, String reason, Optional<Place> missing) {
        ObjectNode record =
                of(time, OPENED).put("process", ProcessHandle.current().pid());
        if (!reason.isEmpty()) {
            record.put("after", reason);
        }
        missing.ifPresent(place -> record.put(MISSING, place.sequence()));
        return record;
    }

    static ObjectNode sealed(Instant time, byte[] torn) {
        return of(time, SEALED).put(BYTES, torn.length).put(SHA_256, Line.hash(torn, ChainKey.sha256()));
    }

    static ObjectNode gap(Instant time, long lost) {
        return of(time, GAP).put("lost", lost);
    }

    static ObjectNode checkpoint(Instant time, long records, long lost) {
        return of(time, CHECKPOINT).put("records", records).put("lost", lost);
    }

    static ObjectNode removed(Instant time, int begins) {
        return of(time, REMOVED).put(BEGINS, begins);
    }

    static ObjectNode closed(Instant time) {
        return of(time, CLOSED);
    }

    private static ObjectNode of(Instant time, String kind) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("time", Times.text(time))
                .put("kind", kind);
    }
}
