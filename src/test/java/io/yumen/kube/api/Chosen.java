package io.yumen.kube.api;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Those of an iterator's objects that somebody wants. */
final class Chosen implements Iterator<ObjectNode> {
    private final Iterator<ObjectNode> all;
    private final Predicate<JsonNode> wanted;
    private @Nullable ObjectNode next;

    Chosen(Iterator<ObjectNode> all, Predicate<JsonNode> wanted) {
        this.all = all;
        this.wanted = wanted;
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
        while (all.hasNext()) {
            ObjectNode object = all.next();
            if (wanted.test(object)) {
                return object;
            }
        }
        return null;
    }
}
