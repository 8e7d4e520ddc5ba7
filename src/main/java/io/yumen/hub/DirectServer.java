package io.yumen.hub;

import io.yumen.backend.ScopeKey;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.exchange.Policy;
import io.yumen.exchange.Results;
import io.yumen.hub.forms.Wanted;
import io.yumen.hub.lists.Answer;
import io.yumen.hub.lists.Listing;
import io.yumen.hub.lists.ServerList;
import io.yumen.hub.members.Fleet;
import io.yumen.hub.members.Member;
import io.yumen.hub.members.Merged;
import io.yumen.hub.names.Named;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One server of the hub by itself, with its own names: every request goes to it as it came. The policy, the tools that the
 * configuration took out, and cached lists count here too. Safe for many threads.
 */
final class DirectServer implements Handler {
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

    private ObjectNode handle(Fleet alone, Exchange exchange) {
        Member member = alone.get(name);
        Optional<Listing> listing = Listing.of(exchange.method());
        if (listing.isPresent()) {
            return list(alone, member, listing.get(), exchange);
        }
        return switch (exchange.method()) {
            case Methods.DISCOVER -> discover(member, exchange);
            case Methods.PING -> Results.empty();
            case Methods.TOOLS_CALL -> use(member, Listing.TOOLS, "name", exchange);
            case Methods.PROMPTS_GET -> use(member, Listing.PROMPTS, "name", exchange);
            case Methods.RESOURCES_READ -> use(member, Listing.RESOURCES, "uri", exchange);
            case Methods.COMPLETE -> complete(member, exchange);
            default -> other(member, exchange);
        };
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
        Merged merged = alone.catalog(exchange.caller()).current(listing, exchange.caller());
        return parts.pages().page(listing, merged, exchange.caller(), exchange.params());
    }

    private static ObjectNode discover(Member member, Exchange exchange) {
        ObjectNode result = member.handle(exchange);
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

    private ObjectNode use(Member member, Listing listing, String key, Exchange exchange) {
        String original = Calls.text(exchange.params(), key);
        Named named = new Named(name, original, original);
        member.requireOffered(listing, named);
        ObjectNode arguments = exchange.params().get("arguments") instanceof ObjectNode object ? object : NOTHING;
        parts.permits().require(exchange, listing, named, arguments);
        return member.handle(exchange);
    }

    private ObjectNode complete(Member member, Exchange exchange) {
        boolean isPrompt =
                exchange.params().path("ref").path("type").asString("").equals("ref/prompt");
        String original =
                exchange.params().path("ref").path(isPrompt ? "name" : "uri").asString("");
        Listing listing = isPrompt ? Listing.PROMPTS : Listing.TEMPLATES;
        parts.permits().require(exchange, listing, new Named(name, original, original), NOTHING);
        return member.handle(exchange);
    }

    private ObjectNode other(Member member, Exchange exchange) {
        String id = exchange.params().path("taskId").asString("");
        parts.permits().require(exchange, new Policy.Subject(name, exchange.method(), id, exchange.params()));
        return member.handle(exchange);
    }

    /** Listens to the server itself, as long as it is part of the hub. */
    private ObjectNode listen(Exchange exchange) {
        Wanted wanted = Wanted.read(exchange.params(), parts.limits().maxSubscriptions());
        Set<String> uris = new LinkedHashSet<>(wanted.uris());
        uris.removeIf(uri -> !parts.permits().shows(exchange.caller(), Listing.RESOURCES, new Named(name, uri, uri)));
        Wanted shown = new Wanted(wanted.lists(), uris, wanted.tasks());
        return subscriptions.listen(new DirectListen(name, roster, exchange, shown, parts.limits()));
    }
}
