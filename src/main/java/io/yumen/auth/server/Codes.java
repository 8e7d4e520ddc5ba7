package io.yumen.auth.server;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.secret.Randoms;
import io.yumen.store.Entry;
import io.yumen.store.Folder;
import io.yumen.store.Key;
import io.yumen.store.KeyValues;
import io.yumen.store.Page;
import io.yumen.store.Space;
import io.yumen.store.Value;
import io.yumen.store.Written;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The codes with which browsers are sent back: each is good once, for a short time, and for the client, the redirect and the
 * verifier that it was issued for. Who redeems one a second time
 * ends what the first time began. They end with the grants of their user and of their client. Only their digests are kept.
 * Safe for many threads; every method may wait for the store.
 */
final class Codes {
    private static final Folder FOLDER = Space.GRANTS.ofGateway().below("codes");
    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.DEFAULT);
    private static final int BYTES = 32;
    private static final int PAGE = 200;

    /** A code is remembered for that many times its time, to see whether it comes a second time. */
    private static final int REMEMBERED = 10;

    private final KeyValues values;
    private final Grants grants;
    private final Duration time;
    private final InstantSource clock;

    Codes(KeyValues values, Grants grants, Duration time, InstantSource clock) {
        this.values = values;
        this.grants = grants;
        this.time = time;
        this.clock = clock;
    }

    /** What somebody shows who redeems a code. */
    record Shown(String code, String client, String redirect, String verifier, String resource) {}

    /** A code for what that user allowed. */
    String issue(AuthorizationRequest request, String user) {
        Instant now = clock.instant();
        Grant grant = new Grant(
                Grants.newId(),
                user,
                request.client().id(),
                request.client().name(),
                request.resource(),
                request.scopes(),
                0,
                now,
                now);
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("grant", grant.text()).put("redirect", request.redirect()).put("challenge", request.challenge());
        String code = Randoms.text(BYTES);
        values.put(key(code), value(tree, now));
        return code;
    }

    /**
     * Redeems a code, and begins the grant.
     *
     * @throws RefusedException where it is not good, or not for whoever shows it
     */
    Grant redeem(Shown shown) {
        Entry entry = Optional.of(key(shown.code())).flatMap(values::get).orElseThrow(Codes::over);
        ObjectNode tree = tree(entry);
        Grant grant = grant(tree);
        boolean isFirst = !tree.has("used")
                && values.replace(entry.key(), entry.version(), value(tree.put("used", true), grant.created()))
                        instanceof Written.Stored;
        if (!isFirst) {
            // The first one may be about to begin it.
            values.put(entry.key(), value(tree.put("again", true), grant.created()));
            grants.end(grant.id());
            throw over().ending(grant);
        }
        boolean isLate = clock.instant().isAfter(grant.created().plus(time));
        if (isLate || !isFor(shown, tree, grant)) {
            throw over();
        }
        grants.begin(grant);
        // Another may have shown it meanwhile, or it was taken back: that ended what was not begun yet.
        boolean stillHolds = values.get(entry.key())
                .filter(now -> !now.text().contains("\"again\""))
                .isPresent();
        if (!stillHolds) {
            grants.end(grant.id());
            throw over();
        }
        return grant;
    }

    /** Takes a code back before anybody has it. */
    void takeBack(String code) {
        values.remove(key(code));
    }

    /** Ends all codes of that store that were issued for such a grant, whatever server issued them. */
    static void endAll(KeyValues values, Predicate<Grant> which) {
        Page page = values.list(FOLDER, PAGE);
        while (true) {
            page.entries().stream()
                    .filter(entry -> which.test(grant(tree(entry))))
                    .forEach(entry -> values.remove(entry.key()));
            Optional<Key> last = page.last();
            if (last.isEmpty()) {
                return;
            }
            page = values.list(FOLDER, last.get(), PAGE);
        }
    }

    private static ObjectNode tree(Entry entry) {
        return (ObjectNode) CODEC.read(entry.text().getBytes(StandardCharsets.UTF_8));
    }

    private static Grant grant(JsonNode tree) {
        return Grant.read(tree.path("grant").asString(""));
    }

    private static boolean isFor(Shown shown, JsonNode tree, Grant grant) {
        boolean sameResource = shown.resource().isEmpty() || shown.resource().equals(grant.resource());
        return sameResource
                && grant.client().equals(shown.client())
                && tree.path("redirect").asString("").equals(shown.redirect())
                && shown.verifier().matches("[A-Za-z0-9._~-]{43,128}")
                && Randoms.challenge(shown.verifier())
                        .equals(tree.path("challenge").asString(""));
    }

    private Value value(ObjectNode tree, Instant issued) {
        return Value.until(issued.plus(time.multipliedBy(REMEMBERED)), JsonCodec.text(tree));
    }

    private static Key key(String code) {
        return FOLDER.key(Randoms.challenge(code.isEmpty() ? "-" : code));
    }

    private static RefusedException over() {
        return RefusedException.grant("This code is not good, or not any more, or not for this client");
    }
}
