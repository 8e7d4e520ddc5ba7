package io.yumen.admin;

import io.yumen.audit.What;
import io.yumen.audit.Who;
import io.yumen.auth.Admission;
import io.yumen.auth.Denial;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.tenant.Access;
import io.yumen.tenant.Roles;
import java.util.Set;
import java.util.function.Function;

/** Lets those through who come in by the entrance, and have the role {@code admin} or one that is asked for here. */
final class RoleGate implements HttpHandler {
    private final Gatekeeper keeper;
    private final Set<String> roles;
    private final Function<Access, HttpHandler> next;

    /**
     * A gate before that handler.
     *
     * @param roles each of which is enough; where there are none, it is enough to come in
     * @param next what serves whoever is let through
     */
    RoleGate(Gatekeeper keeper, Set<String> roles, Function<Access, HttpHandler> next) {
        this.keeper = keeper;
        this.roles = roles;
        this.next = next;
    }

    @Override
    public void handle(HttpRequest request, HttpResponse response) {
        switch (keeper.entrance().admit(request)) {
            case Admission.Admitted admitted -> {
                Who who = Who.of(admitted.access().by(Recorded.WIRE), "");
                if (mayPass(admitted.access())) {
                    HttpHandler handler = next.apply(admitted.access());
                    new Recorded(handler, keeper.audit()).handle(who, request, response);
                } else {
                    String wanted = String.join(" or ", roles.stream().sorted().toList());
                    Denial denial = new Denial(Denial.Reason.INSUFFICIENT, "This needs the role " + wanted);
                    deny(who, denial, request, response);
                }
            }
            case Admission.Refused refused -> {
                String address = request.remoteAddress().getAddress().getHostAddress();
                deny(Who.unknown(Recorded.WIRE, address), refused.denial(), request, response);
            }
        }
    }

    @Override
    public String toString() {
        return "role gate";
    }

    private boolean mayPass(Access access) {
        return roles.isEmpty()
                || access.roles().contains(Roles.ADMIN)
                || roles.stream().anyMatch(access.roles()::contains);
    }

    private void deny(Who who, Denial denial, HttpRequest request, HttpResponse response) {
        keeper.audit()
                .refused(
                        who,
                        What.of(request),
                        denial.reason().status(),
                        denial.reason().word());
        Answers.denied(response, denial);
    }
}
