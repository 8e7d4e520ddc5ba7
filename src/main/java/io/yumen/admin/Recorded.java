package io.yumen.admin;

import io.yumen.audit.Audit;
import io.yumen.audit.Unrecorded;
import io.yumen.audit.What;
import io.yumen.audit.Who;
import io.yumen.http.Headers;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import java.util.function.UnaryOperator;

/**
 * Records what operators do: each order before it is carried out and when it is over, who reads the trail, and whatever is
 * refused. An order that cannot be recorded is not carried out where the audit is strict.
 */
final class Recorded {
    /** What is said of the transport by which operators come. */
    static final String WIRE = "operations";

    private static final String API = "/api/";

    private final HttpHandler next;
    private final Audit audit;
    private final UnaryOperator<String> place;

    Recorded(HttpHandler next, Audit audit) {
        this(next, audit, UnaryOperator.identity());
    }

    /** @param place what is recorded of a path */
    Recorded(HttpHandler next, Audit audit, UnaryOperator<String> place) {
        this.next = next;
        this.audit = audit;
        this.place = place;
    }

    void handle(Who who, HttpRequest request, HttpResponse response) {
        Watched watched = new Watched(response);
        if (!isOrder(request)) {
            next.handle(request, watched);
            if (watched.isRefused()) {
                audit.refused(who, What.of(request, request.method(), place.apply(request.path())), watched.status, "");
            } else if (AuditRoutes.serves(request.path())) {
                audit.asked(who, What.of(request), watched.status);
            }
            return;
        }
        Audit.Order order;
        try {
            order = audit.order(who, What.of(request));
        } catch (Unrecorded e) {
            Answers.failure(
                    response,
                    Answers.UNAVAILABLE,
                    "unrecorded",
                    "The audit trail cannot be written, and what cannot be recorded is not done: " + e.getMessage());
            return;
        }
        try {
            next.handle(request, watched);
        } finally {
            order.ended(watched.status);
        }
    }

    private static boolean isOrder(HttpRequest request) {
        return !request.method().equals("GET") && request.path().startsWith(API);
    }

    /** Remembers the status. */
    private static final class Watched extends HttpResponse.Relayed {
        private int status = Answers.INTERNAL_ERROR;

        Watched(HttpResponse response) {
            super(response);
        }

        boolean isRefused() {
            return status >= Answers.BAD_REQUEST && status < Answers.INTERNAL_ERROR;
        }

        @Override
        protected Headers headers(int code, Headers headers) {
            status = code;
            return headers;
        }
    }
}
