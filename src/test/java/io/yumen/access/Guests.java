package io.yumen.access;

import io.yumen.app.access.State;
import io.yumen.auth.users.UserLimits;
import io.yumen.auth.users.Users;
import io.yumen.secret.Secret;
import io.yumen.tenant.Roles;
import io.yumen.tenant.TenantId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * People with passwords, good and not. Each wrong password counts for a name and for an address, so that the next ones are not
 * looked at any more: here each name is tried only so often, and each request comes from an address of its own.
 */
final class Guests {
    /** How many doors one name is tried at: fewer than wrong passwords that are looked at. */
    private static final int DOORS_PER_NAME = 8;

    private static final UserLimits CHEAP = UserLimits.DEFAULT.hashingWith(64);
    private static final String OTHER = "another horse battery";
    private static final int DOORS = Door.at(0).size();

    private final Locked gateway;

    /** Guests of that gateway, to whom each request has to come from an address of its own. */
    Guests(Locked gateway) {
        this.gateway = gateway;
    }

    /** Makes them in the state of a gateway that does not run yet: with little memory for each, since there are many. */
    static void register(Path state) {
        try (State open = State.open(state)) {
            Users users = new Users(open.store().values(), CHEAP, InstantSource.system());
            for (int i = 0; i <= DOORS / DOORS_PER_NAME; i++) {
                for (String family :
                        List.of("wrong", "spaced", "capitals", "empty", "changed", "disabled", "removed")) {
                    make(users, family + i);
                }
                users.setPassword("changed" + i, new Secret(OTHER));
                users.disable("disabled" + i);
                users.remove("removed" + i);
            }
            make(users, "guessed");
            make(users, "ann");
        }
    }

    private static void make(Users users, String name) {
        users.create(name, TenantId.LOCAL, Set.of(Roles.ADMIN), new Secret(Defect.PASSWORD));
    }

    /** The right passwords of those whose passwords are wrong in the defects. */
    Stream<Defect> goods() {
        return Stream.of(
                shown("a password", door -> "ann:" + Defect.PASSWORD),
                shown("a password that is no other's", door -> member("wrong", door) + ":" + Defect.PASSWORD),
                shown("a password without a space", door -> member("spaced", door) + ":" + Defect.PASSWORD),
                shown("a password as it is written", door -> member("capitals", door) + ":" + Defect.PASSWORD),
                shown("a password that is not left out", door -> member("empty", door) + ":" + Defect.PASSWORD),
                shown("a password that is the newest", door -> member("changed", door) + ":" + OTHER));
    }

    /** A key as a password, and passwords of all sorts. */
    Stream<Defect> defects(String key) throws IOException {
        for (int i = 0; i < 10; i++) {
            Defect wrong = shown("", door -> "guessed:" + OTHER);
            List<String> headers = wrong.headers().apply(Door.at(0).getFirst());
            RawHttp.send(Addresses.next(), gateway.endpoint(), "GET /health", headers, "");
        }
        return Stream.of(
                shown("a user that nobody made", door -> member("nobody", door) + ":" + Defect.PASSWORD),
                shown("a user with another's password", door -> member("wrong", door) + ":" + OTHER),
                shown(
                        "a user with a space before the password",
                        door -> member("spaced", door) + ": " + Defect.PASSWORD),
                shown(
                        "a user with the password in capitals",
                        door -> member("capitals", door) + ":" + Defect.PASSWORD.toUpperCase(Locale.ROOT)),
                shown("a user with an empty password", door -> member("empty", door) + ":"),
                shown("a user with the password before", door -> member("changed", door) + ":" + Defect.PASSWORD),
                shown("a user who was disabled", door -> member("disabled", door) + ":" + Defect.PASSWORD),
                shown("a user who was removed", door -> member("removed", door) + ":" + Defect.PASSWORD),
                shown("a user with the password, after ten that were wrong", door -> "guessed:" + Defect.PASSWORD),
                shown("a good key as a password", door -> member("key", door) + ":" + key),
                shown("a password without a user", door -> ":" + Defect.PASSWORD),
                shown("a user without a colon", door -> "ann"),
                Defect.shows("what is no Base64", "Authorization: Basic ???"));
    }

    private static String member(String family, Door door) {
        return family + door.slot() / DOORS_PER_NAME;
    }

    private static Defect shown(String name, Function<Door, String> pair) {
        return new Defect(name, door -> List.of("Authorization: " + Defect.basic(pair.apply(door))), "");
    }
}
