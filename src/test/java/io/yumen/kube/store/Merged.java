package io.yumen.kube.store;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Sorted sources as one; of a key that several have, the first source's object counts. */
final class Merged implements Iterator<ObjectNode> {
    private final List<Head> heads;
    private final Predicate<String> wanted;
    private final Predicate<String> gone;
    private @Nullable ObjectNode next;

    Merged(List<Iterator<Map.Entry<String, ObjectNode>>> sources, Predicate<String> wanted, Predicate<String> gone) {
        this.heads = sources.stream().map(Head::new).toList();
        this.wanted = wanted;
        this.gone = gone;
        next = find();
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public ObjectNode next() {
        ObjectNode found = next;
        if (found == null) {
            throw new NoSuchElementException();
        }
        next = find();
        return found;
    }

    private @Nullable ObjectNode find() {
        while (true) {
            Map.Entry<String, ObjectNode> least = null;
            for (Head head : heads) {
                Map.Entry<String, ObjectNode> entry = head.entry;
                if (entry != null && (least == null || entry.getKey().compareTo(least.getKey()) < 0)) {
                    least = entry;
                }
            }
            if (least == null || !wanted.test(least.getKey())) {
                return null;
            }
            String key = least.getKey();
            heads.forEach(head -> head.pass(key));
            if (!gone.test(key)) {
                return least.getValue();
            }
        }
    }

    private static final class Head {
        private final Iterator<Map.Entry<String, ObjectNode>> source;
        private Map.@Nullable Entry<String, ObjectNode> entry;

        Head(Iterator<Map.Entry<String, ObjectNode>> source) {
            this.source = source;
            entry = source.hasNext() ? source.next() : null;
        }

        void pass(String key) {
            if (entry != null && entry.getKey().equals(key)) {
                entry = source.hasNext() ? source.next() : null;
            }
        }
    }
}
