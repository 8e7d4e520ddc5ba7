package io.yumen.admin;

import io.yumen.admin.api.Call;
import io.yumen.admin.api.Failure;
import io.yumen.admin.api.Reach;
import io.yumen.admin.api.Reply;
import io.yumen.admin.api.Route;
import io.yumen.audit.Times;
import io.yumen.audit.trail.Query;
import io.yumen.audit.trail.Search;
import io.yumen.auth.policy.RuleConfig;
import io.yumen.auth.policy.RulePolicy;
import io.yumen.schema.Doc;
import io.yumen.tenant.Roles;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says what other rules would have decided about the newest calls of the audit trail. Nothing changes. Who is of a tenant of his own
 * hears of the calls of that one alone, as in {@link AuditRoutes}.
 */
public final class TrialRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(TrialRoutes.class);

    private final Optional<Search> search;
    private final Explainer explainer;

    /** One trial at a time: each reads all files in the worst case. */
    private final Semaphore free = new Semaphore(1);

    public TrialRoutes(Optional<Search> search, Explainer explainer) {
        this.search = search;
        this.explainer = explainer;
    }

    /** The routes. */
    public List<Route> routes() {
        return List.of(Route.post(
                        "/policy/try",
                        Reach.OWN_TENANT,
                        "Says what other rules would have decided about the calls of the audit trail that the auditor may see")
                .roles(Roles.AUDITOR)
                .takes(TrialOrder.class)
                .answers(Trial.Result.class)
                .fails(Failure.NO_AUDIT, Failure.BUSY, Failure.UNREADABLE)
                .does(this::run));
    }

    /** What is tried. */
    record TrialOrder(
            @Doc(value = "In the order in which they are asked", max = 1_000)
            List<RuleForm> rules,

            @Doc("No call before that day or time") @Nullable
            String from,

            @Doc("No call from that day or time on") @Nullable
            String until,

            @Doc(value = "So many calls at most, the newest", min = 1, max = Query.MOST) @Nullable
            Integer limit) {}

    /** One rule, as in the configuration. */
    record RuleForm(
            String name,
            RuleConfig.Effect effect,

            @Doc(value = "An expression in CEL; every request where it is empty", fallback = "\"\"") @Nullable
            String when,

            @Doc("Of which the caller has one") @Nullable List<String> roles,
            @Doc("Names with * and ?") @Nullable List<String> servers,
            @Doc("Names with * and ?") @Nullable List<String> tools,

            @Doc("What a credential must be good for that uses what the rule lets be used") @Nullable
            List<String> scopes) {}

    private Reply run(Call call) {
        if (search.isEmpty()) {
            return Reply.of(Failure.NO_AUDIT);
        }
        if (!free.tryAcquire()) {
            return Reply.of(Failure.BUSY);
        }
        try {
            return Reply.of(result(search.get(), call));
        } catch (IOException e) {
            LOG.atWarn().setCause(e).log("The audit trail cannot be read");
            return Reply.of(Failure.UNREADABLE);
        } finally {
            free.release();
        }
    }

    private Trial.Result result(Search trails, Call call) throws IOException {
        TrialOrder order = call.order(TrialOrder.class);
        List<RuleConfig> rules = order.rules().stream().map(TrialRoutes::rule).toList();
        Trial trial = new Trial(new RulePolicy(rules, InstantSource.system()), explainer);
        Integer limit = order.limit();
        Query query = new Query(
                Map.of("kind", "call", "stage", "end"),
                time(order.from()),
                time(order.until()),
                limit == null ? Query.MOST : limit);
        Optional<Query> allowed = AuditRoutes.own(query, call);
        if (allowed.isPresent()) {
            trails.find(allowed.get()).forEach(trial::take);
        }
        return trial.result();
    }

    private static RuleConfig rule(RuleForm form) {
        String when = form.when();
        return new RuleConfig(
                form.name(),
                form.effect(),
                when == null ? "" : when,
                Set.copyOf(orNone(form.roles())),
                orNone(form.servers()),
                orNone(form.tools()),
                Set.copyOf(orNone(form.scopes())));
    }

    private static List<String> orNone(@Nullable List<String> names) {
        return names == null ? List.of() : names;
    }

    private static @Nullable Instant time(@Nullable String text) {
        return text == null ? null : Times.read(text);
    }
}
