package io.yumen.auth.server;

import io.yumen.auth.Stays;
import io.yumen.auth.Withdrawal;
import io.yumen.secret.Randoms;
import io.yumen.secret.Sealer;
import io.yumen.store.Entry;
import io.yumen.store.Folder;
import io.yumen.store.Key;
import io.yumen.store.KeyValues;
import io.yumen.store.Page;
import io.yumen.store.Space;
import io.yumen.store.Value;
import io.yumen.store.Written;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The grants, and the tokens that refresh them: each is good once, and who shows one a second time ends the grant (RFC 9700
 * section 4.14), for nobody can tell then which of the two is the thief. A refresh token is not kept: it says which grant and
 * which generation, under a mark that only we can make. Safe for many threads; every method may wait for the store.
 */
final class Grants {
    private static final Logger LOG = LoggerFactory.getLogger(Grants.class);
    private static final Folder FOLDER = Space.GRANTS.ofGateway().below("families");
    private static final String CONTEXT = "refresh";
    private static final Pattern TOKEN =
            Pattern.compile("ymr_([A-Za-z0-9_-]{22})\\.([0-9]{1,9})\\.([A-Za-z0-9_-]{22})");
    private static final int ID_BYTES = 16;
    private static final int PAGE = 200;

    private final KeyValues values;
    private final Sealer sealer;
    private final Duration time;
    private final InstantSource clock;
    private final Stays stays;

    /** @param time how long a grant lasts */
    Grants(AuthorizationServer.Tools tools, Duration time) {
        this.values = tools.values();
        this.sealer = tools.sealer();
        this.time = time;
        this.clock = tools.clock();
        this.stays = tools.supervision().stays();
    }

    /** A new name of a grant. */
    static String newId() {
        return Randoms.text(ID_BYTES);
    }

    /** Begins a grant. */
    void begin(Grant grant) {
        values.put(FOLDER.key(grant.id()), value(grant));
    }

    /** The grant of that name, while it lasts. */
    Optional<Grant> find(String id) {
        return id.isEmpty() ? Optional.empty() : values.get(FOLDER.key(id)).map(entry -> Grant.read(entry.text()));
    }

    /** The token that refreshes a grant as it is now. */
    String token(Grant grant) {
        String text = grant.id() + "." + grant.generation();
        return "ymr_" + text + "." + sealer.mark(text, CONTEXT);
    }

    /** The grant of a refresh token that we have made, also where it was used before; empty where it is none. */
    Optional<Grant> ofToken(String token) {
        return read(token).flatMap(shown -> find(shown.id()));
    }

    /**
     * Takes a refresh token, and says what the grant is then.
     *
     * @throws RefusedException where it is not good, or not any more
     */
    Grant refresh(String token, String client) {
        Shown shown = read(token).orElseThrow(Grants::over);
        Entry entry = Optional.of(FOLDER.key(shown.id())).flatMap(values::get).orElseThrow(Grants::over);
        Grant grant = Grant.read(entry.text());
        if (!grant.client().equals(client)) {
            throw over();
        }
        Grant next = grant.refreshed(clock.instant());
        boolean isCurrent = shown.generation() == grant.generation();
        if (!isCurrent || !(values.replace(entry.key(), entry.version(), value(next)) instanceof Written.Stored)) {
            LOG.atWarn()
                    .addKeyValue("user", grant.user())
                    .addKeyValue("client", grant.clientName())
                    .log("A refresh token was used twice; what hangs on it is over");
            end(grant.id());
            throw over().ending(grant);
        }
        return next;
    }

    /** Ends a grant, and with it all its tokens; says whether there was one. */
    boolean end(String id) {
        boolean was = values.remove(FOLDER.key(id));
        if (was) {
            stays.withdraw(new Withdrawal.Grant(id));
        }
        return was;
    }

    /**
     * Ends all such grants of that store, whatever server issued them, and first the codes for such, so that none begins one
     * afterwards. Returns how many there were.
     */
    static int endAll(KeyValues values, Predicate<Grant> which) {
        Codes.endAll(values, which);
        List<Grant> grants = all(values, which);
        grants.forEach(grant -> values.remove(FOLDER.key(grant.id())));
        return grants.size();
    }

    /** Ends all grants of that user, and first the codes for such. */
    void endOf(String user) {
        Codes.endAll(values, grant -> grant.user().equals(user));
        of(user).forEach(grant -> end(grant.id()));
    }

    /** The grants of that user. */
    List<Grant> of(String user) {
        return all(values, grant -> grant.user().equals(user));
    }

    private static List<Grant> all(KeyValues values, Predicate<Grant> which) {
        List<Grant> grants = new ArrayList<>();
        Page page = values.list(FOLDER, PAGE);
        while (true) {
            page.entries().stream()
                    .map(entry -> Grant.read(entry.text()))
                    .filter(which)
                    .forEach(grants::add);
            Optional<Key> last = page.last();
            if (last.isEmpty()) {
                return grants;
            }
            page = values.list(FOLDER, last.get(), PAGE);
        }
    }

    private record Shown(String id, int generation) {}

    private Optional<Shown> read(String token) {
        Matcher matcher = TOKEN.matcher(token);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String text = matcher.group(1) + "." + matcher.group(2);
        return sealer.isMark(matcher.group(3), text, CONTEXT)
                ? Optional.of(new Shown(matcher.group(1), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    private Value value(Grant grant) {
        return Value.until(grant.created().plus(time), grant.text());
    }

    private static RefusedException over() {
        return RefusedException.grant("This refresh token is not good, or not any more");
    }
}
