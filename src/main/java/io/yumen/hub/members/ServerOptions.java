package io.yumen.hub.members;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a server appears in the hub.
 *
 * @param tags words by which views and policies select servers
 * @param disabledTools tools, by the server's own names, that are neither shown nor called
 * @param toolDescriptionOverrides what is said of a tool instead of what the server says, by the server's own names
 * @param instructionOverride what is said of the server instead of what it says; empty says nothing, null is its own
 */
public record ServerOptions(
        Set<String> tags,
        Set<String> disabledTools,
        Map<String, String> toolDescriptionOverrides,
        @Nullable String instructionOverride) {
    /** A server that appears as it is. */
    public static final ServerOptions NONE = new ServerOptions(Set.of(), Set.of(), Map.of(), null);

    public ServerOptions {
        tags = Set.copyOf(tags);
        disabledTools = Set.copyOf(disabledTools);
        toolDescriptionOverrides = Map.copyOf(toolDescriptionOverrides);
    }
}
