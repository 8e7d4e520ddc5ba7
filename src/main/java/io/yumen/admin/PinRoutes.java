package io.yumen.admin;

import io.yumen.admin.api.Call;
import io.yumen.admin.api.Failure;
import io.yumen.admin.api.Reach;
import io.yumen.admin.api.Reply;
import io.yumen.admin.api.Route;
import io.yumen.pin.Kind;
import io.yumen.pin.Pin;
import io.yumen.pin.Pins;
import io.yumen.pin.Waiting;
import io.yumen.schema.Doc;
import io.yumen.tenant.Roles;
import java.util.List;
import java.util.Optional;

/**
 * What servers say of themselves: lists what is pinned, shows what changed, decides what waits, and forgets. Pins are those of all
 * tenants, of servers, too, that rules hide from some.
 */
public final class PinRoutes {
    private static final String ONE = "/pins/{server}/{kind}/{name}";
    private static final Failure UNKNOWN =
            new Failure(404, "unknown_pin", "Nothing of that name is known of that server");
    private static final Failure NOTHING_WAITS = new Failure(
            409,
            "nothing_waits",
            "Nothing was decided: nothing of it waits, or what waits is another definition by now");

    private final Pins pins;

    /** Routes to those. */
    public PinRoutes(Pins pins) {
        this.pins = pins;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.get("/pins", Reach.EVERYTHING, "Lists what is pinned of all servers")
                        .roles(Roles.APPROVER)
                        .answers(PinList.class)
                        .does(call -> list(pins.list())),
                Route.get("/pins/{server}", Reach.EVERYTHING, "Lists what is pinned of a server")
                        .roles(Roles.APPROVER)
                        .answers(PinList.class)
                        .does(call -> list(pins.list(call.variable("server")))),
                Route.post(
                                "/pins/{server}/reset",
                                Reach.EVERYTHING,
                                "Forgets what is pinned of a server, which is taken as it is then")
                        .roles(Roles.APPROVER)
                        .answers(Forgotten.class)
                        .does(this::forgetAll),
                Route.get(ONE, Reach.EVERYTHING, "Shows what is pinned, what waits, and where they differ")
                        .roles(Roles.APPROVER)
                        .answers(PinForm.Whole.class)
                        .fails(UNKNOWN)
                        .does(call -> with(call, pin -> Reply.of(PinForm.whole(pin)))),
                Route.post(ONE + "/approve", Reach.EVERYTHING, "Lets be used what waits")
                        .roles(Roles.APPROVER)
                        .takes(Decision.class)
                        .answers(PinForm.Summary.class)
                        .fails(UNKNOWN, NOTHING_WAITS)
                        .does(call -> with(call, pin -> approve(pin, call))),
                Route.post(ONE + "/reject", Reach.EVERYTHING, "Withholds what waits, or what was approved")
                        .roles(Roles.APPROVER)
                        .takes(Decision.class)
                        .answers(PinForm.Summary.class)
                        .fails(UNKNOWN, NOTHING_WAITS)
                        .does(call -> with(call, pin -> reject(pin, call))),
                Route.post(ONE + "/reset", Reach.EVERYTHING, "Forgets what is pinned, which is taken as it is then")
                        .roles(Roles.APPROVER)
                        .answers(PinForm.Summary.class)
                        .fails(UNKNOWN)
                        .does(call -> with(call, pin -> forget(pin, call))));
    }

    /** All of them. */
    record PinList(List<PinForm.Summary> pins) {}

    /** How many were forgotten. */
    record Forgotten(String server, int forgotten) {}

    /** What is decided of. */
    record Decision(
            @Doc(
                    value = "The digest of the definition that was looked at; where it is left out, whatever waits",
                    fallback = "\"\"")
            String digest) {}

    private static Reply list(List<Pin> all) {
        return Reply.of(new PinList(all.stream().map(PinForm::summary).toList()));
    }

    private Reply with(Call call, Work work) {
        return Kind.of(call.variable("kind"))
                .flatMap(kind -> pins.find(call.variable("server"), kind, call.variable("name")))
                .map(work::reply)
                .orElseGet(() -> Reply.of(UNKNOWN));
    }

    private Reply approve(Pin pin, Call call) {
        return open(pin, digest(call))
                .map(waiting -> Reply.of(PinForm.summary(pins.approve(pin, waiting, by(call)))))
                .orElseGet(() -> Reply.of(NOTHING_WAITS));
    }

    private Reply reject(Pin pin, Call call) {
        Optional<String> digest = digest(call);
        return open(pin, digest)
                .map(Waiting::digest)
                .or(() -> digest.filter(known -> isApproved(pin, known)))
                .map(known -> Reply.of(PinForm.summary(pins.reject(pin, known, by(call)))))
                .orElseGet(() -> Reply.of(NOTHING_WAITS));
    }

    private Reply forget(Pin pin, Call call) {
        pins.forget(pin, by(call));
        return Reply.of(PinForm.summary(pin));
    }

    private Reply forgetAll(Call call) {
        String server = call.variable("server");
        int known = pins.list(server).size();
        pins.forget(server, by(call));
        return Reply.of(new Forgotten(server, known));
    }

    private static Optional<Waiting> open(Pin pin, Optional<String> digest) {
        return pin.waiting().filter(waiting -> digest.isEmpty() || digest.get().equals(waiting.digest()));
    }

    private static boolean isApproved(Pin pin, String digest) {
        return pin.approved().stream().anyMatch(one -> one.digest().equals(digest));
    }

    /** What was looked at, where the call says it. */
    private static Optional<String> digest(Call call) {
        return Optional.of(call.order(Decision.class).digest()).filter(text -> !text.isEmpty());
    }

    private static String by(Call call) {
        return call.person().name();
    }

    /** What is done with one. */
    private interface Work {
        Reply reply(Pin pin);
    }
}
