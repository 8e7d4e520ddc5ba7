package io.yumen.admin;

import io.yumen.auth.Admission;
import io.yumen.auth.Denial;
import io.yumen.auth.Entrance;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.tenant.Roles;
import java.util.Set;

/** Lets those through who come in by the entrance, and have the role {@code admin} or one that is asked for here. */
public final class RoleGate implements HttpHandler {
    private final Entrance entrance;
    private final Set<String> roles;
    private final HttpHandler next;

    /**
     * A gate before that handler.
     *
     * @param roles each of which is enough
     */
    public RoleGate(Entrance entrance, Set<String> roles, HttpHandler next) {
        this.entrance = entrance;
        this.roles = roles;
        this.next = next;
    }

    /** A gate before that handler, for whoever comes in at all. */
    public RoleGate(Entrance entrance, HttpHandler next) {
        this(entrance, Set.of(), next);
    }

    @Override
    public void handle(HttpRequest request, HttpResponse response) {
        switch (entrance.admit(request)) {
            case Admission.Admitted admitted -> {
                Set<String> granted = admitted.access().roles();
                if (roles.isEmpty()
                        || granted.contains(Roles.ADMIN)
                        || roles.stream().anyMatch(granted::contains)) {
                    next.handle(request, response);
                } else {
                    Answers.denied(
                            response,
                            new Denial(
                                    Denial.Reason.INSUFFICIENT,
                                    "This needs the role "
                                            + String.join(
                                                    " or ",
                                                    roles.stream().sorted().toList())));
                }
            }
            case Admission.Refused refused -> Answers.denied(response, refused.denial());
        }
    }

    @Override
    public String toString() {
        return "role gate -> " + next;
    }
}
