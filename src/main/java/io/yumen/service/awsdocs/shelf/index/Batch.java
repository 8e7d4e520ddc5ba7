package io.yumen.service.awsdocs.shelf.index;

import io.yumen.service.awsdocs.shelf.Key;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Orders that are carried out with one commit: one that stands alone, or writes of different copies. */
final class Batch {
    private static final int AT_ONCE = 512;

    private final List<Order.Write> writes = new ArrayList<>();
    private final Set<Key> keys = new HashSet<>();
    private final long most;
    private long size;

    /** An empty one, which takes that many bytes, or one write. */
    Batch(long most) {
        this.most = most;
    }

    /** Takes it in. Returns whether it did. */
    boolean add(Order.Write write) {
        boolean fits = writes.isEmpty() || (writes.size() < AT_ONCE && size + write.size() <= most);
        if (!fits || !keys.add(write.key())) {
            return false;
        }
        size += write.size();
        return writes.add(write);
    }

    List<Order.Write> writes() {
        return writes;
    }

    long size() {
        return size;
    }
}
