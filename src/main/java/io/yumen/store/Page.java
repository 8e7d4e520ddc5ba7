package io.yumen.store;

import java.util.List;
import java.util.Optional;

/**
 * Part of a listing.
 *
 * @param entries in the order of their keys
 * @param last where to go on ({@link KeyValues#list(Folder, Key, int)}), or empty where nothing follows
 */
public record Page(List<Entry> entries, Optional<Key> last) {
    public Page {
        entries = List.copyOf(entries);
    }
}
