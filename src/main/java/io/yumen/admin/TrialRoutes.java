package io.yumen.admin;

import io.yumen.audit.Times;
import io.yumen.audit.trail.Query;
import io.yumen.audit.trail.Search;
import io.yumen.auth.policy.RuleConfig;
import io.yumen.auth.policy.RulePolicy;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Says what other rules would have decided: {@code POST /api/v1/policy/try} with {@code {"rules": [...], "from":, "until":, "limit":}}
 * asks them about the newest calls of the audit trail. Nothing changes. For programs of this machine only ({@link LocalOnly}).
 */
public final class TrialRoutes implements HttpHandler {
    private static final Logger LOG = LoggerFactory.getLogger(TrialRoutes.class);
    private static final String PATH = "/api/v1/policy/try";
    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.DEFAULT);

    /** Rules of one trial at most. */
    private static final int MOST_RULES = 1_000;

    private final Optional<Search> search;
    private final Explainer explainer;

    /** One trial at a time: each reads all files in the worst case. */
    private final Semaphore free = new Semaphore(1);

    private final HttpHandler guarded = new LocalOnly(this::route);

    public TrialRoutes(Optional<Search> search, Explainer explainer) {
        this.search = search;
        this.explainer = explainer;
    }

    /** Whether that path is ours. */
    public static boolean serves(String path) {
        return path.equals(PATH);
    }

    @Override
    public void handle(HttpRequest request, HttpResponse response) {
        guarded.handle(request, response);
    }

    private void route(HttpRequest request, HttpResponse response) {
        if (!request.method().equals("POST")) {
            Answers.methodNotAllowed(response, "POST");
        } else if (search.isEmpty()) {
            Answers.failure(
                    response, Answers.NOT_FOUND, "no_audit", "This gateway keeps no audit trail; see docs/audit.md");
        } else if (Answers.hasJson(request, response)) {
            one(search.get(), request, response);
        }
    }

    private void one(Search trails, HttpRequest request, HttpResponse response) {
        if (!free.tryAcquire()) {
            Answers.failure(response, Answers.UNAVAILABLE, "busy", "Somebody else tries rules now; try again soon");
            return;
        }
        try {
            Answers.json(response, Answers.OK, run(trails, CODEC.read(request.body())));
        } catch (RpcException | IllegalArgumentException e) {
            Answers.failure(response, Answers.BAD_REQUEST, "bad_request", String.valueOf(e.getMessage()));
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("The audit trail cannot be read");
            Answers.failure(response, Answers.UNAVAILABLE, "unreadable", "The audit trail cannot be read now");
        } finally {
            free.release();
        }
    }

    private ObjectNode run(Search trails, JsonNode order) throws IOException {
        Trial trial = new Trial(new RulePolicy(rules(order.path("rules")), InstantSource.system()), explainer);
        Query query = new Query(
                Map.of("kind", "call", "stage", "end"),
                time(order, "from"),
                time(order, "until"),
                order.path("limit").asInt(Query.MOST));
        trails.find(query).forEach(trial::take);
        return trial.result();
    }

    private static List<RuleConfig> rules(JsonNode list) {
        List<RuleConfig> rules = new ArrayList<>();
        for (JsonNode rule : list) {
            if (!(rule instanceof ObjectNode one) || rules.size() == MOST_RULES) {
                throw new IllegalArgumentException("\"rules\" are at most " + MOST_RULES + " objects");
            }
            rules.add(RuleConfig.read(one));
        }
        return rules;
    }

    private static @Nullable Instant time(JsonNode order, String key) {
        return order.has(key) ? Times.read(order.path(key).asString("")) : null;
    }
}
