package io.yumen.audit;

import io.yumen.audit.AuditConfig.Scope;
import io.yumen.audit.AuditConfig.Strictness;
import io.yumen.audit.Entry.Kind;
import io.yumen.audit.Entry.Stage;
import io.yumen.exchange.Caller;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Policy;
import io.yumen.exchange.Policy.Decision;
import io.yumen.exchange.TracedHandler;
import io.yumen.exchange.Witness;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcException;
import io.yumen.telemetry.TraceContext;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A request that is under way, and what is known of it so far. */
final class OpenCall implements Witness {
    /** What only looks. */
    private static final Set<String> LISTS = Set.of(
            Methods.DISCOVER,
            Methods.LISTEN,
            Methods.TOOLS_LIST,
            Methods.PROMPTS_LIST,
            Methods.RESOURCES_LIST,
            Methods.TEMPLATES_LIST,
            Methods.SKILLS_LIST,
            Methods.TASKS_LIST,
            Methods.COMPLETE);

    private final Exchange exchange;
    private final String place;
    private final Audit audit;
    private final long beginNanos = System.nanoTime();
    private volatile Policy.Subject.@Nullable Use subject;
    private volatile @Nullable Decision decision;
    private volatile boolean isUnrecorded;
    private @Nullable Arguments arguments;

    OpenCall(Exchange exchange, String place, Audit audit) {
        this.exchange = exchange;
        this.place = place;
        this.audit = audit;
    }

    @Override
    public void decided(Policy.Subject.Use what, Decision how) {
        subject = what;
        decision = how;
        if (how instanceof Decision.Allowed && audit.config().calls() == Strictness.STRICT) {
            begin();
        }
    }

    /** It is over before anybody saw it. */
    void refused(int code) {
        audit.recorder()
                .record(entry(
                        Stage.END, new Outcome(Outcome.Word.FAILED, code, Outcome.Decision.NONE, "", Duration.ZERO)));
    }

    /** It is over. */
    void ended(Outcome.Word word, int code) {
        boolean isDenied = wordOf(decision) == Outcome.Decision.DENIED || isUnrecorded;
        if (!isDenied && !isRecorded(exchange.method())) {
            return;
        }
        Decision said = decision;
        Duration duration = Duration.ofNanos(System.nanoTime() - beginNanos);
        Outcome outcome = new Outcome(
                isDenied ? Outcome.Word.DENIED : word, code, wordOf(said), said == null ? "" : said.rule(), duration);
        audit.recorder().record(entry(Stage.END, outcome));
    }

    private void begin() {
        try {
            Decision said = decision;
            Outcome soFar =
                    new Outcome(Outcome.Word.OK, 0, wordOf(said), said == null ? "" : said.rule(), Duration.ZERO);
            audit.recorder().recordDurably(entry(Stage.BEGIN, soFar));
        } catch (Unrecorded e) {
            isUnrecorded = true;
            throw RpcException.unavailable(
                    "This call cannot be recorded now, and what cannot be recorded is not done here; try again later");
        }
    }

    private Entry entry(Stage stage, Outcome outcome) {
        Caller caller = exchange.caller();
        Who who = Who.of(caller.access(), client(caller.clientInfo()));
        return new Entry(audit.clock().instant(), Kind.CALL, stage, who, what(), outcome);
    }

    private What what() {
        Policy.Subject.Use known = subject;
        String server = known == null ? "" : known.server();
        String name = known == null ? asked(exchange.params()) : known.name();
        Arguments own = arguments;
        if (own == null) {
            own = exchange.params().get("arguments") instanceof ObjectNode given
                    ? audit.config().redaction().of(given, server, name, audit.recorder()::digest)
                    : Arguments.NONE;
            arguments = own;
        }
        return new What(exchange.method(), place, server, plain(name), own, trace(exchange.params()));
    }

    private static String plain(String name) {
        return name.contains("://") ? Redaction.uri(name) : name;
    }

    private boolean isRecorded(String method) {
        if (method.equals(Methods.PING) || Methods.isNotification(method)) {
            return false;
        }
        return audit.config().scope() == Scope.ALL || !LISTS.contains(method);
    }

    /** What the client named, where nobody came to know what it is. */
    private static String asked(ObjectNode params) {
        for (String key : new String[] {"name", "uri", "taskId"}) {
            if (params.path(key).isString()) {
                return params.path(key).stringValue();
            }
        }
        return "";
    }

    private static Outcome.Decision wordOf(@Nullable Decision decision) {
        return switch (decision) {
            case null -> Outcome.Decision.NONE;
            case Decision.Allowed allowed -> Outcome.Decision.ALLOWED;
            case Decision.Denied denied -> Outcome.Decision.DENIED;
            case Decision.Lacking lacking -> Outcome.Decision.DENIED;
            // The hub tells what became of it.
            case Decision.Held held -> Outcome.Decision.NONE;
        };
    }

    private static String client(ObjectNode info) {
        String name = info.path("name").asString("");
        String version = info.path("version").asString("");
        return version.isEmpty() ? name : name + "/" + version;
    }

    private static String trace(ObjectNode params) {
        return TracedHandler.context(params).orElseGet(TraceContext::begin).trace();
    }
}
