package io.yumen.hub;

import io.yumen.backend.ScopeKey;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.exchange.Results;
import io.yumen.exchange.Standing;
import io.yumen.hub.forms.EntryForm;
import io.yumen.hub.forms.ResultForm;
import io.yumen.hub.forms.Wanted;
import io.yumen.hub.lists.Answer;
import io.yumen.hub.lists.Listing;
import io.yumen.hub.lists.ServerList;
import io.yumen.hub.members.Catalog;
import io.yumen.hub.members.Fleet;
import io.yumen.hub.members.Member;
import io.yumen.hub.members.Merged;
import io.yumen.hub.names.Named;
import io.yumen.hub.names.TaskId;
import io.yumen.protocol.Methods;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One server of the hub by itself, with its own names: every request goes to it as it came. The policy, the tools that the
 * configuration took out, and cached lists count here too. Safe for many threads.
 */
final class DirectServer implements Handler, Standing {
    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

    private final String name;
    private final Roster roster;
    private final Subscriptions subscriptions;
    private final Subscription.Parts parts;

    DirectServer(String name, Roster roster, Subscriptions subscriptions, Subscription.Parts parts) {
        this.name = name;
        this.roster = roster;
        this.subscriptions = subscriptions;
        this.parts = parts;
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        return exchange.method().equals(Methods.LISTEN)
                ? listen(exchange)
                : roster.with(fleet -> handle(fleet.alone(name), exchange));
    }

    @Override
    public Called called(String tool) {
        Named named = new Named(name, tool, tool);
        return new CalledTool(roster, parts.permits(), (fleet, catalog) -> named);
    }

    private ObjectNode handle(Fleet alone, Exchange exchange) {
        Member member = alone.get(name);
        requireSeen(member, exchange);
        Optional<Listing> listing = Listing.of(exchange.method());
        if (listing.isPresent()) {
            return list(alone, member, listing.get(), exchange);
        }
        return switch (exchange.method()) {
            case Methods.DISCOVER -> discover(member, exchange);
            case Methods.PING -> Results.empty();
            case Methods.TOOLS_CALL -> use(alone, member, Listing.TOOLS, exchange);
            case Methods.PROMPTS_GET -> use(alone, member, Listing.PROMPTS, exchange);
            case Methods.RESOURCES_READ, Methods.SKILLS_GET, Methods.DIRECTORY_READ -> read(member, exchange);
            case Methods.COMPLETE -> complete(alone, member, exchange);
            default -> other(alone, member, exchange);
        };
    }

    private void requireSeen(Member member, Exchange exchange) {
        if (!parts.permits().shows(exchange.caller(), member)) {
            Supplier<RpcException> unknown =
                    () -> RpcException.invalidParams("Unknown server: " + PlainText.echo(name));
            parts.permits().requireServer(exchange, member, unknown);
        }
    }

    private ObjectNode list(Fleet alone, Member member, Listing listing, Exchange exchange) {
        ScopeKey scope = member.scopeOf(exchange.caller());
        member.lists().refresh(listing, scope, exchange.caller());
        Answer<ServerList> answer =
                member.lists().await(listing, scope, parts.limits().directWait());
        RpcException trouble = answer.trouble();
        if (answer.value() == null && trouble != null) {
            member.requireThere();
            throw trouble;
        }
        Merged merged = alone.catalog(exchange.caller())
                .current(listing, exchange.caller(), parts.permits().seenBy(exchange.caller()));
        return parts.pages().page(listing, merged, exchange.caller(), exchange.params());
    }

    private static ObjectNode discover(Member member, Exchange exchange) {
        ObjectNode result = member.lists().inspected(member.handle(exchange));
        String override = member.options().instructionOverride();
        if (override == null) {
            return result;
        }
        if (override.isEmpty()) {
            result.remove("instructions");
            return result;
        }
        return result.put("instructions", override);
    }

    private ObjectNode use(Fleet alone, Member member, Listing listing, Exchange exchange) {
        String original = Calls.text(exchange.params(), "name");
        Named named = new Named(name, original, original);
        member.requireOffered(listing, named);
        Catalog catalog = alone.catalog(exchange.caller());
        parts.permits()
                .requireUse(
                        exchange,
                        new Permits.Wanted(member, catalog, listing, named),
                        () -> unknown(listing, original));
        String tool = listing == Listing.TOOLS ? original : "";
        ObjectNode result = member.handle(exchange);
        member.note(exchange.caller(), tool, result);
        return form(tool).result(result);
    }

    /** What clients see of what that tool began. */
    private ResultForm form(String tool) {
        return new ResultForm(name, Map.of(), tool);
    }

    private ObjectNode read(Member member, Exchange exchange) {
        String uri = Calls.text(exchange.params(), "uri");
        parts.permits().requireResource(exchange, member, uri, () -> Resources.notFound(uri));
        return member.handle(exchange);
    }

    private ObjectNode complete(Fleet alone, Member member, Exchange exchange) {
        ObjectNode ref = exchange.params().get("ref") instanceof ObjectNode object ? object : NOTHING;
        if (ref.path("type").asString("").equals("ref/prompt")) {
            String original = ref.path("name").asString("");
            Catalog catalog = alone.catalog(exchange.caller());
            parts.permits()
                    .requireEntry(
                            exchange,
                            new Permits.Wanted(member, catalog, Listing.PROMPTS, new Named(name, original, original)),
                            () -> unknown(Listing.PROMPTS, original));
        } else {
            String uri = ref.path("uri").asString("");
            parts.permits().requireResource(exchange, member, uri, () -> Resources.notFound(uri));
        }
        return member.handle(exchange);
    }

    private ObjectNode other(Fleet alone, Member member, Exchange exchange) {
        String method = exchange.method();
        if (method.equals(Methods.SKILLS_LIST)) {
            return parts.skills().visible(member, exchange, member.handle(exchange));
        }
        if (Calls.namesTasks(exchange)) {
            return task(alone, member, exchange);
        }
        if (!Methods.isNotification(method)) {
            parts.permits().requireMethod(exchange, member);
        }
        return member.handle(exchange);
    }

    private ObjectNode task(Fleet alone, Member member, Exchange exchange) {
        String id = Calls.taskId(exchange);
        TaskId task = TaskId.read(id);
        if (task == null || !task.server().equals(name)) {
            throw Calls.unknownTask(id);
        }
        Catalog catalog = alone.catalog(exchange.caller());
        parts.permits().requireTask(exchange, new Permits.Begun(member, catalog, task), () -> Calls.unknownTask(id));
        ObjectNode params = EntryForm.copy(exchange.params()).put("taskId", task.own());
        return form(task.tool()).result(member.handle(exchange.withParams(params)));
    }

    private static RpcException unknown(Listing listing, String original) {
        String word = listing == Listing.TOOLS ? "tool" : "prompt";
        return RpcException.invalidParams("Unknown " + word + ": " + PlainText.echo(original));
    }

    /** Listens to the server itself, as long as it is part of the hub. */
    private ObjectNode listen(Exchange exchange) {
        Member member = roster.with(fleet -> fleet.get(name));
        requireSeen(member, exchange);
        Wanted wanted = Wanted.read(exchange.params(), parts.limits().maxSubscriptions());
        return subscriptions.listen(new DirectListen(name, roster, exchange, wanted, parts));
    }
}
