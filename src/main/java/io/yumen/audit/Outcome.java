package io.yumen.audit;

import io.yumen.protocol.FieldWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What was decided about something, and how it ended. Never the text of an error: servers say in it what they like.
 *
 * @param word how it ended
 * @param code the code of the error, or the status of HTTP; 0 where it did not fail
 * @param decision what the policy said
 * @param rule the rule that said it; empty where there was none
 * @param reason one word for why somebody did not come in; empty where that is not what happened
 * @param duration how long it took
 */
public record Outcome(Word word, int code, Decision decision, String rule, String reason, Duration duration) {
    /** How things end. */
    public enum Word {
        OK,
        /** The tool ran, and failed. */
        TOOL_ERROR,
        /** The client is asked something first. */
        INPUT_REQUIRED,
        /** It was not allowed, and not done. */
        DENIED,
        /** Nobody waited for it any more. */
        CANCELLED,
        /** It could not be done. */
        FAILED;

        private final String word = name().toLowerCase(Locale.ROOT);
    }

    /** What the policy said. */
    public enum Decision {
        /** It was not asked, for the request did not come so far. */
        NONE,
        ALLOWED,
        DENIED;

        private final String word = name().toLowerCase(Locale.ROOT);
    }

    public Outcome {
        rule = Redaction.cut(rule);
    }

    /** One that has nothing to do with coming in. */
    public Outcome(Word word, int code, Decision decision, String rule, Duration duration) {
        this(word, code, decision, rule, "", duration);
    }

    /** The same, for that reason. */
    Outcome because(String why) {
        return new Outcome(word, code, decision, rule, why, duration);
    }

    /** Of a thing that has only begun. */
    static Outcome open() {
        return new Outcome(Word.OK, 0, Decision.NONE, "", Duration.ZERO);
    }

    void writeDecision(FieldWriter json) {
        if (decision != Decision.NONE) {
            json.put("decision", decision.word);
        }
        Fields.put(json, "rule", rule);
    }

    void write(FieldWriter json) {
        json.put("outcome", word.word);
        if (code != 0) {
            json.put("code", code);
        }
        Fields.put(json, "reason", reason);
        json.put("micros", TimeUnit.NANOSECONDS.toMicros(duration.toNanos()));
    }
}
