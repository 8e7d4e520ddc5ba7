package io.yumen.auth.server;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.yumen.auth.lockdown.Lockdown;
import io.yumen.auth.users.User;
import io.yumen.auth.users.Users;
import io.yumen.http.Cookies;
import io.yumen.http.Headers;
import io.yumen.http.WebForm;
import io.yumen.secret.Randoms;
import io.yumen.secret.Sealer;
import java.time.Duration;
import java.util.Optional;

/**
 * The browsers that are logged in, and the forms that they may send. A form is taken from a page of ours alone, and only with the
 * mark of the browser that got it; so nobody can log a browser in as somebody else, or press a button for its user. Sessions
 * end with the process. Safe for many threads.
 */
final class Browsers {
    /** The field of forms that shows which browser got them. */
    static final String FIELD = "form";

    private static final int BYTES = 32;
    private static final Duration FORM_TIME = Duration.ofHours(12);

    private final Users users;
    private final Lockdown lockdown;
    private final boolean secure;
    private final ServerLimits limits;
    private final Sealer sealer = Sealer.ephemeral();
    private final Cache<String, Session> sessions;

    Browsers(Users users, ServerConfig config, ServerLimits limits, Lockdown lockdown) {
        this.lockdown = lockdown;
        this.users = users;
        this.secure = config.isSecure();
        this.limits = limits;
        this.sessions = Caffeine.newBuilder()
                .maximumSize(limits.sessions())
                .expireAfterWrite(limits.sessionTime())
                .expireAfterAccess(limits.sessionIdle())
                .build();
    }

    /**
     * A browser that is logged in.
     *
     * @param id tells it from others; secret
     */
    record Session(String id, User user) {}

    /** The session of the browser with those headers; empty where it is not logged in, or its user is not there any more. */
    Optional<Session> session(Headers headers) {
        return Cookies.find(headers, name("session"))
                .map(secret -> sessions.getIfPresent(Randoms.challenge(secret)))
                .filter(this::isOpen);
    }

    /** Whether that browser is logged in still, and its user may come in. */
    boolean isOpen(Session session) {
        return sessions.asMap().containsKey(session.id())
                && users.find(session.user().name())
                        .filter(user -> user.created().equals(session.user().created()))
                        .filter(this::mayStay)
                        .isPresent();
    }

    /** Whether that user may come in now. */
    boolean mayStay(User user) {
        return !user.disabled() && !lockdown.isLocked(user.principal());
    }

    /** Logs the browser in, which gets that cookie; what it was before is forgotten. */
    String open(User user, Headers headers) {
        close(headers);
        String secret = Randoms.text(BYTES);
        String id = Randoms.challenge(secret);
        sessions.put(id, new Session(id, user));
        return cookie("session", secret, limits.sessionTime());
    }

    /** Logs the browser out, which gets that cookie. */
    String close(Headers headers) {
        Cookies.find(headers, name("session")).ifPresent(secret -> sessions.invalidate(Randoms.challenge(secret)));
        return cookie("session", "", Duration.ZERO);
    }

    /** Logs out every browser of that user. */
    void closeAll(String user) {
        sessions.asMap().values().removeIf(session -> session.user().name().equals(user));
    }

    /**
     * What a form needs.
     *
     * @param field the hidden field, as HTML
     * @param headers what the browser has to be told beside the page
     */
    record Form(String field, Headers headers) {}

    /** A form for that browser. */
    Form form(Headers headers) {
        Optional<String> known = Cookies.find(headers, name("form")).filter(value -> value.length() >= BYTES);
        String value = known.orElseGet(() -> Randoms.text(BYTES));
        String field = "<input type=\"hidden\" name=\"" + FIELD + "\" value=\"" + sealer.mark(value, FIELD) + "\">";
        return new Form(
                field, known.isPresent() ? Headers.none() : Headers.of("Set-Cookie", cookie("form", value, FORM_TIME)));
    }

    /** Whether that form is one that this browser got from us. */
    boolean isOurs(Headers headers, WebForm form) {
        String value = Cookies.find(headers, name("form")).orElse("");
        return WebForm.isOurs(headers) && value.length() >= BYTES && sealer.isMark(form.one(FIELD), value, FIELD);
    }

    /** A cookie of that prefix is taken by browsers from this very host alone. */
    private String name(String what) {
        return (secure ? "__Host-yumen-" : "yumen-") + what;
    }

    private String cookie(String what, String value, Duration age) {
        return Cookies.set(name(what) + "=" + value, "/", age) + (secure ? "; Secure" : "");
    }
}
