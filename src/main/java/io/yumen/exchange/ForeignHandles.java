package io.yumen.exchange;

import io.yumen.tenant.Access;

/**
 * Is told of handles (ids of tasks, request states) that somebody shows and that are not his, or none at all: he is told that there is
 * no such thing, and it goes on record. Must not block.
 */
@FunctionalInterface
public interface ForeignHandles {
    /** Nobody cares. */
    ForeignHandles IGNORED = (access, method, place) -> {};

    /**
     * One was shown.
     *
     * @param access who showed it
     * @param method what he wanted to do with it
     * @param place the endpoint, as in {@code /mcp}
     */
    void shown(Access access, String method, String place);
}
