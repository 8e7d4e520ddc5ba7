package io.yumen.kube.store;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something that happened to an object.
 *
 * @param version the version that it made
 * @param type ADDED, MODIFIED or DELETED
 * @param object as it is now, or as it was last
 * @param before as it was before a modification
 */
public record Change(
        long version,
        String type,
        Kind kind,
        ObjectNode object,
        @Nullable ObjectNode before) {}
