package io.yumen.oauth;

import io.yumen.oauth.Grants.Wanted;
import io.yumen.oauth.Visit.Browser;
import io.yumen.oauth.discovery.OAuthException;
import io.yumen.oauth.discovery.OAuthException.Code;
import io.yumen.oauth.discovery.OAuthLimits;
import io.yumen.oauth.discovery.PeerText;
import io.yumen.oauth.discovery.PeerUrl;
import io.yumen.oauth.discovery.ServerMetadata;
import io.yumen.tenant.Principal;
import java.net.URI;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The users that are on their way to an authorization server. Safe for many threads. */
public final class Visits {
    private final Supplier<URI> base;
    private final OAuthLimits limits;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Visit> open = new LinkedHashMap<>();

    /** @param base where browsers reach our pages, without a slash at its end; may fail where they do not */
    public Visits(Supplier<URI> base, OAuthLimits limits, InstantSource clock) {
        this.base = base;
        this.limits = limits;
        this.clock = clock;
    }

    /** How a visit ended, for the page that the user sees. */
    sealed interface Ending {
        /** All is well. */
        record Done(String server) implements Ending {}

        /** The right was not given, or not taken. */
        record Failed(String why) implements Ending {}

        /** There is no such visit: it is over, too old, or another user's. */
        record Unknown() implements Ending {}
    }

    Visit begin(Login login, Wanted wanted, LoginContext context) {
        ServerMetadata server = wanted.server();
        if (!server.abilities().proofKey()) {
            throw new OAuthException(
                    Code.DISTRUSTED,
                    "The authorization server " + PeerText.shown(server.issuer())
                            + " does not say that it protects codes (PKCE with S256)");
        }
        String page = server.endpoints()
                .authorization()
                .orElseThrow(() -> new OAuthException(
                        Code.NOT_CONFIGURED, "The authorization server has no page for users; use another grant"));
        URI ours = base.get();
        Visit.Terms terms = new Visit.Terms(
                context.config().server(),
                PeerUrl.forBrowser(page, "page of the authorization server", context.reach()),
                ours,
                clock.instant().plus(limits.visitTime()));
        Registration client = context.registrar().at(server, terms.redirect());
        Visit visit = new Visit(login, wanted, client, terms);
        add(visit);
        return visit;
    }

    /** The visit of that link; empty where there is none any more. */
    Optional<Visit> of(String ticket) {
        return find(visit -> visit.id().equals(ticket));
    }

    /** That browser came back with that query. */
    Ending finish(Browser browser, Map<String, String> query) {
        String state = query.getOrDefault("state", "");
        Optional<Visit> found = find(visit -> visit.state().equals(state) && visit.isOf(browser));
        if (found.isEmpty() || !remove(found.get())) {
            return new Ending.Unknown();
        }
        Visit visit = found.get();
        try {
            accept(visit, query);
            visit.end("");
            return new Ending.Done(visit.server());
        } catch (OAuthException e) {
            visit.end(String.valueOf(e.getMessage()));
            return new Ending.Failed(visit.failure());
        }
    }

    private static void accept(Visit visit, Map<String, String> query) {
        ServerMetadata server = visit.wanted().server();
        String issuer = query.get("iss");
        boolean isRight = issuer == null ? !server.abilities().sendsIssuer() : issuer.equals(server.issuer());
        if (!isRight) {
            throw new OAuthException(
                    Code.DISTRUSTED,
                    "The answer did not come from the authorization server that the user was sent to, but from \""
                            + PeerText.shown(issuer == null ? "" : issuer) + "\"");
        }
        String error = query.get("error");
        if (error != null) {
            throw OAuthException.denied(error, query.getOrDefault("error_description", ""));
        }
        String code = query.get("code");
        if (code == null || code.isEmpty()) {
            throw new OAuthException(Code.DISTRUSTED, "The authorization server sent the user back with nothing");
        }
        visit.login().redeem(visit, code);
    }

    private void add(Visit visit) {
        lock.lock();
        try {
            forgetOld();
            if (open.size() >= limits.visits()) {
                Visit gone = spare();
                open.remove(gone.state());
                gone.end("too many logins were under way at once");
            }
            open.put(visit.state(), visit);
        } finally {
            lock.unlock();
        }
    }

    /** The oldest of whoever has most under way in the tenant that has most: nobody takes the places of others. The lock is held. */
    private Visit spare() {
        List<Visit> ofTenant = most(open.values(), visit -> visit.owner().map(Principal::tenant));
        return most(ofTenant, Visit::owner).getFirst();
    }

    private static List<Visit> most(Collection<Visit> visits, Function<Visit, Optional<?>> whose) {
        Map<Optional<?>, List<Visit>> all =
                visits.stream().collect(Collectors.groupingBy(whose, LinkedHashMap::new, Collectors.toList()));
        return Collections.max(all.values(), Comparator.comparingInt(List::size));
    }

    private Optional<Visit> find(Predicate<Visit> wanted) {
        lock.lock();
        try {
            forgetOld();
            return open.values().stream().filter(wanted).findFirst();
        } finally {
            lock.unlock();
        }
    }

    private boolean remove(Visit visit) {
        lock.lock();
        try {
            return open.remove(visit.state(), visit);
        } finally {
            lock.unlock();
        }
    }

    /** The lock is held. */
    private void forgetOld() {
        open.values().removeIf(visit -> {
            boolean isOld = visit.expires().isBefore(clock.instant());
            if (isOld) {
                visit.end("the user did not come back in time");
            }
            return isOld;
        });
    }
}
