package io.yumen.admin;

import io.yumen.admin.api.Call;
import io.yumen.admin.api.Failure;
import io.yumen.admin.api.Reach;
import io.yumen.admin.api.Reply;
import io.yumen.admin.api.Route;
import io.yumen.auth.users.User;
import io.yumen.auth.users.Users;
import io.yumen.schema.Doc;
import io.yumen.secret.Secret;
import io.yumen.tenant.Roles;
import io.yumen.tenant.TenantLimits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What administrators do with people who have a password: see, make, keep out, let in and remove them; those of a tenant of their own
 * with the users of that one alone.
 */
public final class UserRoutes {
    private static final Failure EXISTS = new Failure(
            409,
            "user_exists",
            "There is a user of that name, perhaps of another tenant: users log in by their names alone");
    private static final Failure UNKNOWN = new Failure(404, "unknown_user", "There is no such user");

    private final Optional<Users> users;

    /** @param users those of the gateway; empty where nobody must show who he is */
    public UserRoutes(Optional<Users> users) {
        this.users = users;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.get("/users", Reach.OWN_TENANT, "Lists the users")
                        .roles(Roles.ADMIN)
                        .answers(UserList.class)
                        .fails(Failure.NO_ACCESS)
                        .does(call -> with(all -> list(all, call))),
                Route.post("/users", Reach.OWN_TENANT, "Makes a user")
                        .roles(Roles.ADMIN)
                        .takes(UserOrder.class)
                        .creates(UserForm.class)
                        .fails(
                                Failure.OTHER_TENANT,
                                Granting.MORE_THAN_OWN,
                                EXISTS,
                                Failure.TENANT_FULL,
                                Failure.NO_ACCESS)
                        .does(call -> with(all -> create(all, call))),
                Route.post(
                                "/users/{user}/password",
                                Reach.OWN_TENANT,
                                "Gives a user another password, and ends what came in by the old one")
                        .roles(Roles.ADMIN)
                        .takes(Password.class)
                        .answers(UserForm.class)
                        .fails(UNKNOWN, Granting.MORE_THAN_OWN, Failure.NO_ACCESS)
                        .does(call -> with(all -> setPassword(all, call))),
                Route.post("/users/{user}/disable", Reach.OWN_TENANT, "Keeps a user out")
                        .roles(Roles.ADMIN)
                        .answers(UserForm.class)
                        .fails(UNKNOWN, Failure.NO_ACCESS)
                        .does(call -> change(call, (all, name) -> all.disable(name, seenBy(call)))),
                Route.post("/users/{user}/enable", Reach.OWN_TENANT, "Lets a user in again")
                        .roles(Roles.ADMIN)
                        .answers(UserForm.class)
                        .fails(UNKNOWN, Failure.NO_ACCESS)
                        .does(call -> change(call, (all, name) -> all.enable(name, seenBy(call)))),
                Route.delete("/users/{user}", Reach.OWN_TENANT, "Removes a user")
                        .roles(Roles.ADMIN)
                        .answers(UserForm.class)
                        .fails(UNKNOWN, Failure.NO_ACCESS)
                        .does(call -> with(all -> remove(all, call))));
    }

    /** A user. */
    record UserForm(
            String name,
            @Doc("Whose data the user may touch") String tenant,
            @Doc("What the user may do") List<String> roles,
            Instant created,
            @Doc("Whether no password lets the user in now") boolean disabled) {}

    /** All users. */
    record UserList(List<UserForm> users) {}

    /** What is wanted of a user. */
    record UserOrder(
            @Doc("Letters, digits and . _ @ + -, at most 64")
            String name,

            @Doc("What the user shows to come in") String password,

            @Doc("Whose data the user may touch; where it is left out, the tenant of who makes the user") @Nullable
            String tenant,

            @Doc(value = "What the user may do", fallback = "[]")
            List<String> roles) {}

    /** Another password. */
    record Password(String password) {}

    private Reply with(Work work) {
        try {
            return users.map(work::reply).orElseGet(() -> Reply.of(Failure.NO_ACCESS));
        } catch (TenantLimits.Reached e) {
            return new Reply.Failed(Failure.TENANT_FULL, String.valueOf(e.getMessage()));
        }
    }

    private static Reply list(Users all, Call call) {
        return Reply.of(new UserList(
                all.list().stream().filter(seenBy(call)).map(UserRoutes::form).toList()));
    }

    /** Those of whom the one who calls may know. */
    private static Predicate<User> seenBy(Call call) {
        return user -> call.maySee(user.tenant());
    }

    private static Optional<User> seen(Users all, Call call) {
        return all.find(call.variable("user")).filter(seenBy(call));
    }

    private static Reply create(Users all, Call call) {
        UserOrder order = call.order(UserOrder.class);
        Granting granting = Granting.by(call);
        Granting.Gift gift = Granting.Gift.ofPassword(granting.tenant(order.tenant()), Set.copyOf(order.roles()));
        return granting.objection(gift)
                .orElseGet(() -> all.create(order.name(), gift.tenant(), gift.roles(), new Secret(order.password()))
                        .map(user -> Reply.of(form(user)))
                        .orElseGet(() -> Reply.of(EXISTS)));
    }

    private static Reply setPassword(Users all, Call call) {
        Secret password = new Secret(call.order(Password.class).password());
        Granting granting = Granting.by(call);
        // Who gives a user a password has what the user has.
        Optional<Reply> objection = seen(all, call).map(Granting.Gift::of).flatMap(granting::objection);
        return objection.orElseGet(() -> changed(
                all,
                call,
                (users, name) -> users.setPassword(
                        name, password, seenBy(call).and(user -> granting.allows(Granting.Gift.of(user))))));
    }

    private static Reply remove(Users all, Call call) {
        Optional<User> user = seen(all, call);
        return user.isPresent() && all.remove(user.get().name(), seenBy(call))
                ? Reply.of(form(user.get()))
                : Reply.of(UNKNOWN);
    }

    private Reply change(Call call, BiPredicate<Users, String> change) {
        return with(all -> changed(all, call, change));
    }

    /** Does that where it changes nobody of whom the one who calls may not know. */
    private static Reply changed(Users all, Call call, BiPredicate<Users, String> change) {
        String name = call.variable("user");
        boolean isKnown = User.isName(name) && change.test(all, name);
        return seen(all, call)
                .filter(user -> isKnown)
                .map(user -> Reply.of(form(user)))
                .orElseGet(() -> Reply.of(UNKNOWN));
    }

    private static UserForm form(User user) {
        return new UserForm(
                user.name(),
                user.tenant().value(),
                user.roles().stream().sorted().toList(),
                user.created(),
                user.disabled());
    }

    /** What is done with the users that there are. */
    private interface Work {
        Reply reply(Users all);
    }
}
