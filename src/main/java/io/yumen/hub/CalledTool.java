package io.yumen.hub;

import io.yumen.exchange.Caller;
import io.yumen.exchange.Policy;
import io.yumen.exchange.Standing;
import io.yumen.hub.members.Catalog;
import io.yumen.hub.members.Fleet;
import io.yumen.hub.members.Member;
import io.yumen.hub.names.Named;
import io.yumen.hub.names.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * A tool that was called: what it brings is for whom the rules leave the tool, whatever lists say of it later. Safe for many
 * threads.
 */
final class CalledTool implements Standing.Called {
    private static final Policy.Decision GONE =
            new Policy.Decision.Denied("(unlisted)", "No server that is here brought it");

    private final Roster roster;
    private final Permits permits;
    private final Lookup lookup;
    private volatile @Nullable Named found;

    /** @param lookup says what was called; asked until it knows */
    CalledTool(Roster roster, Permits permits, Lookup lookup) {
        this.roster = roster;
        this.permits = permits;
        this.lookup = lookup;
    }

    @Override
    public Policy.Decision decide(Caller caller) {
        Fleet fleet = permits.among(roster.now(), caller);
        Catalog catalog = fleet.catalog(caller);
        Named named = found == null ? lookup.find(fleet, catalog) : found;
        found = named;
        Member member = named == null ? null : fleet.find(named.server());
        return named == null || member == null
                ? GONE
                : permits.standing(
                        caller, new Permits.Begun(member, catalog, new TaskId(named.server(), named.original(), "")));
    }

    /** Finds the tool that was called, among what is known. */
    interface Lookup {
        @Nullable
        Named find(Fleet fleet, Catalog catalog);
    }
}
