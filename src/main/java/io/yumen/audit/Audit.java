package io.yumen.audit;

import io.yumen.audit.AuditConfig.Strictness;
import io.yumen.audit.Entry.Kind;
import io.yumen.audit.Entry.Stage;
import io.yumen.exchange.Handler;
import io.yumen.exchange.Refusals;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What is recorded, and where: put around everything that clients and operators reach. Safe for many threads. */
public final class Audit {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int BAD = 400;

    private final AuditConfig config;
    private final Recorder recorder;
    private final InstantSource clock;

    public Audit(AuditConfig config, Recorder recorder, InstantSource clock) {
        this.config = config;
        this.recorder = recorder;
        this.clock = clock;
    }

    /** One that records nothing. */
    public static Audit none() {
        return new Audit(AuditConfig.DEFAULT, Recorder.NONE, InstantSource.system());
    }

    /**
     * That handler, with a record of each request that it answers.
     *
     * @param place where clients reach it, as in {@code /mcp}
     */
    public Handler around(Handler next, String place) {
        return recorder.equals(Recorder.NONE) ? next : new AuditedHandler(next, place, this);
    }

    /** Records the requests that the handler there does not get to see. */
    public Refusals refusals(String place) {
        return (exchange, why) -> new OpenCall(exchange, place, this).refused(why.code());
    }

    /**
     * A request was refused before it was understood as one of MCP.
     *
     * @param status of HTTP
     * @param reason one word for why; empty where the status says it
     */
    public void refused(Who who, What what, int status, String reason) {
        note(Kind.REFUSAL, who, what, ofStatus(status, Duration.ZERO).because(reason));
    }

    /**
     * What came from that address is no request that could be read.
     *
     * @param reason one word for why
     */
    public void unread(String address, String reason) {
        refused(Who.unknown("http", address), What.own("", ""), BAD, reason);
    }

    /**
     * No encrypted connection came of a handshake with somebody at that address.
     *
     * @param reason one word for why
     */
    public void turnedAway(String address, String reason) {
        Outcome denied = new Outcome(Outcome.Word.DENIED, 0, Outcome.Decision.NONE, "", Duration.ZERO);
        note(Kind.REFUSAL, Who.unknown("tls", address), What.own("handshake", ""), denied.because(reason));
    }

    /**
     * An operator was told something, and nothing was changed by that.
     *
     * @param status of HTTP
     */
    public void asked(Who who, What what, int status) {
        note(Kind.ORDER, who, what, ofStatus(status, Duration.ZERO));
    }

    /**
     * An operator is about to do something.
     *
     * @return to be told how it ended
     * @throws Unrecorded where it cannot be recorded, and must not be done therefore
     */
    public Order order(Who who, What what) {
        Instant begin = clock.instant();
        Entry entry = new Entry(begin, Kind.ORDER, Stage.BEGIN, who, what, Outcome.open());
        if (config.orders() == Strictness.STRICT) {
            recorder.recordDurably(entry);
        }
        return status -> {
            Instant now = clock.instant();
            recorder.record(entry.ended(now, ofStatus(status, Duration.between(begin, now))));
        };
    }

    /**
     * A user is about to log in, or to let a client act for him.
     *
     * @param what what he does, as in {@code consent}
     * @throws Unrecorded where it cannot be recorded, and must not be done therefore
     */
    public void allow(Who who, What what) {
        Entry entry = login(who, what, Outcome.Word.OK);
        if (config.orders() == Strictness.STRICT) {
            recorder.recordDurably(entry);
        } else {
            recorder.record(entry);
        }
    }

    /** A user or a client did that at our own authorization server, or was not let. */
    public void loggedIn(Who who, What what, Outcome.Word how) {
        recorder.record(login(who, what, how));
    }

    /**
     * The gateway itself noticed something of what a server offers.
     *
     * @param what the word for it, as in {@code pins/changed}
     */
    public void noticed(String what, String server, String name) {
        What noticed = new What(what, "", server, name, Arguments.NONE, "");
        note(Kind.NOTICE, Who.unknown("", ""), noticed, ofStatus(0, Duration.ZERO));
    }

    AuditConfig config() {
        return config;
    }

    Recorder recorder() {
        return recorder;
    }

    InstantSource clock() {
        return clock;
    }

    private void note(Kind kind, Who who, What what, Outcome outcome) {
        recorder.record(new Entry(clock.instant(), kind, Stage.END, who, what, outcome));
    }

    private Entry login(Who who, What what, Outcome.Word how) {
        Outcome outcome = new Outcome(how, 0, Outcome.Decision.NONE, "", Duration.ZERO);
        return new Entry(clock.instant(), Kind.LOGIN, Stage.END, who, what, outcome);
    }

    private static Outcome ofStatus(int status, Duration duration) {
        Outcome.Word word = switch (status) {
            case UNAUTHORIZED, FORBIDDEN -> Outcome.Word.DENIED;
            default -> status < BAD ? Outcome.Word.OK : Outcome.Word.FAILED;
        };
        return new Outcome(word, status < BAD ? 0 : status, Outcome.Decision.NONE, "", duration);
    }

    /** Something that an operator does. */
    @FunctionalInterface
    public interface Order {
        /** It is over, with that status of HTTP. */
        void ended(int status);
    }
}
