package io.yumen.hub.lists;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One list of one server, all pages of it. The trees are shared and must not be changed.
 *
 * @param items the entries in the server's order, each name once
 * @param validFor how long the server says that it stays as it is; zero where the server did not say
 * @param isPublic whether the server says that it is the same for everybody
 */
public record ServerList(List<ObjectNode> items, Duration validFor, boolean isPublic) {
    public static final ServerList EMPTY = new ServerList(List.of(), Duration.ZERO, false);

    public ServerList {
        items = List.copyOf(items);
    }

    /** Whether it is the same instance: what is equal stays one, so that nobody need compare the trees again. */
    @SuppressWarnings("ReferenceEquality")
    public boolean isSame(@Nullable ServerList other) {
        return this == other;
    }
}
