package io.yumen.backend.guard;

import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What every request to a server passes on its way to a connection. Safe for many threads. */
public final class BackendStack implements Handler {
    private final Handler outermost;
    private final Circuit circuit;

    private BackendStack(Handler outermost, Circuit circuit) {
        this.outermost = outermost;
        this.circuit = circuit;
    }

    /**
     * The stack, innermost first: a request passes it from the last line to the first.
     *
     * @param connection sends a request over one connection, and throws {@link RefusedException} when there is none
     * @param moved is called when the circuit opens or closes; must not block
     */
    public static BackendStack of(GuardContext context, Handler connection, Runnable moved) {
        // Inside the circuit, which counts what no retry could mend.
        Handler stack = new Retry(context.server(), context.config().retries(), connection);
        Circuit circuit = new Circuit(context, moved, stack);
        // Outside the circuit, so that who waits for a place is not counted when the deadline passes meanwhile.
        stack = new Bulkhead(context, circuit);
        stack = new Questions(context, stack);
        // Outside the bulkhead: the wait for a place is part of the time that the client waits.
        stack = new Deadline(context, stack);
        stack = new Pace(context, stack);
        stack = new Timing(context.server(), context.meter(), stack);
        return new BackendStack(stack, circuit);
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        return outermost.handle(exchange);
    }

    /** Why the circuit is not closed; empty where it is. */
    public Optional<String> trouble() {
        return circuit.trouble();
    }

    /** A connection is lost; says whether the circuit is open, so that no request would have another one opened. */
    public boolean lost() {
        return circuit.lost();
    }

    /** Another connection is there in place of one that was lost, and has all to prove. */
    public void replaced() {
        circuit.replaced();
    }

    @Override
    public String toString() {
        return outermost.toString();
    }
}
