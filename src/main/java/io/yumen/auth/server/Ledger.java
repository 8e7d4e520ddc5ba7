package io.yumen.auth.server;

import io.yumen.audit.Audit;
import io.yumen.audit.Outcome;
import io.yumen.audit.What;
import io.yumen.audit.Who;
import io.yumen.auth.users.User;
import io.yumen.auth.users.Users;
import io.yumen.http.server.HttpRequest;
import io.yumen.tenant.Access;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Has the audit record who logged in, what he allowed, and what clients got for it. Safe for many threads. */
record Ledger(Audit audit, Users users) {
    private static final String WIRE = "login";

    /** What is done here. */
    enum Deed {
        LOGIN,
        LOGOUT,
        /** A user chose another password. */
        PASSWORD,
        /** A user said whether a client may act for him. */
        CONSENT,
        /** A client got the first tokens of a grant. */
        TOKEN,
        /** A client got the next tokens of a grant. */
        REFRESH,
        /** A code or a refresh token came a second time: what hung on it is over. */
        REUSE,
        /** A grant was ended, by its user or by its client. */
        REVOKE,
        /** A program registered itself as a client. */
        REGISTER
    }

    /**
     * That user is about to do that.
     *
     * @param client the id of the client that it is about, or empty
     * @throws io.yumen.audit.Unrecorded where it cannot be recorded, and must not be done therefore
     */
    void allow(HttpRequest request, Deed deed, User user, String client) {
        audit.allow(who(request, user.access(), client), what(request, deed));
    }

    /** That user did that, or was not let. */
    void user(HttpRequest request, Deed deed, User user, Outcome.Word how) {
        audit.loggedIn(who(request, user.access(), ""), what(request, deed), how);
    }

    /** A user said no to that client. */
    void refused(HttpRequest request, User user, String client) {
        audit.loggedIn(who(request, user.access(), client), what(request, Deed.CONSENT), Outcome.Word.DENIED);
    }

    /** A client did that with that grant, or was not let. */
    void client(HttpRequest request, Deed deed, Grant grant, Outcome.Word how) {
        Optional<Access> access = users.find(grant.user())
                .map(user -> Access.plain(user.principal(), Access.Proof.TOKEN)
                        .withRoles(user.roles())
                        .withCredential(grant.id()));
        Who who = access.map(known -> who(request, known, grant.client())).orElseGet(() -> unknown(request, ""));
        audit.loggedIn(who, what(request, deed), how);
    }

    /** Somebody, who need not show who he is, did that as that client, or was not let. */
    void anybody(HttpRequest request, Deed deed, String client, Outcome.Word how) {
        audit.loggedIn(unknown(request, client), what(request, deed), how);
    }

    private static Who who(HttpRequest request, Access access, String client) {
        return Who.of(access.by(WIRE).from(address(request)), client);
    }

    private static Who unknown(HttpRequest request, String client) {
        return new Who("", "", client, WIRE, address(request), "", "", Set.of());
    }

    private static String address(HttpRequest request) {
        return request.remoteAddress().getAddress().getHostAddress();
    }

    private static What what(HttpRequest request, Deed deed) {
        return What.of(request, deed.name().toLowerCase(Locale.ROOT), request.path());
    }
}
