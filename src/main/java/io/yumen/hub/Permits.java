package io.yumen.hub;

import io.yumen.exchange.Caller;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Policy;
import io.yumen.exchange.Policy.Subject;
import io.yumen.hub.lists.Listing;
import io.yumen.hub.lists.ServerList.Withheld;
import io.yumen.hub.members.Catalog;
import io.yumen.hub.members.Fleet;
import io.yumen.hub.members.Member;
import io.yumen.hub.members.Merged;
import io.yumen.hub.names.Named;
import io.yumen.hub.names.TaskId;
import io.yumen.protocol.Methods;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcException;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks the policy, in the same words for an entry of a list and for its use. What a caller may not see is for him as if it were
 * not there: that it is refused says no more than that it is unknown. Safe for many threads.
 */
record Permits(Policy policy) {
    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();
    private static final Policy.Decision ANOTHERS =
            new Policy.Decision.Denied("(task)", "The server gave its id to another task since");

    /** Whether nobody is ever refused anything, so that nobody need be asked. */
    boolean isOpen() {
        return policy.equals(Policy.ALLOW_ALL);
    }

    /** These and what that policy leaves of them. */
    Permits narrowed(Policy more) {
        return new Permits(isOpen() ? more : policy.within(more));
    }

    boolean shows(Caller caller, Subject subject) {
        return isOpen() || !(policy.decide(caller, subject) instanceof Policy.Decision.Denied);
    }

    /** Whether the caller may know that the server is there. */
    boolean shows(Caller caller, Member member) {
        return isOpen() || shows(caller, member.subject());
    }

    /** The servers of which the caller may know: a list waits for no other. */
    Predicate<Member> seenBy(Caller caller) {
        return member -> shows(caller, member);
    }

    /** The servers of which the caller may know, with the names that their entries have among them: of others no name tells. */
    Fleet among(Fleet fleet, Caller caller) {
        return isOpen() || fleet.only() != null ? fleet : fleet.of(seenBy(caller));
    }

    /** The same for who uses an entry of that list; where no name depends on who is there, nobody need be asked. */
    Fleet among(Fleet fleet, Caller caller, Listing listing) {
        return isOpen() || fleet.catalog(caller).isPlain(listing) ? fleet : among(fleet, caller);
    }

    /** The only server of which the caller may know, or null where there are several or none. */
    @Nullable
    Member only(Fleet fleet, Caller caller) {
        if (isOpen()) {
            return fleet.only();
        }
        @Nullable Member only = null;
        for (Member member : fleet.members()) {
            if (shows(caller, member)) {
                if (only != null) {
                    return null;
                }
                only = member;
            }
        }
        return only;
    }

    /** Whether the caller may read that resource, or whatever fits that template. */
    boolean shows(Caller caller, Member member, String uri) {
        return isOpen() || shows(caller, resource(member, uri));
    }

    /** Refuses what has to do with a server that the caller may not see. */
    void requireServer(Exchange exchange, Member member, Supplier<RpcException> unknown) {
        Subject.Entry told = new Subject.Entry(member.subject(), exchange.method(), "", NOTHING);
        require(exchange, member.subject(), new Subject.Use(told, NOTHING), unknown);
    }

    /** To read that resource. */
    static Subject.Use reading(Member member, String uri) {
        return new Subject.Use(resource(member, uri), NOTHING);
    }

    /** What the policy says of reading that resource. */
    Policy.Decision decision(Caller caller, Member member, String uri) {
        return isOpen() ? Policy.Decision.ALLOWED : policy.decide(caller, resource(member, uri));
    }

    /**
     * Refuses what has to do with a task of a tool that the caller may not use now, whatever the arguments. To give it up is left to
     * whom its server is there for.
     */
    void requireTask(Exchange exchange, Begun task, Supplier<RpcException> unknown) {
        Policy.Decision decision = decide(exchange, task);
        Subject.Entry told = new Subject.Entry(
                task.member().subject(), exchange.method(), task.id().tool(), NOTHING);
        exchange.witness().decided(new Subject.Use(told, NOTHING), decision);
        if (decision instanceof Policy.Decision.Lacking lacking) {
            throw RpcException.insufficientScope(task.id().tool(), lacking.scopes(), lacking.missing());
        }
        if (decision instanceof Policy.Decision.Denied) {
            throw unknown.get();
        }
    }

    private Policy.Decision decide(Exchange exchange, Begun task) {
        if (!task.member().mayHave(exchange.caller(), task.id())) {
            return ANOTHERS;
        }
        boolean isGivenUp = exchange.method().equals(Methods.TASKS_CANCEL) && shows(exchange.caller(), task.member());
        return isGivenUp ? Policy.Decision.ALLOWED : decide(exchange.caller(), task, this::tool);
    }

    /** Whether the caller may hear of that task. */
    boolean shows(Caller caller, Begun task) {
        return task.member().mayHave(caller, task.id())
                && decide(caller, task, this::tool) instanceof Policy.Decision.Allowed;
    }

    /** Whether the caller may have what that tool has brought. Does not wait for lists. */
    Policy.Decision standing(Caller caller, Begun task) {
        return decide(
                caller,
                task,
                (who, begun) -> begun.listed(begun.catalog().known(Listing.TOOLS))
                        .or(() -> begun.listed(begun.catalog().atHand(Listing.TOOLS)))
                        .orElseGet(begun::unlisted));
    }

    /** What was held was settled when it began. */
    private Policy.Decision decide(Caller caller, Begun task, BiFunction<Caller, Begun, Subject.Entry> tool) {
        if (!task.member().offers(Listing.TOOLS, task.id().tool())) {
            return new Policy.Decision.Denied("(disabled)", "The configuration took the tool out");
        }
        if (isOpen()) {
            return Policy.Decision.ALLOWED;
        }
        Policy.Decision ofServer = policy.decide(caller, task.member().subject());
        if (ofServer instanceof Policy.Decision.Denied) {
            // Nor is its list waited for.
            return ofServer;
        }
        Subject subject = task.id().tool().isEmpty() ? task.member().subject() : tool.apply(caller, task);
        Policy.Decision decision = policy.decide(caller, subject);
        return decision instanceof Policy.Decision.Held held ? new Policy.Decision.Allowed(held.rule()) : decision;
    }

    /** The tool that began it, as far as a list still has it. */
    private Subject.Entry tool(Caller caller, Begun task) {
        return task.listed(task.catalog().known(Listing.TOOLS))
                .or(() -> task.listed(task.catalog().current(Listing.TOOLS, caller, task.member()::equals)))
                .orElseGet(task::unlisted);
    }

    /** Refuses to read a resource where the policy does. */
    void requireResource(Exchange exchange, Member member, String uri, Supplier<RpcException> unknown) {
        Subject.Use use = reading(member, uri);
        require(exchange, use, use, unknown);
    }

    /**
     * Refuses the use of an entry where the policy does, and where no list has it: what nobody advertises is not there.
     *
     * @param unknown what one is told to whom it is not there
     */
    void requireUse(Exchange exchange, Wanted wanted, Supplier<RpcException> unknown) {
        Subject.Use use = new Subject.Use(entry(exchange, wanted, unknown), arguments(exchange.params()));
        require(exchange, use, use, unknown);
    }

    /** Refuses what has to do with an entry that the caller may not see. */
    void requireEntry(Exchange exchange, Wanted wanted, Supplier<RpcException> unknown) {
        Subject.Entry entry = entry(exchange, wanted, unknown);
        require(exchange, entry, new Subject.Use(entry, NOTHING), unknown);
    }

    /** Refuses a method that we do not know where the policy does. */
    void requireMethod(Exchange exchange, Member member) {
        String method = exchange.method();
        Subject.Entry entry = new Subject.Entry(member.subject(), method, "", NOTHING);
        Subject.Use use = new Subject.Use(entry, exchange.params());
        require(exchange, use, use, () -> RpcException.methodNotFound(method));
    }

    private static ObjectNode arguments(ObjectNode params) {
        return params.get("arguments") instanceof ObjectNode arguments ? arguments : NOTHING;
    }

    private static Subject.Entry resource(Member member, String uri) {
        return new Subject.Entry(member.subject(), Listing.RESOURCES.use(), uri, NOTHING);
    }

    /** Reads the list where it is not known: its annotations are what rules may speak of. */
    private Subject.Entry entry(Exchange exchange, Wanted wanted, Supplier<RpcException> unknown) {
        Listing listing = wanted.listing();
        String original = wanted.named().original();
        Optional<Withheld> withheld = wanted.member()
                .lists()
                .withheld(listing, original, exchange.caller(), () -> shows(exchange.caller(), wanted.member()));
        if (withheld.isPresent()) {
            throw refused(exchange, wanted, withheld.get(), unknown);
        }
        Subject.Entry unlisted = new Subject.Entry(wanted.member().subject(), listing.use(), original, NOTHING);
        if (isOpen()) {
            return unlisted;
        }
        Optional<Subject.Entry> listed = wanted.catalog()
                .known(listing)
                .subject(wanted.named())
                .or(() -> wanted.catalog()
                        .current(listing, exchange.caller(), seenBy(exchange.caller()))
                        .subject(wanted.named()));
        if (listed.isEmpty()) {
            exchange.witness()
                    .decided(
                            new Subject.Use(unlisted, arguments(exchange.params())),
                            new Policy.Decision.Denied("(unlisted)", "No list has it"));
            throw unknown.get();
        }
        return listed.get();
    }

    /** Whoever may see it is told why it is withheld, and who can change that. */
    private RpcException refused(Exchange exchange, Wanted wanted, Withheld withheld, Supplier<RpcException> unknown) {
        Subject.Entry entry =
                wanted.member().subject(wanted.listing(), wanted.named().original(), withheld.item());
        exchange.witness()
                .decided(
                        new Subject.Use(entry, arguments(exchange.params())),
                        new Policy.Decision.Denied("(pins)", withheld.reason()));
        String server = wanted.member().name();
        return shows(exchange.caller(), entry)
                ? RpcException.invalidParams(
                        "Withheld: " + PlainText.echo(wanted.named().exposed()) + " of the server "
                                + server + ": " + withheld.reason()
                                + ". Who operates the gateway sees it with: yumen pins diff "
                                + server + " " + PlainText.echo(entry.name())
                                + ", and lets it be used with: yumen pins approve "
                                + server + " " + PlainText.echo(entry.name()))
                : unknown.get();
    }

    /**
     * Refuses where the policy does.
     *
     * @param told how the record calls it
     */
    private void require(Exchange exchange, Subject asked, Subject.Use told, Supplier<RpcException> unknown) {
        Policy.Decision first = isOpen() ? Policy.Decision.ALLOWED : policy.decide(exchange.caller(), asked);
        Policy.Decision decision = settled(exchange, asked, first);
        exchange.witness().decided(told, decision);
        if (decision instanceof Policy.Decision.Lacking lacking) {
            throw RpcException.insufficientScope(asked.name(), lacking.scopes(), lacking.missing());
        }
        if (decision instanceof Policy.Decision.Denied denied) {
            if (first instanceof Policy.Decision.Held) {
                throw RpcException.invalidParams(
                        "Not approved: " + PlainText.echo(asked.name()) + ": " + PlainText.echo(denied.reason()));
            }
            boolean isSeen = asked instanceof Subject.Use use && shows(exchange.caller(), use.entry());
            throw isSeen
                    ? RpcException.invalidParams("Not allowed with these arguments: " + PlainText.echo(asked.name()))
                    : unknown.get();
        }
    }

    /** Only a use needs approval, or scopes. */
    private Policy.Decision settled(Exchange exchange, Subject asked, Policy.Decision first) {
        if (asked instanceof Subject.Use use) {
            return first instanceof Policy.Decision.Held held ? policy.settle(exchange, use, held) : first;
        }
        return first instanceof Policy.Decision.Denied ? first : new Policy.Decision.Allowed(first.rule());
    }

    /** A task of that server, and the lists that may have the tool that began it. */
    record Begun(Member member, Catalog catalog, TaskId id) {
        Optional<Subject.Entry> listed(Merged tools) {
            return tools.subjects().stream()
                    .filter(entry ->
                            entry.server().equals(id.server()) && entry.name().equals(id.tool()))
                    .findFirst();
        }

        /** The tool where no list has it: nothing is said of what it does. */
        Subject.Entry unlisted() {
            return new Subject.Entry(member.subject(), Listing.TOOLS.use(), id.tool(), NOTHING);
        }
    }

    /** An entry of that server that a caller names, and the lists that may have it. */
    record Wanted(Member member, Catalog catalog, Listing listing, Named named) {}
}
