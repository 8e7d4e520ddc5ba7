package io.yumen.hub;

import io.yumen.backend.ListKind;
import io.yumen.backend.ScopeKey;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Results;
import io.yumen.hub.forms.Wanted;
import io.yumen.hub.lists.Listing;
import io.yumen.hub.members.Catalog;
import io.yumen.hub.members.Fleet;
import io.yumen.hub.members.Member;
import io.yumen.hub.members.Merged;
import io.yumen.hub.names.Named;
import io.yumen.hub.names.TaskId;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One {@code subscriptions/listen} to the hub. Tells changes of the merged lists, gathered for a moment, and only those
 * that its client can see; has each server tell the rest itself. Runs on the thread of the request until the client goes
 * or the hub closes.
 */
final class Subscription {
    private final Roster roster;
    private final Exchange exchange;
    private final Wanted wanted;
    private final Parts parts;
    private final Watch watch = new Watch();
    private final Map<Listing, List<ObjectNode>> last = new EnumMap<>(Listing.class);
    private final List<Tap> taps = new CopyOnWriteArrayList<>();
    private final CountDownLatch acknowledged = new CountDownLatch(1);

    /**
     * @param roster the servers, as they are now
     * @param parts what it shares with the other requests
     */
    Subscription(Roster roster, Exchange exchange, Parts parts) {
        this.roster = roster;
        this.exchange = exchange;
        this.parts = parts;
        this.wanted = Wanted.read(exchange.params(), parts.limits().maxSubscriptions());
    }

    /** Answers the request. */
    ObjectNode run() {
        Cancellation.Registration ended = exchange.cancellation().onCancel(watch::end);
        try {
            remember(roster.now());
            Map<Member, Tap.Plan> plans = roster.with(this::plans);
            tap(plans);
            awaitTaps();
            acknowledge(plans);
            acknowledged.countDown();
            Watch.Batch batch = watch.next(parts.limits().changeDelay());
            while (!batch.isEnded()) {
                tell(batch);
                batch = watch.next(parts.limits().changeDelay());
            }
        } finally {
            ended.close();
            acknowledged.countDown();
            taps.forEach(Tap::close);
        }
        exchange.cancellation().check();
        return Results.empty();
    }

    Watch watch() {
        return watch;
    }

    /** That server is up: what was lost with it can be had again. */
    void wake(String server) {
        taps.forEach(tap -> tap.wake(server));
    }

    /** Whether what happens to that server in that scope concerns this client. */
    boolean concerns(String server, ScopeKey scope) {
        Member member = roster.now().find(server);
        return member != null && member.scopeOf(exchange.caller()).equals(scope) && sees(server);
    }

    /** Whether this client may know of that server: of what happens to others it hears nothing, not even that its lists may be other. */
    boolean sees(String server) {
        Member member = roster.now().find(server);
        return member != null && parts.permits().shows(exchange.caller(), member);
    }

    /** Of what this client may not see nothing gives the rest its names. */
    private Fleet seen(Fleet all) {
        return parts.permits().among(all, exchange.caller());
    }

    private void remember(Fleet all) {
        Catalog catalog = seen(all).catalog(exchange.caller());
        for (Listing listing : Listing.values()) {
            Merged known = catalog.known(listing);
            if (wanted.lists().contains(listing.kind()) && known.isOfAnyServer()) {
                last.put(listing, visible(known).items());
            }
        }
    }

    /** What changes after the acknowledgement is told: so the servers must have heard of it, as far as they answer in time. */
    private void awaitTaps() {
        long deadline = System.nanoTime() + parts.limits().listenWait().toNanos();
        for (Tap tap : taps) {
            tap.awaitBegun(deadline - System.nanoTime(), exchange.cancellation());
        }
    }

    private void acknowledge(Map<Member, Tap.Plan> plans) {
        Set<String> uris = new LinkedHashSet<>();
        Set<String> tasks = new LinkedHashSet<>();
        plans.forEach((member, plan) -> {
            uris.addAll(plan.uris().values());
            tasks.addAll(plan.tasks().values());
        });
        send(Methods.ACKNOWLEDGED, new Wanted(wanted.lists(), uris, tasks).toParams());
    }

    private void tell(Watch.Batch batch) {
        if (batch.isFleetOther()) {
            tap(roster.with(this::plans));
        }
        for (ListKind kind : ListKind.values()) {
            Set<String> announcers = batch.changes().get(kind);
            boolean isSuspect = announcers != null || batch.isFleetOther();
            if (isSuspect
                    && wanted.lists().contains(kind)
                    && isNews(kind, announcers == null ? Set.of() : announcers)) {
                send(Wanted.notification(kind), JsonNodeFactory.instance.objectNode());
            }
        }
    }

    /** Whether the client sees another list now, or a server of which it sees something says that its list is another. */
    private boolean isNews(ListKind kind, Set<String> announcers) {
        boolean isNews = false;
        for (Map.Entry<Listing, ListPages.Visible> now :
                roster.with(fleet -> seen(fleet, kind)).entrySet()) {
            List<ObjectNode> before = last.put(now.getKey(), now.getValue().items());
            isNews |= !now.getValue().items().equals(before)
                    || announcers.stream().anyMatch(now.getValue()::isAnyOf);
        }
        return isNews;
    }

    private Map<Listing, ListPages.Visible> seen(Fleet all, ListKind kind) {
        Catalog catalog = seen(all).catalog(exchange.caller());
        Predicate<Member> awaited = parts.permits().seenBy(exchange.caller());
        Map<Listing, ListPages.Visible> seen = new EnumMap<>(Listing.class);
        for (Listing listing : Listing.values()) {
            if (listing.kind() == kind) {
                seen.put(listing, visible(catalog.current(listing, exchange.caller(), awaited)));
            }
        }
        return seen;
    }

    private ListPages.Visible visible(Merged merged) {
        return parts.pages().visible(merged, exchange.caller());
    }

    /** What each server is to tell; also those that have a connection for this client alone, with nothing to watch. */
    private Map<Member, Tap.Plan> plans(Fleet all) {
        Fleet fleet = seen(all);
        Catalog catalog = fleet.catalog(exchange.caller());
        Map<Member, Tap.Plan> plans = new LinkedHashMap<>();
        for (Member member : fleet.members()) {
            if (member.scopeOf(exchange.caller()) instanceof ScopeKey.Session
                    && parts.permits().shows(exchange.caller(), member)) {
                plans.put(member, Tap.Plan.empty(catalog.renamed(member.name())));
            }
        }
        Map<String, Named> uris = new HashMap<>();
        wanted.uris().forEach(uri -> subscribable(fleet, catalog, uri).ifPresent(named -> uris.put(uri, named)));
        uris.forEach((uri, named) ->
                plan(plans, catalog, fleet.get(named.server())).uris().put(named.original(), uri));
        for (String task : wanted.tasks()) {
            TaskId id = TaskId.read(task);
            if (id != null
                    && fleet.find(id.server()) instanceof Member member
                    && parts.permits().shows(exchange.caller(), new Permits.Begun(member, catalog, id))) {
                plan(plans, catalog, member).tasks().put(id.own(), task);
            }
        }
        return plans;
    }

    private static Tap.Plan plan(Map<Member, Tap.Plan> plans, Catalog catalog, Member member) {
        return plans.computeIfAbsent(member, one -> Tap.Plan.empty(catalog.renamed(one.name())));
    }

    private Optional<Named> subscribable(Fleet fleet, Catalog catalog, String uri) {
        return parts.resources()
                .find(fleet, catalog, uri, exchange)
                .filter(named -> parts.permits().shows(exchange.caller(), fleet.get(named.server()), named.original()));
    }

    /** Closes what is not to be listened to any more, and opens what is not yet. */
    private void tap(Map<Member, Tap.Plan> plans) {
        taps.removeIf(tap -> {
            boolean isWanted = plans.entrySet().stream().anyMatch(plan -> tap.isFor(plan.getKey(), plan.getValue()));
            if (!isWanted) {
                tap.close();
            }
            return !isWanted;
        });
        plans.forEach((member, plan) -> {
            if (taps.stream().noneMatch(tap -> tap.isFor(member, plan))) {
                Tap tap = new Tap(member, exchange, plan, parts.limits(), acknowledged);
                taps.add(tap);
                Thread.ofVirtual().name("listen-" + member.name()).start(tap);
            }
        });
    }

    private void send(String method, ObjectNode params) {
        exchange.client().notify(new Message.Notification(method, params));
    }

    /** What all subscriptions use. */
    record Parts(Permits permits, ListPages pages, Resources resources, Skills skills, HubLimits limits) {}
}
