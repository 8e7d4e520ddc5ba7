package io.yumen.auth.approval;

import io.yumen.auth.approval.Approval.Call;
import io.yumen.auth.approval.Approval.Verdict;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Policy.Decision;
import io.yumen.exchange.Policy.Subject;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcException;
import io.yumen.secret.Sealer;
import io.yumen.store.Entry;
import io.yumen.store.Folder;
import io.yumen.store.Key;
import io.yumen.store.KeyValues;
import io.yumen.store.Page;
import io.yumen.store.SealedFolder;
import io.yumen.store.Space;
import io.yumen.store.Value;
import io.yumen.store.Written;
import io.yumen.tenant.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls that wait for a person. A decision counts for the same call of the same caller alone, with the same arguments; an
 * approval once, so that a client that gave up waiting may call again. Kept sealed in the store, for arguments may be secret:
 * what was approved stays approved through a restart. Safe for many threads; every method may wait for the store.
 */
public final class Approvals {
    private static final Logger LOG = LoggerFactory.getLogger(Approvals.class);
    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.DEFAULT);
    private static final Folder FOLDER = Space.APPROVALS.ofGateway();
    private static final Pattern ID = Pattern.compile("c[A-Za-z0-9_-]{22}");
    private static final String CONTEXT = "approval ";
    private static final int PAGE = 100;

    /** What lies here. */
    public static final SealedFolder SEALED = new SealedFolder(
            "calls that wait for approval", "approvals", FOLDER, id -> CONTEXT + id, SealedFolder.WHOLE);

    private final KeyValues values;
    private final Sealer sealer;
    private final InstantSource clock;
    private final Bell bell = new Bell();

    public Approvals(KeyValues values, Sealer sealer, InstantSource clock) {
        this.values = values;
        this.sealer = sealer;
        this.clock = clock;
    }

    /**
     * Waits until a person has decided about that call, or the time for it is over.
     *
     * @throws RpcException where nobody waits for the call any more
     */
    public Decision settle(Exchange exchange, Subject.Use use, String rule, ApprovalLimits limits) {
        Principal caller = exchange.caller().principal();
        Call call = Call.of(use);
        if (JsonCodec.text(call.arguments()).length() > limits.arguments()) {
            return new Decision.Denied(rule, "The arguments are too long for a person to approve");
        }
        Key key = key(caller, call);
        exchange.client().release();
        try (Cancellation mine = exchange.cancellation().child()) {
            mine.onCancel(bell::ring);
            Instant now = clock.instant();
            Instant end = now.plus(limits.timeout());
            Approval wanted = new Approval(key.name(), caller, call, rule, now, end, Verdict.WAITING, "");
            return await(key, wanted, mine, limits);
        }
    }

    /** What waits, and what was decided of late, the oldest first. */
    public List<Approval> list() {
        List<Approval> found = new ArrayList<>();
        Page page = values.list(FOLDER, PAGE);
        while (true) {
            page.entries().forEach(entry -> read(entry).ifPresent(found::add));
            Optional<Key> last = page.last();
            if (last.isEmpty()) {
                found.sort(Comparator.comparing(Approval::created));
                return found;
            }
            page = values.list(FOLDER, last.get(), PAGE);
        }
    }

    /** What is known of that one; empty where it does not wait any more, and nothing was decided of late. */
    public Optional<Approval> find(String id) {
        return ID.matcher(id).matches() ? values.get(FOLDER.key(id)).flatMap(this::read) : Optional.empty();
    }

    /** Decides; returns what is known then, or empty where nothing of that id waits or was decided of late. */
    public Optional<Approval> decide(String id, Verdict verdict, String by, ApprovalLimits limits) {
        while (ID.matcher(id).matches()) {
            Optional<Entry> entry = values.get(FOLDER.key(id));
            Optional<Approval> known = entry.flatMap(this::read);
            if (entry.isEmpty() || known.isEmpty()) {
                return Optional.empty();
            }
            Approval decided = known.get().decided(verdict, by, clock.instant().plus(limits.kept()));
            if (values.replace(entry.get().key(), entry.get().version(), value(decided)) instanceof Written.Stored) {
                bell.ring();
                return Optional.of(decided);
            }
        }
        return Optional.empty();
    }

    private Decision await(Key key, Approval wanted, Cancellation cancellation, ApprovalLimits limits) {
        while (clock.instant().isBefore(wanted.expires())) {
            cancellation.check();
            long heard = bell.count();
            Optional<Entry> entry = values.get(key);
            Optional<Approval> known = entry.flatMap(this::read);
            if (entry.isEmpty() || known.isEmpty()) {
                // What nobody can read would be in the way of the question for as long as it lies there.
                entry.ifPresent(unread -> values.remove(key, unread.version()));
                Optional<Decision> refused = ask(key, wanted, limits);
                if (refused.isPresent()) {
                    return refused.get();
                }
                continue;
            }
            switch (known.get().verdict()) {
                case WAITING -> bell.await(heard, Duration.between(clock.instant(), wanted.expires()));
                case DENIED -> {
                    return new Decision.Denied(
                            wanted.rule(), "It was denied by " + known.get().by());
                }
                case APPROVED -> {
                    if (values.remove(key, entry.get().version())) {
                        return new Decision.Allowed(wanted.rule());
                    }
                }
            }
        }
        cancellation.check();
        return new Decision.Denied(
                wanted.rule(), "Nobody approved it in " + limits.timeout().toSeconds() + " s");
    }

    /** Says that the call waits; or why it may not. */
    private Optional<Decision> ask(Key key, Approval wanted, ApprovalLimits limits) {
        List<Principal> all = list().stream()
                .map(Approval::caller)
                .filter(one -> one.tenant().equals(wanted.caller().tenant()))
                .toList();
        int own = Collections.frequency(all, wanted.caller());
        if (own >= limits.waitingOfOne() || all.size() >= limits.waiting()) {
            return Optional.of(new Decision.Denied(wanted.rule(), "Too many calls wait for an approval already"));
        }
        if (values.create(key, value(wanted)) instanceof Written.Stored) {
            LOG.atInfo()
                    .addKeyValue("approval", wanted.id())
                    .addKeyValue("principal", PlainText.echo(wanted.caller().name()))
                    .addKeyValue("server", wanted.call().server())
                    .addKeyValue("name", PlainText.echo(wanted.call().name()))
                    .addKeyValue("rule", wanted.rule())
                    .log("A call waits for approval");
        }
        return Optional.empty();
    }

    /** Where that call waits: what waits since before a newer key came goes on under its id. */
    private Key key(Principal caller, Call call) {
        String tenant = caller.tenant().value();
        String text = tenant.length() + " " + tenant + caller.name().length() + " " + caller.name() + call.text();
        List<Key> keys = sealer.marks(text, CONTEXT).stream()
                .map(mark -> FOLDER.key("c" + mark))
                .toList();
        return keys.stream()
                .filter(key -> values.get(key).isPresent())
                .findFirst()
                .orElse(keys.getFirst());
    }

    private Value value(Approval approval) {
        byte[] text = JsonCodec.bytes(approval.toJson());
        return Value.until(approval.expires(), sealer.seal(text, CONTEXT + approval.id()));
    }

    /** What lies there; nothing where it was sealed with a key that is not ours any more. */
    private Optional<Approval> read(Entry entry) {
        return sealer.open(entry.text(), CONTEXT + entry.key().name())
                .map(CODEC::read)
                .map(json -> Approval.read((ObjectNode) json));
    }
}
