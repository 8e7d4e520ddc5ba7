package io.yumen.backend.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.exchange.Caller;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.Methods;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Requests and callers for tests of a backend. */
final class Requests {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Requests() {}

    static Caller stateless() {
        return caller(ClientKey.STATELESS, ClientCapabilities.NONE);
    }

    static Caller statelessAskable() {
        return caller(ClientKey.STATELESS, askable());
    }

    static Caller session(String id) {
        return caller(new ClientKey.Session(id), ClientCapabilities.NONE);
    }

    static Caller sessionAskable(String id) {
        return caller(new ClientKey.Session(id), askable());
    }

    static ClientCapabilities askable() {
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.putObject("elicitation");
        return new ClientCapabilities(tree);
    }

    static Caller caller(ClientKey key, ClientCapabilities capabilities) {
        return of(Principal.LOCAL, key, capabilities);
    }

    static Caller of(Principal principal, ClientKey key, ClientCapabilities capabilities) {
        return new Caller(
                Access.plain(principal, Access.Proof.NONE),
                key,
                Revision.NEWEST,
                capabilities,
                JsonNodeFactory.instance.objectNode());
    }

    static Exchange list() {
        return list(stateless());
    }

    static Exchange list(Caller caller) {
        return exchange(Methods.TOOLS_LIST, JsonNodeFactory.instance.objectNode(), caller);
    }

    static Exchange call(String tool) {
        return call(tool, stateless());
    }

    static Exchange call(String tool, Caller caller) {
        return exchange(
                Methods.TOOLS_CALL, JsonNodeFactory.instance.objectNode().put("name", tool), caller);
    }

    static Exchange exchange(String method, ObjectNode params, Caller caller) {
        return Exchange.own(method, params, caller, new Cancellation());
    }

    /** Sends it on a thread of its own. */
    static Pending send(Handler handler, Exchange exchange) {
        FutureTask<ObjectNode> task = new FutureTask<>(() -> handler.handle(exchange));
        Thread thread = Thread.ofVirtual().start(task);
        return new Pending(task, thread);
    }

    static void eventually(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as("time over").isNegative();
            LockSupport.parkNanos(500_000);
        }
    }

    /** A request under way. */
    record Pending(FutureTask<ObjectNode> task, Thread thread) {
        ObjectNode answer() {
            try {
                return task.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException failed) {
                if (failed.getCause() instanceof RuntimeException cause) {
                    throw cause;
                }
                throw new AssertionError(failed.getCause());
            } catch (InterruptedException | TimeoutException late) {
                throw new AssertionError("No answer", late);
            }
        }

        RpcException error() {
            try {
                answer();
            } catch (RpcException error) {
                return error;
            }
            throw new AssertionError("It was answered without an error");
        }

        boolean isDone() {
            return task.isDone();
        }

        /** Whether its thread waits for something. */
        boolean isParked() {
            return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
        }
    }
}
