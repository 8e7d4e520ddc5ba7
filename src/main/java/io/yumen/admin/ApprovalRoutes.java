package io.yumen.admin;

import io.yumen.admin.api.Call;
import io.yumen.admin.api.Failure;
import io.yumen.admin.api.Reach;
import io.yumen.admin.api.Reply;
import io.yumen.admin.api.Route;
import io.yumen.auth.approval.Approval;
import io.yumen.auth.approval.Approval.Verdict;
import io.yumen.auth.approval.ApprovalLimits;
import io.yumen.auth.approval.Approvals;
import io.yumen.schema.Doc;
import io.yumen.tenant.Principal;
import io.yumen.tenant.Roles;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls that wait for a person: lists them and what was decided of late, and decides. Who is of a tenant of its own sees and decides
 * those of that tenant alone; nobody approves what he asked for himself.
 */
public final class ApprovalRoutes {
    private static final Failure UNKNOWN =
            new Failure(404, "unknown_approval", "No such call waits, and none was decided of late");
    private static final Failure OWN = new Failure(403, "own_call", "Nobody approves what he asked for himself");

    private final Optional<Approvals> approvals;
    private final Supplier<ApprovalLimits> limits;

    /**
     * Routes to those.
     *
     * @param approvals empty where nobody must show who he is
     * @param limits those in force
     */
    public ApprovalRoutes(Optional<Approvals> approvals, Supplier<ApprovalLimits> limits) {
        this.approvals = approvals;
        this.limits = limits;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(
                Route.get("/approvals", Reach.OWN_TENANT, "Lists the calls that wait, and what was decided of late")
                        .roles(Roles.APPROVER)
                        .answers(ApprovalList.class)
                        .fails(Failure.NO_ACCESS)
                        .does(call -> with(all -> list(all, call))),
                Route.post("/approvals/{approval}/approve", Reach.OWN_TENANT, "Lets a call happen")
                        .roles(Roles.APPROVER)
                        .answers(ApprovalForm.class)
                        .fails(OWN, UNKNOWN, Failure.NO_ACCESS)
                        .does(call -> with(all -> decide(all, call, Verdict.APPROVED))),
                Route.post("/approvals/{approval}/deny", Reach.OWN_TENANT, "Has a call refused")
                        .roles(Roles.APPROVER)
                        .answers(ApprovalForm.class)
                        .fails(UNKNOWN, Failure.NO_ACCESS)
                        .does(call -> with(all -> decide(all, call, Verdict.DENIED))));
    }

    /** A call that needs approval, and what became of it. */
    record ApprovalForm(
            @Doc("Names it; the same for the same call of the same caller")
            String id,

            Verdict state,
            @Doc("Of whom the caller is") String tenant,
            @Doc("Who calls") String principal,
            String server,
            @Doc("The method of MCP") String method,
            @Doc("What is called, as the server knows it") String name,
            ObjectNode arguments,
            @Doc("The rule that wants it approved") String rule,
            Instant created,

            @Doc("Until when it waits, or its decision counts")
            Instant expires,

            @Doc("Who decided; left out where nobody has") @Nullable
            String by) {}

    /** All of them. */
    record ApprovalList(List<ApprovalForm> approvals) {}

    private Reply with(Work work) {
        return approvals.map(work::reply).orElseGet(() -> Reply.of(Failure.NO_ACCESS));
    }

    private static Reply list(Approvals all, Call call) {
        return Reply.of(new ApprovalList(all.list().stream()
                .filter(one -> call.maySee(one.caller().tenant()))
                .map(ApprovalRoutes::form)
                .toList()));
    }

    private Reply decide(Approvals all, Call call, Verdict verdict) {
        String id = call.variable("approval");
        Principal person = call.person();
        Optional<Approval> known =
                all.find(id).filter(one -> call.maySee(one.caller().tenant()));
        if (known.isEmpty()) {
            return Reply.of(UNKNOWN);
        }
        if (verdict == Verdict.APPROVED && known.get().caller().equals(person)) {
            return Reply.of(OWN);
        }
        return all.decide(id, verdict, person.name(), limits.get())
                .map(one -> Reply.of(form(one)))
                .orElseGet(() -> Reply.of(UNKNOWN));
    }

    private static ApprovalForm form(Approval one) {
        return new ApprovalForm(
                one.id(),
                one.verdict(),
                one.caller().tenant().value(),
                one.caller().name(),
                one.call().server(),
                one.call().method(),
                one.call().name(),
                one.call().arguments(),
                one.rule(),
                one.created(),
                one.expires(),
                one.by().isEmpty() ? null : one.by());
    }

    /** What is done with what waits. */
    private interface Work {
        Reply reply(Approvals all);
    }
}
