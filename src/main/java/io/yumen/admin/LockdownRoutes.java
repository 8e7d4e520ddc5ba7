package io.yumen.admin;

import io.yumen.admin.api.Call;
import io.yumen.admin.api.Failure;
import io.yumen.admin.api.Reach;
import io.yumen.admin.api.Reply;
import io.yumen.admin.api.Route;
import io.yumen.auth.lockdown.Lock;
import io.yumen.auth.lockdown.Lockdown;
import io.yumen.auth.lockdown.Locked;
import io.yumen.schema.Doc;
import io.yumen.tenant.Roles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What administrators lock, and lift again. Each does the same when it is repeated. What is locked stands in the path, and so in
 * the audit trail.
 */
public final class LockdownRoutes {
    private static final String ROOT = "/lockdown";

    private final Optional<Lockdown> lockdown;

    /** @param lockdown empty where nobody must show who he is */
    public LockdownRoutes(Optional<Lockdown> lockdown) {
        this.lockdown = lockdown;
    }

    /** The routes. */
    public List<Route> routes() {
        List<Route> all = new ArrayList<>();
        all.add(Route.get(ROOT, Reach.EVERYTHING, "Lists what is locked")
                .roles(Roles.ADMIN)
                .answers(LockList.class)
                .fails(Failure.NO_ACCESS)
                .does(call -> with(LockdownRoutes::list)));
        all.addAll(of("/principals/{tenant}/{principal}", "a principal", LockdownRoutes::principal));
        all.addAll(of(
                "/clients/{client}",
                "a client of OAuth",
                call -> Lock.of(Lock.Kind.CLIENT, "", call.variable("client"))));
        all.addAll(of("/servers/{server}", "a server", call -> Lock.of(Lock.Kind.SERVER, "", call.variable("server"))));
        all.addAll(of(
                "/everything",
                "everybody but the operator on this machine",
                call -> Lock.of(Lock.Kind.EVERYTHING, "", "")));
        return all;
    }

    /** A lock that is on. */
    record LockForm(
            @Doc("principal, client, server or everything") String kind,

            @Doc("Whose data a principal touches; left out for other kinds") @Nullable
            String tenant,

            @Doc("What it names; left out for everything") @Nullable
            String name,

            @Doc("Why, in the words of who locked it") String reason,
            @Doc("Who locked it") String by,
            Instant since) {}

    /** All that are on. */
    record LockList(List<LockForm> locks) {}

    /** Why something is locked. */
    record Order(
            @Doc(value = "In words for those who come later", fallback = "\"\"")
            String reason) {}

    /** What came of lifting. */
    record Lifted(@Doc("Whether it was locked") boolean lifted) {}

    private List<Route> of(String path, String what, Function<Call, Lock> lock) {
        return List.of(
                Route.post(ROOT + path, Reach.EVERYTHING, "Locks " + what)
                        .roles(Roles.ADMIN)
                        .takes(Order.class)
                        .answers(LockForm.class)
                        .fails(Failure.NO_ACCESS)
                        .does(call -> with(locks -> Reply.of(form(locks.lock(
                                lock.apply(call), call.order(Order.class).reason(), by(call)))))),
                Route.delete(ROOT + path, Reach.EVERYTHING, "Lifts the lock of " + what)
                        .roles(Roles.ADMIN)
                        .answers(Lifted.class)
                        .fails(Failure.NO_ACCESS)
                        .does(call -> with(locks ->
                                Reply.of(new Lifted(locks.lift(lock.apply(call)).isPresent())))));
    }

    private Reply with(Work work) {
        return lockdown.map(work::reply).orElseGet(() -> Reply.of(Failure.NO_ACCESS));
    }

    private static Reply list(Lockdown locks) {
        return Reply.of(
                new LockList(locks.all().stream().map(LockdownRoutes::form).toList()));
    }

    private static Lock principal(Call call) {
        return Lock.of(Lock.Kind.PRINCIPAL, call.variable("tenant"), call.variable("principal"));
    }

    private static String by(Call call) {
        return call.person().tenant() + "/" + call.person().name();
    }

    private static LockForm form(Locked locked) {
        return new LockForm(
                locked.lock().kind().word(),
                orNull(locked.lock().tenant()),
                orNull(locked.lock().target()),
                locked.reason(),
                locked.by(),
                locked.since());
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** What is done with the locks. */
    private interface Work {
        Reply reply(Lockdown locks);
    }
}
