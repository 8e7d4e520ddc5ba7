package io.yumen.audit;

import io.yumen.protocol.FieldWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * One thing that was done, or was to be done. It holds no secrets: what goes in passed {@link Redaction}.
 *
 * @param time when it began, or ended; kept to the microsecond
 * @param kind what sort of thing it is
 * @param stage whether it has begun, or is over
 * @param who who did it
 * @param what what was to be done
 * @param outcome what was decided, and how it ended; says nothing yet where it has only begun
 */
public record Entry(Instant time, Kind kind, Stage stage, Who who, What what, Outcome outcome) {
    public Entry {
        time = time.truncatedTo(ChronoUnit.MICROS);
    }

    /** What sort of thing it is. */
    public enum Kind {
        /** A request of MCP. */
        CALL,
        /** A request that was refused before it was understood as one of MCP. */
        REFUSAL,
        /** Something that an operator asked or ordered. */
        ORDER,
        /** What a user or a client did at our own authorization server. */
        LOGIN,
        /** Something that the gateway itself noticed. */
        NOTICE;

        private final String word = name().toLowerCase(Locale.ROOT);
    }

    /** When a record is made of a thing. */
    public enum Stage {
        /** Before it is done: only where nothing may be done that cannot be recorded. */
        BEGIN,
        /** When it is over. */
        END;

        private final String word = name().toLowerCase(Locale.ROOT);
    }

    /** The same, over, with that outcome. */
    public Entry ended(Instant when, Outcome how) {
        return new Entry(when, kind, Stage.END, who, what, how);
    }

    /** Writes the fields of its record, in the order in which people read them. */
    public void write(FieldWriter json) {
        json.put("time", Times.text(time));
        json.put("kind", kind.word);
        json.put("stage", stage.word);
        who.write(json);
        what.write(json);
        outcome.writeDecision(json);
        if (stage == Stage.END) {
            outcome.write(json);
        }
    }
}
