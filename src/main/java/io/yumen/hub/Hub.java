package io.yumen.hub;

import io.yumen.exchange.Caller;
import io.yumen.exchange.ClientKey;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Handler;
import io.yumen.exchange.Policy;
import io.yumen.exchange.SessionEnd;
import io.yumen.exchange.Standing;
import io.yumen.hub.lists.ListMeter;
import io.yumen.hub.lists.Listing;
import io.yumen.hub.members.Fleet;
import io.yumen.hub.members.Member;
import io.yumen.hub.names.Collision;
import io.yumen.pin.Inspector;
import io.yumen.protocol.RpcException;
import io.yumen.telemetry.Metrics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tools.jackson.databind.node.ObjectNode;

/**
 * Many servers as one: answers every MCP request of a client, asking the policy and then the server that has what is
 * asked for. Its servers can be changed at any time without failing a request. Safe for many threads; a request waits for
 * the server that it is for, and for the lists of others no longer than the limits say.
 */
public final class Hub implements Handler, Standing, SessionEnd, AutoCloseable {
    private final HubConfig config;
    private final MemberFactory factory;
    private final Roster roster;
    private final Permits permits;
    private final Subscriptions subscriptions;
    private final Front front;

    /** A hub without servers, which takes what servers say as it comes. */
    public Hub(HubConfig config, Policy policy, Metrics metrics) {
        this(config, policy, metrics, Inspector.NONE);
    }

    /**
     * A hub without servers.
     *
     * @param inspector looks at what servers say of what they offer
     */
    public Hub(HubConfig config, Policy policy, Metrics metrics, Inspector inspector) {
        this.config = config;
        this.roster = new Roster(config.fleet());
        this.permits = new Permits(policy);
        this.subscriptions = new Subscriptions(roster);
        this.front = new Front(config, roster, subscriptions, permits);
        this.factory = new MemberFactory(config.lists(), subscriptions, new ListMeter(metrics), inspector);
    }

    @Override
    public ObjectNode handle(Exchange exchange) {
        return front.handle(exchange);
    }

    @Override
    public Called called(String tool) {
        return front.called(tool);
    }

    /** What that policy leaves of everything, as one server of its own. It is asked anew each time, so it may change its mind. */
    public Handler view(Policy selection) {
        return new Front(config, roster, subscriptions, permits.narrowed(selection));
    }

    /** One server by itself, with its own names; empty where there is none of that name. Follows changes of the server. */
    public Optional<Handler> server(String name) {
        return roster.now().find(name) == null
                ? Optional.empty()
                : Optional.of(new DirectServer(name, roster, subscriptions, front.parts()));
    }

    /** Whether there is a server of that name that the caller may know of; the policy is asked either way, so that it takes as long. */
    public boolean shows(String server, Caller caller) {
        Member member = roster.now().find(server);
        Policy.Subject.Server subject = member == null ? new Policy.Subject.Server(server, Set.of()) : member.subject();
        return permits.shows(caller, subject) && member != null;
    }

    /**
     * Makes these the servers of the hub, in this order. A backend that the hub has already stays as it is; one that is
     * not named any more gets no new request, and is closed when its last request is done or the drain limit has passed.
     *
     * @throws IllegalArgumentException when two servers have the same name
     */
    public void apply(List<HubServer> servers) {
        roster.change(before -> following(before, servers)).ifPresent(leaving -> {
            subscriptions.policyChanged();
            leaving.forEach(this::retire);
        });
    }

    /** What callers may see and do is different now: tells those whose lists have changed. */
    public void policyChanged() {
        subscriptions.policyChanged();
    }

    /** Other definitions of that server may be used now: reads what it offers anew, and tells those whose lists have changed. */
    public void reinspect(String server) {
        Member member = roster.now().find(server);
        if (member != null) {
            member.lists().reinspect();
            subscriptions.reinspected(server);
        }
    }

    /** What the policy is asked of that server; empty where there is none of that name. */
    public Optional<Policy.Subject.Server> subject(String server) {
        return Optional.ofNullable(roster.now().find(server)).map(Member::subject);
    }

    /** What the policy is asked of that entry of a list, as far as lists are known without asking servers. */
    public Optional<Policy.Subject.Entry> subject(String server, String method, String name) {
        return roster.now()
                .catalogs()
                .flatMap(catalog -> Arrays.stream(Listing.values())
                        .filter(listing -> listing.use().equals(method))
                        .map(catalog::atHand))
                .flatMap(merged -> merged.subjects().stream())
                .filter(entry -> entry.server().equals(server) && entry.name().equals(name))
                .findFirst();
    }

    /** The tools of all servers, as far as lists are known without asking servers; no policy is asked. */
    public List<HubTool> tools() {
        return roster
                .now()
                .catalogs()
                .map(catalog -> catalog.atHand(Listing.TOOLS))
                .flatMap(merged -> IntStream.range(0, merged.items().size())
                        .mapToObj(i -> new HubTool(
                                merged.names().get(i), merged.items().get(i))))
                .collect(Collectors.toMap(
                        HubTool::named, Function.identity(), (first, other) -> first, LinkedHashMap::new))
                .values()
                .stream()
                .toList();
    }

    /** What the hub offers at the moment. */
    public HubStatus status() {
        Fleet now = roster.now();
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
        for (Member member : roster.now().members()) {
            member.backend().sessionEnded(session);
            member.lists().sessionEnded(session);
        }
    }

    /** Ends the subscriptions, lets requests finish within the drain limit, and closes every backend. */
    @Override
    public void close() {
        subscriptions.end();
        List<Thread> retiring = roster.change(before -> List.of()).orElse(List.of()).stream()
                .map(this::retire)
                .toList();
        for (Thread thread : retiring) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** The servers as they are to be. */
    private List<Member> following(List<Member> before, List<HubServer> servers) {
        Set<String> names = new HashSet<>();
        List<Member> next = new ArrayList<>();
        for (HubServer server : servers) {
            if (!names.add(server.backend().name())) {
                throw new IllegalArgumentException(
                        "Two servers have the name " + server.backend().name());
            }
            next.add(member(before, server));
        }
        return next;
    }

    private Member member(List<Member> before, HubServer server) {
        for (Member known : before) {
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
                        member.lists().count(Listing.TEMPLATES),
                        member.lists().withheld()),
                member.traffic().underWay(),
                trouble == null ? "" : trouble.error().message());
    }
}
