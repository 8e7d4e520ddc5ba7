package io.yumen.audit.trail;

import io.yumen.audit.Times;
import io.yumen.audit.trail.Chain.Place;
import io.yumen.protocol.FieldWriter;
import io.yumen.secret.Sha256;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

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

    static Consumer<FieldWriter> file(Instant time, String trail, int number, ChainKey key) {
        return of(
                time,
                FILE,
                out -> out.put(TRAIL, trail)
                        .put(FILE, number)
                        .put(KEY, key.id())
                        .put("format", FORMAT));
    }

    /**
     * @param reason why nothing could be recorded until now; empty where the writer has just begun
     * @param missing where the anchor says that the trail had come to, if it has not
     */
    static Consumer<FieldWriter> opened(Instant time, String reason, Optional<Place> missing) {
        return of(time, OPENED, out -> {
            out.put("process", ProcessHandle.current().pid());
            if (!reason.isEmpty()) {
                out.put("after", reason);
            }
            missing.ifPresent(place -> out.put(MISSING, place.sequence()));
        });
    }

    static Consumer<FieldWriter> sealed(Instant time, byte[] torn) {
        return of(time, SEALED, out -> out.put(BYTES, torn.length).put(SHA_256, Line.hash(torn, Sha256.begin())));
    }

    static Consumer<FieldWriter> gap(Instant time, long lost) {
        return of(time, GAP, out -> out.put("lost", lost));
    }

    static Consumer<FieldWriter> checkpoint(Instant time, long records, long lost) {
        return of(time, CHECKPOINT, out -> out.put("records", records).put("lost", lost));
    }

    static Consumer<FieldWriter> removed(Instant time, int begins) {
        return of(time, REMOVED, out -> out.put(BEGINS, begins));
    }

    static Consumer<FieldWriter> closed(Instant time) {
        return of(time, CLOSED, out -> {});
    }

    private static Consumer<FieldWriter> of(Instant time, String kind, Consumer<FieldWriter> more) {
        return out -> more.accept(out.put("time", Times.text(time)).put("kind", kind));
    }
}
