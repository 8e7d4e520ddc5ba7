package io.yumen.admin;

import io.yumen.audit.trail.Query;
import io.yumen.audit.trail.Search;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    /** What is looked for word by word. */
    private static final List<String> FIELDS = List.of(
            "kind", "tenant", "principal", "credential", "address", "server", "name", "method", "outcome", "decision",
            "rule", "trace");

    private final Optional<Search> search;
    private final HttpHandler guarded = new LocalOnly(this::route);

    /** Routes to those trails, or to none. */
    public AuditRoutes(Optional<Search> search) {
        this.search = search;
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
            Answers.failure(response, Answers.NOT_FOUND, "no_audit", "This gateway keeps no audit trail; see docs/audit.md");
            return;
        }
        try {
            Answers.json(response, Answers.OK, answer(search.get().find(query(request))));
        } catch (IllegalArgumentException | DateTimeException e) {
            Answers.failure(response, Answers.BAD_REQUEST, "bad_request", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("The audit trail cannot be read");
            Answers.failure(response, Answers.UNAVAILABLE, "unreadable", "The audit trail cannot be read now");
        }
    }

    private static Query query(HttpRequest request) {
        for (String part : request.query().isEmpty() ? new String[0] : request.query().split("&", -1)) {
            String name = part.replaceAll("=.*", "");
            if (!FIELDS.contains(name) && !Set.of("from", "until", "limit").contains(name)) {
                throw new IllegalArgumentException(
                        "There is nothing to look for by that name; there is " + String.join(", ", FIELDS)
                                + ", from, until, limit");
            }
        }
        int limit = request.queryParameter("limit").map(AuditRoutes::number).orElse(Query.USUAL);
        Instant from = request.queryParameter("from").map(Instant::parse).orElse(null);
        Instant until = request.queryParameter("until").map(Instant::parse).orElse(null);
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

    private static ObjectNode answer(List<ObjectNode> found) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode records = body.putArray("records");
        found.forEach(records::add);
        return body;
    }
}
