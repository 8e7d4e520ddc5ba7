package io.yumen.hub;

import io.yumen.exchange.Caller;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.exchange.Results;
import io.yumen.exchange.Standing;
import io.yumen.hub.lists.Listing;
import io.yumen.hub.members.Fleet;
import io.yumen.hub.members.Merged;
import io.yumen.hub.search.Found;
import io.yumen.hub.search.ToolSearch;
import io.yumen.protocol.Methods;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one sees of the hub who may see and do what those permits say: everything that callers may, or a view of it. Safe for
 * many threads.
 */
final class Front implements Handler, Standing {
    private final Roster roster;
    private final Subscriptions subscriptions;
    private final Subscription.Parts parts;
    private final Discovery discovery;
    private final Calls calls;
    private final ToolSearch search;

    Front(HubConfig config, Roster roster, Subscriptions subscriptions, Permits permits) {
        this.roster = roster;
        this.subscriptions = subscriptions;
        ListPages pages = new ListPages(permits, config.entriesPerPage());
        Resources resources = new Resources(permits, config.limits());
        Skills skills = new Skills(resources, permits, config.limits().describeWait());
        this.parts = new Subscription.Parts(permits, pages, resources, skills, config.limits());
        this.discovery = new Discovery(permits, config.limits().describeWait());
        this.calls = new Calls(config.prefixing(), permits, resources, pages);
        this.search = new ToolSearch(config.search());
    }

    Subscription.Parts parts() {
        return parts;
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        return exchange.method().equals(Methods.LISTEN)
                ? subscriptions.listen(exchange, parts)
                : roster.with(now -> handle(now, exchange));
    }

    @Override
    public Called called(String tool) {
        return new CalledTool(roster, parts.permits(), (fleet, catalog) -> calls.bearer(fleet, catalog, tool));
    }

    private ObjectNode handle(Fleet all, Exchange exchange) {
        Caller caller = exchange.caller();
        return switch (exchange.method()) {
            case Methods.PING -> Results.empty();
            case Methods.TOOLS_CALL -> call(all, exchange);
            case Methods.PROMPTS_GET ->
                calls.use(parts.permits().among(all, caller, Listing.PROMPTS), Listing.PROMPTS, exchange);
            default ->
                Methods.isNotification(exchange.method())
                        ? calls.tell(all, exchange)
                        : among(parts.permits().among(all, caller), exchange);
        };
    }

    /** Answers of those servers alone of which the caller may know. */
    private ObjectNode among(Fleet now, Exchange exchange) {
        Optional<Listing> listing = Listing.of(exchange.method());
        if (listing.isPresent()) {
            Merged merged = now.catalog(exchange.caller())
                    .current(listing.get(), exchange.caller(), parts.permits().seenBy(exchange.caller()));
            return page(listing.get(), merged, exchange);
        }
        return switch (exchange.method()) {
            case Methods.RESOURCES_READ, Methods.SKILLS_GET, Methods.DIRECTORY_READ ->
                parts.resources().read(now, exchange);
            case Methods.COMPLETE -> calls.complete(now, exchange);
            case Methods.DISCOVER -> discovery.discover(now, exchange);
            default -> other(now, exchange);
        };
    }

    private ObjectNode page(Listing listing, Merged merged, Exchange exchange) {
        Optional<Found> instead =
                listing == Listing.TOOLS && search.isOn() ? search.instead(seen(merged, exchange)) : Optional.empty();
        return instead.map(found -> parts.pages()
                        .page(listing, merged, new ListPages.Visible(found.names(), found.items()), exchange))
                .orElseGet(() -> parts.pages().page(listing, merged, exchange.caller(), exchange.params()));
    }

    /** A tool of a server, or the search over all that the caller may see, where no such tool bears its name. */
    private ObjectNode call(Fleet all, Exchange exchange) {
        String name = exchange.params().path("name").asString("");
        if (search.mayBear(name)) {
            Fleet known = parts.permits().among(all, exchange.caller());
            Merged merged = known.catalog(exchange.caller())
                    .current(Listing.TOOLS, exchange.caller(), parts.permits().seenBy(exchange.caller()));
            Found tools = seen(merged, exchange);
            if (search.bears(name, tools)) {
                return search.find(tools, exchange.params().path("arguments"));
            }
        }
        return calls.use(parts.permits().among(all, exchange.caller(), Listing.TOOLS), Listing.TOOLS, exchange);
    }

    private Found seen(Merged merged, Exchange exchange) {
        ListPages.Visible visible = parts.pages().visible(merged, exchange.caller());
        return new Found(visible.names(), visible.items());
    }

    private ObjectNode other(Fleet now, Exchange exchange) {
        if (exchange.method().equals(Methods.SKILLS_LIST)) {
            return parts.skills().list(now, exchange);
        }
        if (Calls.namesTasks(exchange)) {
            return calls.task(now, exchange);
        }
        return calls.unknown(now, exchange);
    }
}
