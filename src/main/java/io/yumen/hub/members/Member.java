package io.yumen.hub.members;

import io.yumen.backend.Backend;
import io.yumen.backend.ScopeKey;
import io.yumen.exchange.Caller;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Policy;
import io.yumen.exchange.task.AwaitedTask;
import io.yumen.hub.lists.Listing;
import io.yumen.hub.lists.ServerLists;
import io.yumen.hub.names.Named;
import io.yumen.hub.names.TaskId;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A server that is part of the hub. The backend, its lists and its traffic stay the same when only its options change.
 *
 * @param backend how it is reached
 * @param options how it appears
 * @param lists what it said and listed
 * @param traffic the requests under way to it
 * @param tasks to whom its tasks were given
 */
public record Member(Backend backend, ServerOptions options, ServerLists lists, Traffic traffic, GivenTasks tasks) {
    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

    public String name() {
        return backend.name();
    }

    /** What the policy is asked of the server itself. */
    public Policy.Subject.Server subject() {
        return new Policy.Subject.Server(name(), options.tags());
    }

    /**
     * What the policy is asked of an entry of its lists.
     *
     * @param item what the server says of it
     */
    public Policy.Subject.Entry subject(Listing listing, String original, ObjectNode item) {
        ObjectNode said = listing == Listing.TOOLS && item.get("annotations") instanceof ObjectNode annotations
                ? annotations
                : NOTHING;
        return new Policy.Subject.Entry(subject(), listing.use(), original, said);
    }

    public ScopeKey scopeOf(Caller caller) {
        return backend.scopeOf(caller);
    }

    public Member with(ServerOptions other) {
        return other.equals(options) ? this : new Member(backend, other, lists, traffic, tasks);
    }

    /** What the configuration says of that tool instead of what the server says, or null. */
    @Nullable
    String descriptionOf(Named tool) {
        return options.toolDescriptionOverrides().get(tool.original());
    }

    /** Whether that entry is part of the hub at all. */
    public boolean offers(Listing listing, String original) {
        return listing != Listing.TOOLS || !options.disabledTools().contains(original);
    }

    /** Refuses a tool that the configuration took out, as if there were none. */
    public void requireOffered(Listing listing, Named named) {
        if (!offers(listing, named.original())) {
            throw RpcException.invalidParams("Unknown tool: " + PlainText.echo(named.exposed()));
        }
    }

    /**
     * Checks that what the server did not say it may still say.
     *
     * @throws Departed when it was taken out and has ended
     */
    public void requireThere() {
        traffic.requireThere();
    }

    /** Whether that task may be the caller's: the server may have given its id to somebody else since. */
    public boolean mayHave(Caller caller, TaskId task) {
        return tasks.mayBe(scopeOf(caller), caller.principal(), task.tool(), task.own());
    }

    /** Takes note of the task that the server has made of what that tool began for the caller, where it has made one. */
    public void note(Caller caller, String tool, ObjectNode result) {
        if (AwaitedTask.isTask(result)) {
            tasks.give(
                    scopeOf(caller),
                    caller.principal(),
                    tool,
                    result.path("taskId").asString(""));
        }
    }

    /** Sends a request to the server. */
    public ObjectNode handle(Exchange exchange) {
        traffic.enter();
        try {
            return backend.handle(exchange);
        } finally {
            traffic.leave();
        }
    }
}
