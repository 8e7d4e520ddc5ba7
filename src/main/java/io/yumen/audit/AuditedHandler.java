package io.yumen.audit;

import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.exchange.Results;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.RpcException;
import tools.jackson.databind.node.ObjectNode;

/** Records each request that it passes on. */
final class AuditedHandler implements Handler {
    private final Handler next;
    private final String place;
    private final Audit audit;

    AuditedHandler(Handler next, String place, Audit audit) {
        this.next = next;
        this.place = place;
        this.audit = audit;
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        OpenCall call = new OpenCall(exchange, place, audit);
        Outcome.Word word = Outcome.Word.FAILED;
        int code = ErrorCode.INTERNAL_ERROR;
        try {
            ObjectNode result = next.handle(exchange.withWitness(call));
            word = wordOf(result);
            code = 0;
            return result;
        } catch (RpcException e) {
            code = e.error().code();
            word = code == ErrorCode.CANCELLED ? Outcome.Word.CANCELLED : Outcome.Word.FAILED;
            throw e;
        } finally {
            call.ended(word, code);
        }
    }

    @Override
    public String toString() {
        return "audit -> " + next;
    }

    private static Outcome.Word wordOf(ObjectNode result) {
        if (result.path("isError").asBoolean(false)) {
            return Outcome.Word.TOOL_ERROR;
        }
        return Results.isInputRequired(result) ? Outcome.Word.INPUT_REQUIRED : Outcome.Word.OK;
    }
}
