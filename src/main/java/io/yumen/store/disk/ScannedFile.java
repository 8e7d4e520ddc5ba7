package io.yumen.store.disk;

import java.util.Map;
import org.h2.mvstore.SingleFileStore;

/**
 * A file whose newest state is found by looking at all of it, each time it is opened. The library's own quick way follows a
 * chain from a header that may be twenty commits old, and settles for the end of that chain: a process that is killed when it
 * has just written over a link of it (its space was free, the header not yet written) would lose the commits behind that link.
 */
final class ScannedFile extends SingleFileStore {
    ScannedFile(int cacheMebibytes) {
        super(Map.of("cacheSize", cacheMebibytes));
    }

    /** What the library calls recovery is two things: to look at the whole file, which is done here, and to take broken pages for empty ones, which is not. */
    @Override
    protected void readStoreHeader(boolean isRecovering) {
        super.readStoreHeader(true);
    }
}
