package io.yumen.audit;

/**
 * What is recorded, and what may be done that cannot be.
 *
 * @param scope which requests are recorded
 * @param calls what becomes of calls that cannot be recorded
 * @param orders what becomes of what operators order, where it cannot be recorded
 * @param redaction what of their arguments is recorded
 */
public record AuditConfig(Scope scope, Strictness calls, Strictness orders, Redaction redaction) {
    /** Calls are recorded as well as can be, orders strictly; no value of an argument is. */
    public static final AuditConfig DEFAULT =
            new AuditConfig(Scope.CALLS, Strictness.BEST_EFFORT, Strictness.STRICT, Redaction.STRICT);

    /** Which requests are recorded. Those that are refused always are. */
    public enum Scope {
        /** What uses something: tools, prompts, resources, skills, tasks. */
        CALLS,
        /** Lists, completions and subscriptions, too; all but pings and notifications. */
        ALL
    }

    /** What becomes of that which cannot be recorded. */
    public enum Strictness {
        /** It is done, and counted. */
        BEST_EFFORT,
        /** It is refused; it waits until its record would survive the machine's sudden end. */
        STRICT
    }
}
