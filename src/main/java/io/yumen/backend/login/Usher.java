package io.yumen.backend.login;

import io.yumen.exchange.Exchange;
import io.yumen.exchange.InputRequest;
import io.yumen.oauth.Login;
import io.yumen.oauth.Visit;
import io.yumen.oauth.discovery.OAuthException;
import io.yumen.protocol.InputKind;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Sends a user to the page where they log in, through the client that they use, and waits for them to come back. */
final class Usher {
    private static final String URL_MODE = "url";

    private final String server;
    private final Duration patience;

    /** @param patience how long a request waits for its user */
    Usher(String server, Duration patience) {
        this.server = server;
        this.patience = patience;
    }

    /** Lets the user log in. Says why they are not in; empty where they are. */
    Optional<String> letIn(Exchange exchange, Login login) {
        Visit visit;
        try {
            visit = login.visit();
        } catch (OAuthException e) {
            return Optional.of("No login to the server \"" + server + "\": " + e.getMessage());
        }
        if (!exchange.caller().capabilities().allowsElicitation(URL_MODE)) {
            return Optional.of("The server \"" + server + "\" wants its user to log in. The user has to open "
                    + visit.link() + " in a browser, on the machine of the gateway; then try again.");
        }
        ObjectNode answer = exchange.client().ask(question(visit));
        if (!answer.path("action").asString("").equals("accept")) {
            return Optional.of("The user did not want to log in to the server \"" + server + "\".");
        }
        return await(exchange, visit);
    }

    private InputRequest question(Visit visit) {
        ObjectNode params = JsonNodeFactory.instance.objectNode().put("mode", URL_MODE);
        params.put("message", "The server \"" + server + "\" wants you to log in at " + visit.where() + ".");
        params.put("url", visit.link().toString()).put("elicitationId", visit.id());
        return new InputRequest(InputKind.ELICITATION, params);
    }

    private Optional<String> await(Exchange exchange, Visit visit) {
        try {
            if (!visit.await(patience)) {
                return Optional.of("The user has not finished the login to the server \"" + server
                        + "\" yet: try again when they have.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RpcException.cancelled();
        }
        exchange.client()
                .notify(new Message.Notification(
                        Methods.ELICITATION_COMPLETE,
                        JsonNodeFactory.instance.objectNode().put("elicitationId", visit.id())));
        return Optional.of(visit.failure())
                .filter(failure -> !failure.isEmpty())
                .map(failure -> "The login to the server \"" + server + "\" failed: " + failure);
    }
}
