package io.yumen.service.kubernetes.look;

import io.yumen.service.ToolFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What could not be read of several things: the rest is told nevertheless. For one call. */
final class Gaps {
    /** What concerns one kind or object; anything else concerns the whole cluster, and ends the call. */
    private static final Set<String> PASSED = Set.of("forbidden", "not_found", "refused", "failed", "strange");

    private final List<String> lacking = new ArrayList<>();
    private @Nullable ToolFailure first;
    private boolean isAnyRead;

    /** Beside something that is known: it is told alone where nothing else could be read. */
    static Gaps besideWhatIsKnown() {
        Gaps gaps = new Gaps();
        gaps.isAnyRead = true;
        return gaps;
    }

    /** @param what is read, as a reader knows it */
    void reading(String what, Runnable read) {
        try {
            read.run();
            isAnyRead = true;
        } catch (ToolFailure failure) {
            if (!PASSED.contains(failure.code())) {
                throw failure;
            }
            lacking.add(what);
            first = first == null ? failure : first;
        }
    }

    /**
     * What is not told, and why; empty where nothing is missing.
     *
     * @throws ToolFailure where nothing could be read at all
     */
    String note() {
        if (first == null) {
            return "";
        }
        if (!isAnyRead) {
            throw first;
        }
        return "Not told, for they could not be read: " + String.join(", ", lacking) + " (" + first.getMessage()
                + ")\n";
    }
}
