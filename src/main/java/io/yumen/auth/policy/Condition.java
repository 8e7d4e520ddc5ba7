package io.yumen.auth.policy;

import dev.cel.runtime.CelAttributePattern;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.PartialVars;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A compiled expression. Safe for many threads. */
final class Condition {
    private static final int LONGEST_REASON = 200;

    private final CelRuntime.Program whole;
    private final CelRuntime.Program partial;
    private final @Nullable Remembered remembered;

    /**
     * An expression.
     *
     * @param whole evaluates it where everything is known
     * @param partial evaluates it where something is not
     * @param names the variables that it speaks of
     */
    Condition(CelRuntime.Program whole, CelRuntime.Program partial, Set<String> names) {
        this.whole = whole;
        this.partial = partial;
        this.remembered = Remembered.canBe(names) ? new Remembered() : null;
    }

    /** Whether it is true of those facts. What it needs and cannot have makes it fail, never true. */
    Match match(Facts facts) {
        return remembered == null ? evaluate(facts) : remembered.of(facts.access(), () -> evaluate(facts));
    }

    private Match evaluate(Facts facts) {
        try {
            Object result = facts.unknown().isEmpty()
                    ? whole.eval(facts::find)
                    : partial.eval(PartialVars.of(
                            facts::find,
                            facts.unknown().stream()
                                    .map(CelAttributePattern::fromQualifiedIdentifier)
                                    .toArray(CelAttributePattern[]::new)));
            if (result instanceof Boolean holds) {
                return holds ? Match.YES : Match.NO;
            }
            return facts.unknown().isEmpty() ? new Match.Failed("it is neither true nor false") : Match.DEPENDS;
        } catch (CelEvaluationException | RuntimeException e) {
            return new Match.Failed(reason(e));
        }
    }

    private static String reason(Exception e) {
        String message = Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
        return message.length() <= LONGEST_REASON ? message : message.substring(0, LONGEST_REASON) + "...";
    }
}
