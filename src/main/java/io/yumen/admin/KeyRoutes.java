package io.yumen.admin;

import io.yumen.admin.api.Call;
import io.yumen.admin.api.Failure;
import io.yumen.admin.api.Reach;
import io.yumen.admin.api.Reply;
import io.yumen.admin.api.Route;
import io.yumen.auth.ApiKey;
import io.yumen.auth.ApiKeys;
import io.yumen.auth.NewKey;
import io.yumen.schema.Doc;
import io.yumen.tenant.Roles;
import io.yumen.tenant.Scopes;
import io.yumen.tenant.TenantId;
import io.yumen.tenant.TenantLimits;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What administrators do with keys: see, make, replace and take them back; those of a tenant of their own with the keys of that one
 * alone. A key is shown once, when it is made.
 */
public final class KeyRoutes {
    private static final Failure UNKNOWN = new Failure(404, "unknown_key", "There is no such key");

    private final Optional<ApiKeys> keys;
    private final InstantSource clock;

    /** @param keys those of the gateway; empty where nobody must show who he is */
    public KeyRoutes(Optional<ApiKeys> keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.get("/keys", Reach.OWN_TENANT, "Lists the keys, those that were taken back among them")
                        .roles(Roles.ADMIN)
                        .answers(Keys.class)
                        .fails(Failure.NO_ACCESS)
                        .does(call -> with(all -> list(all, call))),
                Route.post("/keys", Reach.OWN_TENANT, "Makes a key, and shows it this once")
                        .roles(Roles.ADMIN)
                        .takes(KeyOrder.class)
                        .creates(ShownKey.class)
                        .fails(Failure.OTHER_TENANT, Granting.MORE_THAN_OWN, Failure.TENANT_FULL, Failure.NO_ACCESS)
                        .does(call -> with(all -> create(all, call))),
                Route.post(
                                "/keys/{key}/rotate",
                                Reach.OWN_TENANT,
                                "Makes another key for the same holder, and shows it this once")
                        .roles(Roles.ADMIN)
                        .takes(Rotation.class)
                        .creates(ShownKey.class)
                        .fails(UNKNOWN, Granting.MORE_THAN_OWN, Failure.TENANT_FULL, Failure.NO_ACCESS)
                        .does(call -> with(all -> rotate(all, call))),
                Route.delete("/keys/{key}", Reach.OWN_TENANT, "Takes a key back")
                        .roles(Roles.ADMIN)
                        .answers(Key.class)
                        .fails(UNKNOWN, Failure.NO_ACCESS)
                        .does(call -> with(all -> seen(all, call)
                                .flatMap(key -> all.revoke(key.id()))
                                .map(key -> Reply.of(form(key)))
                                .orElseGet(() -> Reply.of(UNKNOWN)))));
    }

    /** A key, without what makes it one. */
    record Key(
            @Doc("Names it") String id,
            @Doc("Whose data its holder may touch") String tenant,
            @Doc("Who its holder is") String principal,
            @Doc("What its holder may do") List<String> roles,

            @Doc("To what it is limited; left out where it is not") @Nullable
            List<String> scopes,

            @Doc("What it is for") String note,
            Instant created,
            @Doc("Left out where it has no end") @Nullable Instant expires,

            @Doc("When it was taken back, or will be") @Nullable
            Instant revoked) {}

    /** All keys. */
    record Keys(List<Key> keys) {}

    /** A key that was just made. */
    record ShownKey(
            String id,
            String tenant,
            String principal,
            List<String> roles,
            @Nullable List<String> scopes,
            String note,
            Instant created,
            @Nullable Instant expires,
            @Nullable Instant revoked,
            @Doc("The key itself, which is not shown again") String key) {}

    /** What is wanted of a key. */
    record KeyOrder(
            @Doc("Who its holder is") String principal,

            @Doc("Whose data its holder may touch; where it is left out, the tenant of who makes it") @Nullable
            String tenant,

            @Doc(value = "What its holder may do", fallback = "[]")
            List<String> roles,

            @Doc("To what it is limited; to nothing where it is left out") @Nullable
            List<String> scopes,

            @Doc(value = "What it is for", fallback = "\"\"")
            String note,

            @Doc("After what time it ends, as in P90D (ISO 8601); never where it is left out") @Nullable
            String expiresIn) {}

    /** How a key is replaced. */
    record Rotation(
            @Doc(value = "How long the old key goes on being good, as in PT24H (ISO 8601)", fallback = "\"PT24H\"")
            String overlap) {}

    private Reply with(Work work) {
        try {
            return keys.map(work::reply).orElseGet(() -> Reply.of(Failure.NO_ACCESS));
        } catch (TenantLimits.Reached e) {
            return new Reply.Failed(Failure.TENANT_FULL, String.valueOf(e.getMessage()));
        }
    }

    private static Reply list(ApiKeys all, Call call) {
        return Reply.of(new Keys(all.list().stream()
                .filter(key -> maySee(call, key))
                .map(KeyRoutes::form)
                .toList()));
    }

    /** The key that the path names, where the one who calls may know of it. */
    private static Optional<ApiKey> seen(ApiKeys all, Call call) {
        return all.get(call.variable("key")).filter(key -> maySee(call, key));
    }

    private static boolean maySee(Call call, ApiKey key) {
        return call.maySee(new TenantId(key.tenant()));
    }

    private Reply create(ApiKeys all, Call call) {
        KeyOrder order = call.order(KeyOrder.class);
        Granting granting = Granting.by(call);
        Granting.Gift gift = new Granting.Gift(
                granting.tenant(order.tenant()), new HashSet<>(order.roles()), scopes(order.scopes()));
        return granting.objection(gift).orElseGet(() -> Reply.of(shown(all.create(wanted(order, gift)))));
    }

    private NewKey wanted(KeyOrder order, Granting.Gift gift) {
        String expiresIn = order.expiresIn();
        Optional<Instant> end =
                Optional.ofNullable(expiresIn).map(text -> clock.instant().plus(duration("expiresIn", text)));
        return new NewKey(gift.tenant(), order.principal(), gift.roles(), gift.scopes(), order.note(), end);
    }

    private static Reply rotate(ApiKeys all, Call call) {
        Optional<ApiKey> old = seen(all, call);
        if (old.isEmpty()) {
            return Reply.of(UNKNOWN);
        }
        Duration overlap = duration("overlap", call.order(Rotation.class).overlap());
        // Who is shown a key has what it gives.
        return Granting.by(call)
                .objection(Granting.Gift.of(old.get()))
                .orElseGet(() -> all.rotate(old.get().id(), overlap)
                        .map(made -> Reply.of(shown(made)))
                        .orElseGet(() -> Reply.of(UNKNOWN)));
    }

    private static Scopes scopes(@Nullable List<String> names) {
        return names == null ? Scopes.ALL : Scopes.of(names);
    }

    private static Duration duration(String name, String text) {
        Duration duration = parsed(name, text);
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + " is not negative");
        }
        return duration;
    }

    private static Duration parsed(String name, String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(name + " is a duration as in PT24H or P90D (ISO 8601)", e);
        }
    }

    private static Key form(ApiKey key) {
        return new Key(
                key.id(),
                key.tenant(),
                key.principal(),
                key.roles().stream().sorted().toList(),
                key.scopes() instanceof Scopes.Only only
                        ? only.names().stream().sorted().toList()
                        : null,
                key.note(),
                key.created(),
                key.expires().orElse(null),
                key.revoked().orElse(null));
    }

    private static ShownKey shown(ApiKeys.Made made) {
        Key key = form(made.key());
        return new ShownKey(
                key.id(),
                key.tenant(),
                key.principal(),
                key.roles(),
                key.scopes(),
                key.note(),
                key.created(),
                key.expires(),
                key.revoked(),
                made.secret().reveal());
    }

    /** What is done with the keys that there are. */
    private interface Work {
        Reply reply(ApiKeys all);
    }
}
