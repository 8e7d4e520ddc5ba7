package io.yumen.admin;

import io.yumen.audit.Times;
import io.yumen.audit.trail.Query;
import io.yumen.audit.trail.Search;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What auditors ask: {@code GET /api/v1/audit?principal=&server=&name=&outcome=&from=&until=&limit=} answers the newest records
 * that say so. For programs of this machine only ({@link LocalOnly}).
 */
public final class AuditRoutes implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(AuditRoutes.class);
    private static final String ROOT = "/api/v1/audit";

    private static final String TENANT = "tenant";

    /** What is looked for word by word. */
    private static final List<String> FIELDS = List.of(
            "kind",
            TENANT,
            "principal",
            "credential",
            "address",
            "server",
            "name",
            "method",
            "outcome",
            "decision",
            "rule",
            "trace");

    private static final List<String> RANGE = List.of("from", "until", "limit");

    /** So many may search at a time: each reads all files in the worst case. */
    private static final int SEARCHES = 2;

    private final Optional<Search> search;
    private final Function<HttpRequest, Optional<Principal>> who;
    private final Semaphore free = new Semaphore(SEARCHES);
    private final HttpHandler guarded = new LocalOnly(this::route);

    /**
     * Routes to those trails, or to none.
     *
     * @param who says who asks; who is of a tenant of its own sees the records of that tenant alone
     */
    public AuditRoutes(Optional<Search> search, Function<HttpRequest, Optional<Principal>> who) {
        this.search = search;
        this.who = who;
    }

    /** Whether that path is one of ours. */
    public static boolean serves(String path) {
        return path.equals(ROOT);
    }

    @Override
    public void handle(HttpRequest request, HttpResponse response) {
        guarded.handle(request, response);
    }

    private void route(HttpRequest request, HttpResponse response) {
        if (!request.method().equals("GET")) {
            Answers.methodNotAllowed(response, "GET");
            return;
        }
        if (search.isEmpty()) {
            Answers.failure(
                    response, Answers.NOT_FOUND, "no_audit", "This gateway keeps no audit trail; see docs/audit.md");
            return;
        }
        if (!free.tryAcquire()) {
            Answers.failure(response, Answers.UNAVAILABLE, "busy", "Others search the audit trail now; try again soon");
            return;
        }
        try {
            answer(search.get(), request, response);
        } finally {
            free.release();
        }
    }

    private void answer(Search trails, HttpRequest request, HttpResponse response) {
        try {
            Optional<Query> allowed = own(query(request), request);
            Answers.json(response, Answers.OK, form(allowed.isPresent() ? trails.find(allowed.get()) : List.of()));
        } catch (IllegalArgumentException e) {
            Answers.failure(response, Answers.BAD_REQUEST, "bad_request", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("The audit trail cannot be read");
            Answers.failure(response, Answers.UNAVAILABLE, "unreadable", "The audit trail cannot be read now");
        }
    }

    /** That query, for what the one who asks may see; empty where that is nothing. */
    private Optional<Query> own(Query query, HttpRequest request) {
        Optional<TenantId> tenant = who.apply(request).map(Principal::tenant);
        if (tenant.isEmpty() || tenant.get().equals(TenantId.LOCAL)) {
            return tenant.map(all -> query);
        }
        String name = tenant.get().value();
        return query.fields().getOrDefault(TENANT, name).equals(name)
                ? Optional.of(query.with(TENANT, name))
                : Optional.empty();
    }

    private static Query query(HttpRequest request) {
        Set<String> seen = new HashSet<>();
        for (String part :
                request.query().isEmpty() ? new String[0] : request.query().split("&", -1)) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            if (!FIELDS.contains(name) && !RANGE.contains(name)) {
                throw new IllegalArgumentException("There is nothing to look for by that name; there is "
                        + String.join(", ", FIELDS) + ", " + String.join(", ", RANGE));
            }
            if (!seen.add(name)) {
                throw new IllegalArgumentException(name + " is asked for twice");
            }
        }
        int limit = request.queryParameter("limit").map(AuditRoutes::number).orElse(Query.USUAL);
        Instant from = request.queryParameter("from").map(Times::read).orElse(null);
        Instant until = request.queryParameter("until").map(Times::read).orElse(null);
        Query query = new Query(Map.of(), from, until, limit);
        for (String field : FIELDS) {
            Optional<String> value = request.queryParameter(field);
            query = value.isPresent() ? query.with(field, value.get()) : query;
        }
        return query;
    }

    private static int number(String text) {
        if (!text.matches("\\d{1,6}")) {
            throw new IllegalArgumentException("limit is a number");
        }
        return Integer.parseInt(text);
    }

    private static ObjectNode form(List<ObjectNode> found) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode records = body.putArray("records");
        found.forEach(records::add);
        return body;
    }
}
