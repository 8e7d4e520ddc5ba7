package io.yumen.hub.forms;

import io.yumen.hub.names.TaskId;
import io.yumen.protocol.Meta;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns what a server answered or told into what clients see: task ids, and URIs that were renamed. What needs no change
 * stays the same tree; what does is copied on the way to it.
 *
 * @param server the server's name
 * @param renamed its URIs that clients see otherwise
 * @param tasks how clients know the task of which the server says the id
 */
public record ResultForm(String server, Map<String, String> renamed, UnaryOperator<String> tasks) {
    private static final String TASK_ID = "taskId";

    /** One for what no tool began. */
    public ResultForm(String server, Map<String, String> renamed) {
        this(server, renamed, "");
    }

    /** One for what that tool began, as the server knows it. */
    public ResultForm(String server, Map<String, String> renamed, String tool) {
        this(server, renamed, id -> new TaskId(server, tool, id).exposed());
    }

    /** The result; changes its outer object, which the caller owns. */
    public ObjectNode result(ObjectNode result) {
        exposeTask(result);
        return renamed.isEmpty() ? result : uris(result);
    }

    /** The result with URIs as clients see them, and nothing else changed. */
    public ObjectNode uris(ObjectNode result) {
        ObjectNode form = EntryForm.withInterface(result, renamed);
        for (String list : List.of("content", "contents", "messages", "resources")) {
            if (form.get(list) instanceof ArrayNode blocks) {
                form.set(list, blocks(blocks));
            }
        }
        if (form.get("skill") instanceof ObjectNode skill) {
            form.set("skill", block(skill));
        }
        if (form.get("result") instanceof ObjectNode inner) {
            form.set("result", uris(EntryForm.copy(inner)));
        }
        return form;
    }

    /** The parameters of a notification. */
    public ObjectNode params(ObjectNode params) {
        boolean hasTask = params.path(TASK_ID).isString() || Meta.get(params, Meta.RELATED_TASK) != null;
        String uri = renamed.get(params.path("uri").asString(""));
        if (!hasTask && uri == null) {
            return params;
        }
        ObjectNode form = Meta.withOwnMeta(params);
        exposeTask(form);
        return uri == null ? form : form.put("uri", uri);
    }

    private void exposeTask(ObjectNode holder) {
        if (holder.get(TASK_ID) instanceof JsonNode id && id.isString()) {
            holder.put(TASK_ID, tasks.apply(id.stringValue()));
        }
        if (Meta.get(holder, Meta.RELATED_TASK) instanceof ObjectNode related) {
            ObjectNode copy = EntryForm.copy(related);
            copy.put(TASK_ID, tasks.apply(related.path(TASK_ID).asString("")));
            Meta.of(holder).set(Meta.RELATED_TASK, copy);
        }
    }

    private ArrayNode blocks(ArrayNode blocks) {
        ArrayNode form = JsonNodeFactory.instance.arrayNode(blocks.size());
        boolean isChanged = false;
        for (JsonNode block : blocks) {
            JsonNode changed = block instanceof ObjectNode object ? block(object) : block;
            isChanged |= !changed.equals(block);
            form.add(changed);
        }
        return isChanged ? form : blocks;
    }

    /** A content block, a resource's content, or a message that holds a block. */
    private ObjectNode block(ObjectNode block) {
        String uri = renamed.get(block.path("uri").asString(""));
        if (uri != null) {
            return EntryForm.copy(block).put("uri", uri);
        }
        for (String inner : List.of("resource", "content")) {
            if (block.get(inner) instanceof ObjectNode holder) {
                ObjectNode changed = block(holder);
                if (!changed.equals(holder)) {
                    ObjectNode copy = EntryForm.copy(block);
                    copy.set(inner, changed);
                    return copy;
                }
            }
        }
        return block;
    }
}
