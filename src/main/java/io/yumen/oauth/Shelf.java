package io.yumen.oauth;

import java.util.Optional;
import java.util.function.Supplier;

/** Where a vault keeps its sealed entries: texts under texts. Safe for many threads. */
public interface Shelf {
    /** What lies under that key. */
    Optional<String> get(String key);

    /** Lays it there, in place of what lay there. */
    void put(String key, String sealed);

    /** Takes it away, if it is there. */
    void remove(String key);

    /** Does that while no other process that has the same shelf does the like; at once where no other has it. */
    default <T> T alone(Supplier<T> work) {
        return work.get();
    }
}
