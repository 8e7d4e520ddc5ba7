package io.yumen.admin;

import io.yumen.auth.OwnMachine;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import java.util.Optional;
import java.util.Set;

/**
 * Lets only programs of this machine through, until callers can say who they are: the peer is a loopback address and calls
 * us by a loopback name, no proxy speaks for somebody else, and no page of a browser calls. Stands behind the check of Host
 * and Origin, which allows more.
 */
final class LocalOnly implements HttpHandler {
    /** What a browser says of a request that its user typed; of one that a page made, it says something else. */
    private static final Set<String> TYPED = Set.of("none", "same-origin");

    private final HttpHandler next;

    LocalOnly(HttpHandler next) {
        this.next = next;
    }

    @Override
    public void handle(HttpRequest request, HttpResponse response) {
        Optional<String> objection = objection(request);
        if (objection.isPresent()) {
            Answers.failure(response, Answers.FORBIDDEN, "forbidden", objection.get());
        } else {
            next.handle(request, response);
        }
    }

    @Override
    public String toString() {
        return "local only -> " + next;
    }

    private static Optional<String> objection(HttpRequest request) {
        if (!OwnMachine.connects(request) || !OwnMachine.names(request).orElse(false)) {
            return Optional.of("Only programs of this machine may operate the gateway, under a loopback name");
        }
        if (request.headers().has("Origin")
                || request.header("Sec-Fetch-Site")
                        .filter(site -> !TYPED.contains(site))
                        .isPresent()) {
            return Optional.of("No page may operate the gateway");
        }
        if (OwnMachine.proxied(request).isPresent()) {
            return Optional.of("Nobody may operate the gateway through a proxy");
        }
        return Optional.empty();
    }
}
