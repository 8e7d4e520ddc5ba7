package io.yumen.admin;

import io.yumen.auth.approval.Approval;
import io.yumen.auth.approval.Approval.Verdict;
import io.yumen.auth.approval.ApprovalLimits;
import io.yumen.auth.approval.Approvals;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls that wait for a person: {@code GET /api/v1/approvals} lists them and what was decided of late, {@code POST
 * /api/v1/approvals/ID/approve} and {@code /deny} decide. Who is of a tenant of its own sees and decides those of that tenant alone; nobody
 * approves what he asked for himself. For programs of this machine only ({@link LocalOnly}).
 */
public final class ApprovalRoutes implements HttpHandler {
    private static final String ROOT = "/api/v1/approvals";
    private static final Pattern ONE = Pattern.compile(ROOT + "/([A-Za-z0-9_-]+)/(approve|deny)");

    private final Approvals approvals;
    private final Supplier<ApprovalLimits> limits;
    private final Function<HttpRequest, Optional<Principal>> who;
    private final HttpHandler guarded = new LocalOnly(this::route);

    /**
     * Routes to those.
     *
     * @param limits those in force
     * @param who says who asks
     */
    public ApprovalRoutes(
            Approvals approvals, Supplier<ApprovalLimits> limits, Function<HttpRequest, Optional<Principal>> who) {
        this.approvals = approvals;
        this.limits = limits;
        this.who = who;
    }

    /** Whether that path is one of ours. */
    public static boolean serves(String path) {
        return path.equals(ROOT) || path.startsWith(ROOT + "/");
    }

    @Override
    public void handle(HttpRequest request, HttpResponse response) {
        guarded.handle(request, response);
    }

    private void route(HttpRequest request, HttpResponse response) {
        Optional<Principal> person = who.apply(request);
        Matcher one = ONE.matcher(request.path());
        if (person.isEmpty() || !(request.path().equals(ROOT) || one.matches())) {
            unknown(response);
        } else if (request.path().equals(ROOT)) {
            list(person.get(), request, response);
        } else if (!request.method().equals("POST")) {
            Answers.methodNotAllowed(response, "POST");
        } else if (Answers.hasJson(request, response)) {
            Verdict verdict = one.group(2).equals("approve") ? Verdict.APPROVED : Verdict.DENIED;
            decide(person.get(), one.group(1), verdict, response);
        }
    }

    private void list(Principal person, HttpRequest request, HttpResponse response) {
        if (!request.method().equals("GET")) {
            Answers.methodNotAllowed(response, "GET");
            return;
        }
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode all = body.putArray("approvals");
        approvals.list().stream().filter(one -> mayDecide(person, one)).forEach(one -> all.add(one.toJson()));
        Answers.json(response, Answers.OK, body);
    }

    private void decide(Principal person, String id, Verdict verdict, HttpResponse response) {
        Optional<Approval> known = approvals.find(id).filter(one -> mayDecide(person, one));
        if (known.isEmpty()) {
            unknown(response);
        } else if (verdict == Verdict.APPROVED && known.get().caller().equals(person)) {
            Answers.failure(response, Answers.FORBIDDEN, "own_call", "Nobody approves what he asked for himself");
        } else {
            approvals
                    .decide(id, verdict, person.name(), limits.get())
                    .ifPresentOrElse(one -> Answers.json(response, Answers.OK, one.toJson()), () -> unknown(response));
        }
    }

    private static boolean mayDecide(Principal person, Approval one) {
        return person.tenant().equals(TenantId.LOCAL)
                || person.tenant().equals(one.caller().tenant());
    }

    private static void unknown(HttpResponse response) {
        Answers.failure(
                response, Answers.NOT_FOUND, "unknown_approval", "No such call waits, and none was decided of late");
    }
}
