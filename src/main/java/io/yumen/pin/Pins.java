package io.yumen.pin;

import io.yumen.pin.Pin.Approved;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcException;
import io.yumen.store.KeyValues;
import io.yumen.store.StoreException;
import io.yumen.telemetry.Metrics;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pins of all servers: what was first seen is approved, where it hides nothing; what comes later waits for a decision, and is
 * withheld meanwhile where the configuration says so. They are kept by server and name for all users alike, so that a
 * definition that one user sees and another does not has to be approved once, and none can be served to him alone. Safe for many
 * threads; what reads or writes may wait for the store.
 */
public final class Pins implements Inspector {
    private static final Logger LOG = LoggerFactory.getLogger(Pins.class);

    private final Shelf shelf;
    private final InstantSource clock;
    private final PinMeter meter;
    private final PinLimits limits;
    private final Neighbours neighbours = new Neighbours();
    private volatile Map<String, PinConfig> servers = Map.of();
    private volatile PinEvents events = PinEvents.NONE;

    public Pins(KeyValues values, InstantSource clock, Metrics metrics, PinLimits limits) {
        this.shelf = new Shelf(values);
        this.clock = clock;
        this.meter = new PinMeter(metrics);
        this.limits = limits;
        remember();
    }

    /** Tells that listener from now on. */
    public void listen(PinEvents listener) {
        events = listener;
    }

    /** Looks at those servers so, and at no others. Says which are looked at otherwise than before. */
    public Set<String> apply(Map<String, PinConfig> settings) {
        Map<String, PinConfig> before = servers;
        servers = Map.copyOf(settings);
        neighbours.retain(settings.keySet());
        Set<String> changed = new HashSet<>();
        settings.forEach((server, config) -> {
            if (!config.equals(before.getOrDefault(server, PinConfig.OFF))) {
                changed.add(server);
            }
        });
        return changed;
    }

    /** What becomes of definitions of that server. */
    public PinConfig config(String server) {
        return servers.getOrDefault(server, PinConfig.OFF);
    }

    @Override
    public Scrutiny scrutiny(String server) {
        PinConfig config = config(server);
        if (config.isOff()) {
            return Scrutiny.NONE;
        }
        return config.isStrict() ? Scrutiny.CALLS : Scrutiny.LISTS;
    }

    @Override
    public Map<String, String> inspect(Said said) {
        PinConfig config = config(said.server());
        if (config.isOff()) {
            return Map.of();
        }
        try {
            return inspect(said, config);
        } catch (StoreException e) {
            LOG.atError()
                    .addKeyValue("server", said.server())
                    .addKeyValue("reason", e.getMessage())
                    .log("Pins cannot be kept");
            if (config.isStrict()) {
                throw RpcException.unavailable("What the server " + said.server()
                        + " says cannot be compared with what was approved: " + e.getMessage());
            }
            return Map.of();
        }
    }

    @Override
    public void refused(String server, String name) {
        meter.refused(server);
    }

    /** All pins, by server, kind and name. */
    public List<Pin> list() {
        return shelf.all().values().stream()
                .sorted(Comparator.comparing(Pin::server)
                        .thenComparing(Pin::kind)
                        .thenComparing(Pin::name))
                .toList();
    }

    /** The pins of that server. */
    public List<Pin> list(String server) {
        return list().stream().filter(pin -> pin.server().equals(server)).toList();
    }

    public Optional<Pin> find(String server, Kind kind, String name) {
        return shelf.find(server, kind, name);
    }

    /**
     * Approves what waits, where it is still that; returns what is known then.
     *
     * @param by who decides
     */
    public Pin approve(Pin pin, Waiting open, String by) {
        Approved one = new Approved(open.digest(), clock.instant(), by);
        Pin after = shelf.change(
                pin, now -> isOpen(now, open) ? now.noted(open.findings()).approve(one, open.text(), limits) : now);
        decided(after, "approved", by);
        return after;
    }

    /** Rejects what waits, where it is still that, or else what is approved; returns what is known then. */
    public Pin reject(Pin pin, String digest, String by) {
        Pin after = shelf.change(pin, now -> now.reject(digest, limits));
        decided(after, "rejected", by);
        return after;
    }

    /** Forgets that one: what the server says of it next is new. */
    public void forget(Pin pin, String by) {
        shelf.forget(pin.server(), pin.kind(), pin.name());
        decided(pin, "forgotten", by);
    }

    /** Forgets all of a server: what it says next is taken as at its first use. */
    public void forget(String server, String by) {
        shelf.forget(server);
        LOG.atInfo()
                .addKeyValue("server", server)
                .addKeyValue("by", PlainText.echo(by))
                .log("The pins of a server were forgotten");
        events.decided(server);
    }

    private static boolean isOpen(Pin now, Waiting open) {
        return now.waiting()
                .filter(other -> other.digest().equals(open.digest()))
                .isPresent();
    }

    private void decided(Pin pin, String decision, String by) {
        LOG.atInfo()
                .addKeyValue("server", pin.server())
                .addKeyValue("kind", pin.kind().word())
                .addKeyValue("name", Visible.of(pin.name()))
                .addKeyValue("decision", decision)
                .addKeyValue("by", PlainText.echo(by))
                .log("A definition was decided about");
        events.decided(pin.server());
    }

    private Map<String, String> inspect(Said said, PinConfig config) {
        Instant now = clock.instant();
        Judge judge = new Judge(config, !shelf.isBegun(said.server(), said.kind()), now, limits);
        Map<String, Pin> known = shelf.of(said.server(), said.kind());
        List<Definition> definitions = definitions(said);
        if (said.kind() == Kind.TOOL) {
            Set<String> names = new HashSet<>(known.keySet());
            definitions.forEach(one -> names.add(one.name()));
            neighbours.are(said.server(), names);
        }
        Map<String, Pin> after = settle(rememberable(definitions, known), known, judge);
        if (judge.isFirst() && !definitions.isEmpty()) {
            shelf.begin(said.server(), said.kind(), now);
        }
        if (said.extent() == Extent.WHOLE) {
            known.values().stream()
                    .filter(pin -> pin.gone().isEmpty() && !after.containsKey(pin.name()))
                    .forEach(pin -> gone(pin, now));
        }
        Map<String, String> held = new HashMap<>();
        definitions.forEach(one -> judge.verdict(after.getOrDefault(one.name(), Pin.unknown(one)), one)
                .ifPresent(why -> held.put(one.name(), why.why())));
        return held;
    }

    /** Those that there is room for: a server that makes up names may not fill the store. */
    private List<Definition> rememberable(List<Definition> definitions, Map<String, Pin> known) {
        long room = Math.max(0, limits.names() - known.size());
        List<Definition> added = definitions.stream()
                .filter(one -> !known.containsKey(one.name()))
                .toList();
        if (added.size() <= room) {
            return definitions;
        }
        LOG.atWarn()
                .addKeyValue("server", definitions.getFirst().server())
                .addKeyValue("names", limits.names())
                .log("A server has more names than are remembered");
        Set<Definition> kept = added.stream().limit(room).collect(Collectors.toSet());
        return definitions.stream()
                .filter(one -> known.containsKey(one.name()) || kept.contains(one))
                .toList();
    }

    private static List<Definition> definitions(Said said) {
        Set<String> names = new HashSet<>();
        List<Definition> definitions = new ArrayList<>();
        said.entries().forEach(entry -> {
            Definition one = Definition.of(said.server(), said.kind(), entry);
            if (!one.name().isEmpty() && names.add(one.name())) {
                definitions.add(one);
            }
        });
        return definitions;
    }

    /** What is known of each afterwards. What has to be written is written at once, for a store makes one commit of that. */
    private Map<String, Pin> settle(List<Definition> definitions, Map<String, Pin> known, Judge judge) {
        Map<String, Pin> after = new HashMap<>();
        List<Future<Pin>> written = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Definition one : definitions) {
                Pin before = known.getOrDefault(one.name(), Pin.unknown(one));
                if (before.gone().isEmpty() && isKnown(before, one.digest())) {
                    after.put(one.name(), before);
                } else {
                    written.add(threads.submit(() -> settle(before, one, judge)));
                }
            }
        }
        for (Future<Pin> one : written) {
            if (one.state() != Future.State.SUCCESS) {
                throw new StoreException(
                        StoreException.Code.UNAVAILABLE,
                        String.valueOf(one.exceptionNow().getMessage()),
                        one.exceptionNow());
            }
            after.put(one.resultNow().name(), one.resultNow());
        }
        return after;
    }

    private static boolean isKnown(Pin pin, String digest) {
        return pin.isApproved(digest)
                || pin.rejected().contains(digest)
                || pin.waiting().filter(open -> open.digest().equals(digest)).isPresent();
    }

    private Pin settle(Pin before, Definition said, Judge judge) {
        List<Finding> findings = new ArrayList<>(Scan.of(said, limits));
        if (said.kind() == Kind.TOOL) {
            findings.addAll(neighbours.of(said));
        }
        Pin after = shelf.change(Pin.unknown(said), now -> judge.judge(now, said, findings));
        after.waiting()
                .filter(open -> !open.equals(before.waiting().orElse(null)))
                .ifPresent(open -> noticed(after, open));
        return after;
    }

    private void noticed(Pin pin, Waiting open) {
        LOG.atWarn()
                .addKeyValue("server", pin.server())
                .addKeyValue("kind", pin.kind().word())
                .addKeyValue("name", Visible.of(pin.name()))
                .addKeyValue("reason", open.reason().word())
                .addKeyValue(
                        "findings",
                        open.findings().stream()
                                .map(finding -> finding.concern().word() + " at " + finding.at())
                                .toList())
                .addKeyValue("mode", config(pin.server()).changed())
                .log("A server says of something what nobody has approved");
        meter.found(pin.server(), open);
        events.noticed(pin);
    }

    /** What nobody ever decided about need not be remembered when it is gone. */
    private void gone(Pin pin, Instant now) {
        if (pin.approved().isEmpty() && pin.rejected().isEmpty()) {
            shelf.forget(pin.server(), pin.kind(), pin.name());
        } else {
            shelf.change(pin, known -> known.gone(Optional.of(now)));
        }
        LOG.atInfo()
                .addKeyValue("server", pin.server())
                .addKeyValue("kind", pin.kind().word())
                .addKeyValue("name", Visible.of(pin.name()))
                .log("A server does not offer something any more");
    }

    /** The tools of servers that were not asked yet in the life of this process. */
    private void remember() {
        Map<String, Set<String>> tools = new HashMap<>();
        shelf.all().values().stream()
                .filter(pin -> pin.kind() == Kind.TOOL)
                .forEach(pin -> tools.computeIfAbsent(pin.server(), ignored -> new HashSet<>())
                        .add(pin.name()));
        tools.forEach(neighbours::are);
    }
}
