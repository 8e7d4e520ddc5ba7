package io.yumen.auth.approval;

import io.yumen.exchange.Exchange;
import io.yumen.exchange.InputRequest;
import io.yumen.exchange.Policy.Decision;
import io.yumen.exchange.Policy.Subject;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.InputKind;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcException;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Asks the user of the client that calls, by an elicitation. */
public final class Confirmation {
    private static final String FORM = "form";
    private static final String ANSWER = "allow";

    /** Characters of arguments that are shown; nobody confirms what he cannot read. */
    private static final int LONGEST_ARGUMENTS = 2_000;

    private Confirmation() {}

    /**
     * Waits for the user's answer, as long as questions of servers may wait for one.
     *
     * @throws RpcException where the client answers with an error, or has gone
     */
    public static Decision settle(Exchange exchange, Subject.Use use, String rule) {
        if (!exchange.caller().capabilities().allowsElicitation(FORM)) {
            return new Decision.Denied(rule, "Its user must confirm it, and the client cannot ask (elicitation)");
        }
        String arguments = PlainText.of(JsonCodec.text(use.arguments()));
        if (arguments.length() > LONGEST_ARGUMENTS) {
            return new Decision.Denied(rule, "The arguments are too long for its user to confirm");
        }
        ObjectNode answer;
        try {
            answer = exchange.client().ask(question(use, arguments));
        } catch (RpcException e) {
            if (e.error().code() == ErrorCode.TIMEOUT) {
                return new Decision.Denied(rule, "Its user did not confirm it in time");
            }
            throw e;
        }
        boolean isAllowed = answer.path("action").asString("").equals("accept")
                && answer.path("content").path(ANSWER).asBoolean(false);
        return isAllowed ? new Decision.Allowed(rule) : new Decision.Denied(rule, "Its user did not confirm it");
    }

    private static InputRequest question(Subject.Use use, String arguments) {
        ObjectNode params = JsonNodeFactory.instance.objectNode().put("mode", FORM);
        params.put(
                "message",
                "Allow " + PlainText.echo(use.name()) + " of the server " + PlainText.echo(use.server()) + " with "
                        + arguments + "?");
        ObjectNode schema = params.putObject("requestedSchema").put("type", "object");
        schema.putObject("properties").putObject(ANSWER).put("type", "boolean").put("title", "Allow this call");
        schema.putArray("required").add(ANSWER);
        return new InputRequest(InputKind.ELICITATION, params);
    }
}
