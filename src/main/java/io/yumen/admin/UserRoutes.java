package io.yumen.admin;

import io.yumen.admin.api.Call;
import io.yumen.admin.api.Failure;
import io.yumen.admin.api.Reply;
import io.yumen.admin.api.Route;
import io.yumen.auth.users.User;
import io.yumen.auth.users.Users;
import io.yumen.schema.Doc;
import io.yumen.secret.Secret;
import io.yumen.tenant.Roles;
import io.yumen.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/** What administrators do with people who have a password: see, make, keep out, let in and remove them. */
public final class UserRoutes {
    private static final Failure EXISTS = new Failure(409, "user_exists", "There is a user of that name");
    private static final Failure UNKNOWN = new Failure(404, "unknown_user", "There is no such user");

    private final Optional<Users> users;

    /** @param users those of the gateway; empty where nobody must show who he is */
    public UserRoutes(Optional<Users> users) {
        this.users = users;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.get("/users", "Lists the users")
                        .roles(Roles.ADMIN)
                        .answers(UserList.class)
                        .fails(Failure.NO_ACCESS)
                        .does(call -> with(UserRoutes::list)),
                Route.post("/users", "Makes a user")
                        .roles(Roles.ADMIN)
                        .takes(UserOrder.class)
                        .creates(UserForm.class)
                        .fails(EXISTS, Failure.NO_ACCESS)
                        .does(call -> with(all -> create(all, call.order(UserOrder.class)))),
                Route.post(
                                "/users/{user}/password",
                                "Gives a user another password, and ends what came in by the old one")
                        .roles(Roles.ADMIN)
                        .takes(Password.class)
                        .answers(UserForm.class)
                        .fails(UNKNOWN, Failure.NO_ACCESS)
                        .does(call -> change(
                                call,
                                (all, name) -> all.setPassword(
                                        name,
                                        new Secret(call.order(Password.class).password())))),
                Route.post("/users/{user}/disable", "Keeps a user out")
                        .roles(Roles.ADMIN)
                        .answers(UserForm.class)
                        .fails(UNKNOWN, Failure.NO_ACCESS)
                        .does(call -> change(call, Users::disable)),
                Route.post("/users/{user}/enable", "Lets a user in again")
                        .roles(Roles.ADMIN)
                        .answers(UserForm.class)
                        .fails(UNKNOWN, Failure.NO_ACCESS)
                        .does(call -> change(call, Users::enable)),
                Route.delete("/users/{user}", "Removes a user")
                        .roles(Roles.ADMIN)
                        .answers(UserForm.class)
                        .fails(UNKNOWN, Failure.NO_ACCESS)
                        .does(call -> with(all -> remove(all, call.variable("user")))));
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

            @Doc(value = "Whose data the user may touch", fallback = "\"local\"")
            String tenant,

            @Doc(value = "What the user may do", fallback = "[]")
            List<String> roles) {}

    /** Another password. */
    record Password(String password) {}

    private Reply with(Work work) {
        return users.map(work::reply).orElseGet(() -> Reply.of(Failure.NO_ACCESS));
    }

    private static Reply list(Users all) {
        return Reply.of(new UserList(all.list().stream().map(UserRoutes::form).toList()));
    }

    private static Reply create(Users all, UserOrder order) {
        return all.create(
                        order.name(),
                        new TenantId(order.tenant()),
                        Set.copyOf(order.roles()),
                        new Secret(order.password()))
                .map(user -> Reply.of(form(user)))
                .orElseGet(() -> Reply.of(EXISTS));
    }

    private static Reply remove(Users all, String name) {
        Optional<User> user = all.find(name);
        return user.isPresent() && all.remove(name) ? Reply.of(form(user.get())) : Reply.of(UNKNOWN);
    }

    private Reply change(Call call, BiPredicate<Users, String> change) {
        String name = call.variable("user");
        return with(all -> {
            boolean isKnown = User.isName(name) && change.test(all, name);
            return all.find(name)
                    .filter(user -> isKnown)
                    .map(user -> Reply.of(form(user)))
                    .orElseGet(() -> Reply.of(UNKNOWN));
        });
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
