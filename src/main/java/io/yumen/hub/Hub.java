package io.yumen.hub;

import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.exchange.Policy;
import io.yumen.exchange.Results;
import io.yumen.exchange.SessionEnd;
import io.yumen.hub.lists.ListMeter;
import io.yumen.hub.lists.Listing;
import io.yumen.hub.members.Departed;
import io.yumen.hub.members.Fleet;
import io.yumen.hub.members.Member;
import io.yumen.hub.members.Merged;
import io.yumen.hub.names.Collision;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import io.yumen.telemetry.Metrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * Many servers as one: answers every MCP request of a client, asking the policy and then the server that has what is
 * asked for. Its servers can be changed at any time without failing a request. Safe for many threads; a request waits for
 * the server that it is for, and for the lists of others no longer than the limits say.
 */
public final class Hub implements Handler, SessionEnd, AutoCloseable {
    private static final String NOTIFICATIONS = "notifications/";
    private static final String TASKS = "tasks/";

    /** How often a request follows servers that are replaced under it. */
    private static final int MAX_ATTEMPTS = 5;

    private final HubConfig config;
    private final MemberFactory factory;
    private final Subscription.Parts parts;
    private final Subscriptions subscriptions;
    private final Discovery discovery;
    private final Calls calls;
    private final Skills skills;
    private final ReentrantLock applying = new ReentrantLock();
    private volatile Fleet fleet;

    /** A hub without servers. */
    public Hub(HubConfig config, Policy policy, Metrics metrics) {
        this.config = config;
        this.fleet = new Fleet(List.of(), config.fleet());
        Permits permits = new Permits(policy);
        ListPages pages = new ListPages(permits, config.entriesPerPage());
        Resources resources = new Resources(permits, config.limits());
        this.parts = new Subscription.Parts(permits, pages, resources, config.limits());
        this.subscriptions = new Subscriptions(() -> fleet, parts);
        this.discovery = new Discovery(permits, config.limits().describeWait());
        this.skills = new Skills(resources, config.limits().describeWait());
        this.calls = new Calls(config.prefixing(), permits, resources, pages);
        this.factory = new MemberFactory(config.lists(), subscriptions, new ListMeter(metrics));
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        return whileServersChange(() -> handle(fleet, exchange));
    }

    private ObjectNode handle(Fleet now, Exchange exchange) {
        Optional<Listing> listing = Listing.of(exchange.method());
        if (listing.isPresent()) {
            Merged merged = now.catalog(exchange.caller()).current(listing.get(), exchange.caller());
            return parts.pages().page(listing.get(), merged, exchange.caller(), exchange.params());
        }
        return switch (exchange.method()) {
            case Methods.TOOLS_CALL -> calls.use(now, Listing.TOOLS, exchange);
            case Methods.PROMPTS_GET -> calls.use(now, Listing.PROMPTS, exchange);
            case Methods.RESOURCES_READ, Methods.SKILLS_GET, Methods.DIRECTORY_READ ->
                parts.resources().read(now, exchange);
            case Methods.COMPLETE -> calls.complete(now, exchange);
            case Methods.DISCOVER -> discovery.discover(now, exchange);
            case Methods.LISTEN -> subscriptions.listen(exchange);
            case Methods.PING -> Results.empty();
            default -> other(now, exchange);
        };
    }

    /** One server by itself, with its own names; empty where there is none of that name. Follows changes of the server. */
    public Optional<Handler> server(String name) {
        return fleet.find(name) == null
                ? Optional.empty()
                : Optional.of(direct(new DirectServer(name, () -> fleet, parts)));
    }

    /**
     * Makes these the servers of the hub, in this order. A backend that the hub has already stays as it is; one that is
     * not named any more gets no new request, and is closed when its last request is done or the drain limit has passed.
     *
     * @throws IllegalArgumentException when two servers have the same name
     */
    public void apply(List<HubServer> servers) {
        List<Member> leaving;
        applying.lock();
        try {
            Set<String> names = new HashSet<>();
            List<Member> next = new ArrayList<>();
            for (HubServer server : servers) {
                if (!names.add(server.backend().name())) {
                    throw new IllegalArgumentException(
                            "Two servers have the name " + server.backend().name());
                }
                next.add(member(server));
            }
            Fleet before = fleet;
            if (before.members().equals(next)) {
                return;
            }
            leaving = before.members().stream()
                    .filter(member ->
                            next.stream().noneMatch(kept -> kept.backend().equals(member.backend())))
                    .toList();
            fleet = new Fleet(next, config.fleet());
        } finally {
            applying.unlock();
        }
        subscriptions.fleetChanged();
        leaving.forEach(this::retire);
    }

    /** What the hub offers at the moment. */
    public HubStatus status() {
        Fleet now = fleet;
        List<HubStatus.Server> servers =
                now.members().stream().map(Hub::statusOf).toList();
        List<Collision> collisions = now.catalogs()
                .flatMap(catalog -> Arrays.stream(Listing.values()).map(catalog::known))
                .flatMap(merged -> merged.collisions().stream())
                .distinct()
                .toList();
        return new HubStatus(servers, collisions, subscriptions.count());
    }

    @Override
    public void ended(ClientKey.Session session) {
        for (Member member : fleet.members()) {
            member.backend().sessionEnded(session);
            member.lists().sessionEnded(session);
        }
    }

    /** Ends the subscriptions, lets requests finish within the drain limit, and closes every backend. */
    @Override
    public void close() {
        subscriptions.end();
        List<Thread> retiring = new ArrayList<>();
        applying.lock();
        try {
            fleet.members().forEach(member -> retiring.add(retire(member)));
            fleet = new Fleet(List.of(), config.fleet());
        } finally {
            applying.unlock();
        }
        for (Thread thread : retiring) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static Handler direct(DirectServer server) {
        return exchange -> whileServersChange(() -> server.handle(exchange));
    }

    /** A server that was replaced between finding it and sending to it has a successor: nobody need see that. */
    private static ObjectNode whileServersChange(Supplier<ObjectNode> request) {
        String reason = "";
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            try {
                return request.get();
            } catch (Departed e) {
                reason = String.valueOf(e.getMessage());
            }
        }
        throw RpcException.unavailable(reason);
    }

    private ObjectNode other(Fleet now, Exchange exchange) {
        if (exchange.method().equals(Methods.SKILLS_LIST)) {
            return skills.list(now, exchange);
        }
        if (exchange.method().startsWith(NOTIFICATIONS)) {
            return Calls.tell(now, exchange);
        }
        if (exchange.method().startsWith(TASKS)
                && exchange.params().path("taskId").isString()) {
            return calls.task(now, exchange);
        }
        return calls.unknown(now, exchange);
    }

    private Member member(HubServer server) {
        for (Member known : fleet.members()) {
            if (known.backend().equals(server.backend())) {
                return known.with(server.options());
            }
        }
        return factory.create(server);
    }

    private Thread retire(Member member) {
        return Thread.ofVirtual().name("retire-" + member.name()).start(() -> {
            member.traffic().end(config.limits().drain());
            member.backend().close();
        });
    }

    private static HubStatus.Server statusOf(Member member) {
        RpcException trouble = member.lists().failure();
        return new HubStatus.Server(
                member.name(),
                member.backend().state(),
                member.options().tags(),
                new HubStatus.Offers(
                        member.lists().count(Listing.TOOLS),
                        member.lists().count(Listing.PROMPTS),
                        member.lists().count(Listing.RESOURCES),
                        member.lists().count(Listing.TEMPLATES)),
                member.traffic().underWay(),
                trouble == null ? "" : trouble.error().message());
    }
}
