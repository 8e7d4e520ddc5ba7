package io.yumen.store;

import java.util.Optional;

/** What became of a write that depends on what is there. */
public sealed interface Written {
    /** It is written, and has that version. */
    record Stored(long version) implements Written {}

    /** Something else is there, and stays: that entry, or empty where there is none any more. */
    record Conflict(Optional<Entry> present) implements Written {}
}
