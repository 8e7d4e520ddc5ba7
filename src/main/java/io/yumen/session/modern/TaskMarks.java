package io.yumen.session.modern;

import io.yumen.exchange.Results;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.Message;
import io.yumen.protocol.Meta;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcException;
import io.yumen.secret.Sealer;
import io.yumen.session.Call;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Binds task ids to the principal that they were given to, and to the endpoint: the id of the handler, a dot, and a mark. So
 * nobody else can use an id, be it that a server counts its tasks. No table is kept.
 */
final class TaskMarks {
    private static final String ID = "taskId";
    private static final String IDS = "taskIds";
    private static final String FILTER = "notifications";

    private final Sealer sealer;

    TaskMarks(Sealer sealer) {
        this.sealer = sealer;
    }

    /** Whether that request names tasks: also one by a method that no revision has. */
    static boolean isAbout(Call call) {
        ObjectNode params = call.envelope().params();
        return ModernEdge.isOfTasks(call)
                && (ModernEdge.OF_EXTENSION.contains(call.envelope().method()) || params.has(ID) || params.has(IDS));
    }

    /** The call with the handler's own id in place of the client's. */
    Call unmarked(Call call) {
        ObjectNode params = call.envelope().params();
        if (params.has(IDS)) {
            throw RpcException.invalidParams("A request is about one task, which params.taskId names");
        }
        String marked = params.path(ID).asString("");
        String id = unmark(marked, call)
                .orElseThrow(() -> RpcException.invalidParams("Unknown task: " + PlainText.echo(marked)));
        ObjectNode own = JsonNodeFactory.instance.objectNode().setAll(params);
        return call.with(call.envelope().with(own.put(ID, id)));
    }

    /** The listen with the handler's own ids; those that are not the client's are left out. */
    Call unmarkedFilter(Call call) {
        ObjectNode params = call.envelope().params();
        if (!(params.path(FILTER).path(IDS) instanceof ArrayNode marked)
                || !(params.get(FILTER) instanceof ObjectNode filter)) {
            return call;
        }
        ArrayNode ids = JsonNodeFactory.instance.arrayNode();
        marked.forEach(id -> unmark(id.asString(""), call).ifPresent(ids::add));
        ObjectNode ownFilter = JsonNodeFactory.instance.objectNode().setAll(filter);
        ownFilter.set(IDS, ids);
        ObjectNode own = JsonNodeFactory.instance.objectNode().setAll(params);
        own.set(FILTER, ownFilter);
        return call.with(call.envelope().with(own));
    }

    /** Of how many tasks a listen wants to hear. */
    static int watched(Call listen) {
        return listen.envelope().params().path(FILTER).path(IDS).size();
    }

    /**
     * Marks the id in a result that is a task; changes it. A request about a task is answered with that one alone: an id that
     * nobody asked about would be a key to whatever it names.
     */
    void mark(ObjectNode result, Call call) {
        JsonNode id = result.get(ID);
        if (id == null || !id.isString()) {
            return;
        }
        if (ModernEdge.isOfTasks(call)) {
            String marked = call.envelope().params().path(ID).asString("");
            if (marked.lastIndexOf('.') == id.stringValue().length() && marked.startsWith(id.stringValue())) {
                result.put(ID, marked);
            }
        } else if (ModernEdge.mayHaveTask(call) && isTask(result)) {
            result.put(ID, mark(id.stringValue(), call));
        }
    }

    /** The notification with marked ids. */
    Message.Notification marked(Message.Notification notification, Call call) {
        ObjectNode params = notification.params();
        JsonNode related = Meta.get(params, Meta.RELATED_TASK);
        JsonNode ids = params.path(FILTER).path(IDS);
        if (!params.path(ID).isString() && related == null && ids.isMissingNode()) {
            return notification;
        }
        ObjectNode own = Meta.withOwnMeta(params);
        if (own.path(ID).isString()) {
            own.put(ID, mark(own.path(ID).stringValue(), call));
        }
        if (related != null) {
            Meta.of(own)
                    .putObject(Meta.RELATED_TASK)
                    .put(ID, mark(related.path(ID).asString(""), call));
        }
        if (own.get(FILTER) instanceof ObjectNode filter && !ids.isMissingNode()) {
            ObjectNode ownFilter = JsonNodeFactory.instance.objectNode().setAll(filter);
            ArrayNode marked = ownFilter.putArray(IDS);
            ids.forEach(id -> marked.add(mark(id.asString(""), call)));
            own.set(FILTER, ownFilter);
        }
        return new Message.Notification(notification.method(), own);
    }

    private static boolean isTask(ObjectNode result) {
        return result.path(Results.TYPE).asString("").equals(Results.TASK);
    }

    private String mark(String id, Call call) {
        return id + "." + sealer.mark(id, context(call));
    }

    private Optional<String> unmark(String marked, Call call) {
        int dot = marked.lastIndexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        String id = marked.substring(0, dot);
        return sealer.isMark(marked.substring(dot + 1), id, context(call)) ? Optional.of(id) : Optional.empty();
    }

    private static String context(Call call) {
        return JsonCodec.text(JsonNodeFactory.instance
                .arrayNode()
                .add(ID)
                .add(call.principal().tenant().value())
                .add(call.principal().name())
                .add(call.endpoint().name()));
    }
}
