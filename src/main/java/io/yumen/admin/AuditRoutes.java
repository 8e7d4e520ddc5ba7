package io.yumen.admin;

import io.yumen.admin.api.Call;
import io.yumen.admin.api.Failure;
import io.yumen.admin.api.Parameter;
import io.yumen.admin.api.Reach;
import io.yumen.admin.api.Reply;
import io.yumen.admin.api.Route;
import io.yumen.audit.AuditRecord;
import io.yumen.audit.Times;
import io.yumen.audit.trail.Query;
import io.yumen.audit.trail.Search;
import io.yumen.schema.Doc;
import io.yumen.tenant.Roles;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** What auditors ask: the newest records of the trail whose fields say what is looked for. */
public final class AuditRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(AuditRoutes.class);
    private static final String PATH = "/audit";

    private static final String TENANT = "tenant";

    private static final List<Parameter> QUERY = List.of(
            Parameter.text("kind", "As call, refusal or order"),
            Parameter.text(TENANT, "Of whom the caller is"),
            Parameter.text("principal", "Who called"),
            Parameter.text("credential", "The credential by which he came"),
            Parameter.text("address", "From where he came"),
            Parameter.text("server", "The server that was called"),
            Parameter.text("name", "The tool, prompt or resource"),
            Parameter.text("method", "The method of MCP"),
            Parameter.text("outcome", "What became of it"),
            Parameter.text("decision", "What the rules said"),
            Parameter.text("rule", "The rule that decided"),
            Parameter.text("trace", "The id of the trace"),
            Parameter.text("from", "Not before that day or time"),
            Parameter.text("until", "Before that day or time"),
            Parameter.count("limit", "So many at most, the newest", Query.MOST));

    /** What is said of when and how many; the others are fields of records, which are looked for word by word. */
    private static final List<String> RANGE = List.of("from", "until", "limit");

    /** So many may search at a time: each reads all files in the worst case. */
    private static final int SEARCHES = 2;

    private final Optional<Search> search;
    private final Semaphore free = new Semaphore(SEARCHES);

    /** Routes to those trails, or to none. */
    public AuditRoutes(Optional<Search> search) {
        this.search = search;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(Route.get(
                        PATH,
                        Reach.OWN_TENANT,
                        "Searches the audit trail; who is of a tenant of his own sees the records of that one alone")
                .roles(Roles.AUDITOR)
                .query(QUERY)
                .answers(Records.class)
                .fails(Failure.NO_AUDIT, Failure.BUSY, Failure.UNREADABLE)
                .does(this::search));
    }

    /** What was found. */
    record Records(
            @Doc(value = "Newest first, each as docs/audit.md says", form = AuditRecord.class)
            List<ObjectNode> records) {}

    /** Whether the trail is read at that path, which is itself recorded. */
    static boolean serves(String path) {
        return path.equals(Route.ROOT + PATH);
    }

    private Reply search(Call call) {
        if (search.isEmpty()) {
            return Reply.of(Failure.NO_AUDIT);
        }
        if (!free.tryAcquire()) {
            return Reply.of(Failure.BUSY);
        }
        try {
            Optional<Query> allowed = own(query(call), call);
            return Reply.of(new Records(allowed.isPresent() ? search.get().find(allowed.get()) : List.of()));
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("The audit trail cannot be read");
            return Reply.of(Failure.UNREADABLE);
        } finally {
            free.release();
        }
    }

    /** That query, for what the one who asks may see; empty where that is nothing. */
    static Optional<Query> own(Query query, Call call) {
        if (call.isForAllTenants()) {
            return Optional.of(query);
        }
        String name = call.person().tenant().value();
        return query.fields().getOrDefault(TENANT, name).equals(name)
                ? Optional.of(query.with(TENANT, name))
                : Optional.empty();
    }

    private static Query query(Call call) {
        Query query = new Query(
                Map.of(),
                call.query("from").map(Times::read).orElse(null),
                call.query("until").map(Times::read).orElse(null),
                call.query("limit").map(Integer::parseInt).orElse(Query.USUAL));
        for (Map.Entry<String, String> field : call.query().entrySet()) {
            query = RANGE.contains(field.getKey()) ? query : query.with(field.getKey(), field.getValue());
        }
        return query;
    }
}
