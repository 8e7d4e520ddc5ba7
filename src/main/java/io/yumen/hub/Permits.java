package io.yumen.hub;

import io.yumen.exchange.Caller;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Policy;
import io.yumen.hub.lists.Listing;
import io.yumen.hub.names.Named;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcException;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Asks the policy, in the same words for an entry of a list and for its use. Safe for many threads. */
record Permits(Policy policy) {
    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

    /** Whether nobody is ever refused anything, so that nobody need be asked. */
    boolean isOpen() {
        return policy.equals(Policy.ALLOW_ALL);
    }

    boolean shows(Caller caller, Listing listing, Named named) {
        return isOpen()
                || isAllowed(caller, new Policy.Subject(named.server(), listing.use(), named.original(), NOTHING));
    }

    boolean shows(Caller caller, String server, String method) {
        return isOpen() || isAllowed(caller, new Policy.Subject(server, method, "", NOTHING));
    }

    /** Refuses the use where the policy does. */
    void require(Exchange exchange, Policy.Subject subject) {
        Policy.Decision decision = isOpen() ? Policy.Decision.ALLOWED : policy.decide(exchange.caller(), subject);
        exchange.witness().decided(subject, decision);
        if (decision instanceof Policy.Decision.Denied denied) {
            throw RpcException.invalidParams("Not allowed: " + PlainText.echo(subject.name()) + ": " + denied.reason());
        }
    }

    void require(Exchange exchange, Listing listing, Named named, ObjectNode arguments) {
        require(exchange, new Policy.Subject(named.server(), listing.use(), named.original(), arguments));
    }

    private boolean isAllowed(Caller caller, Policy.Subject subject) {
        return policy.decide(caller, subject) instanceof Policy.Decision.Allowed;
    }
}
