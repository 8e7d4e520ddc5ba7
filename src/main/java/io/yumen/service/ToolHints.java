package io.yumen.service;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a tool does to the world ({@code annotations}). Policy and modes stand on it, so every tool has it.
 *
 * @param readOnly whether it changes nothing
 * @param destructive whether it may destroy or overwrite; false where it is read-only
 * @param idempotent whether a second call with the same arguments changes nothing more
 * @param openWorld whether it reaches beyond this process and its own system
 */
public record ToolHints(boolean readOnly, boolean destructive, boolean idempotent, boolean openWorld) {
    /** It only looks, at what is its own. */
    public static final ToolHints READ = new ToolHints(true, false, true, false);

    /** It only looks, at a system elsewhere. */
    public static final ToolHints READ_REMOTE = new ToolHints(true, false, true, true);

    /** It adds something each time. */
    public static final ToolHints ADD = new ToolHints(false, false, false, false);

    /** It may destroy or overwrite. */
    public static final ToolHints DESTROY = new ToolHints(false, true, false, false);

    public ToolHints {
        if (readOnly && destructive) {
            throw new IllegalArgumentException("What only reads destroys nothing");
        }
    }

    ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("readOnlyHint", readOnly)
                .put("destructiveHint", destructive)
                .put("idempotentHint", idempotent)
                .put("openWorldHint", openWorld);
    }
}
