package io.yumen.session.legacy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.yumen.exchange.Caller;
import io.yumen.exchange.Policy.Decision;
import io.yumen.exchange.Standing;
import io.yumen.exchange.task.Task;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcException;

/**
 * Lets clients have what their tasks have brought, as long as they may use the tools that began them: decided whenever it is fetched or
 * told, since rules may have changed after the call. Safe for many threads; does not wait.
 */
final class TaskGate {
    /** Ends with the tasks themselves. */
    private final Cache<Task, Standing.Called> called =
            Caffeine.newBuilder().weakKeys().build();

    /** That tool began the task. */
    void began(Task task, Standing.Called tool) {
        called.put(task, tool);
    }

    /**
     * Refuses what the caller may not have any more, as if there were no such task.
     *
     * @throws RpcException where it is so
     */
    void require(Task task, Caller caller) {
        switch (decision(task, caller)) {
            case Decision.Lacking lacking ->
                throw RpcException.insufficientScope("The task", lacking.scopes(), lacking.missing());
            case Decision.Denied denied ->
                throw RpcException.invalidParams("Unknown task: " + PlainText.echo(task.id()));
            case Decision.Allowed allowed -> {
                // It is theirs.
            }
            case Decision.Held held -> {
                // That was settled when it began.
            }
        }
    }

    /** Whether the caller may hear of it. */
    boolean shows(Task task, Caller caller) {
        Decision decision = decision(task, caller);
        return decision instanceof Decision.Allowed || decision instanceof Decision.Held;
    }

    private Decision decision(Task task, Caller caller) {
        Standing.Called tool = called.getIfPresent(task);
        return tool == null ? Decision.ALLOWED : tool.decide(caller);
    }
}
