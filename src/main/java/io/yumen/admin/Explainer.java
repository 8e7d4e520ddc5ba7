package io.yumen.admin;

import io.yumen.auth.policy.Explanation;
import io.yumen.auth.policy.Question;

/** Says why somebody may see or do something. The composition root implements it. Safe for many threads. */
@FunctionalInterface
public interface Explainer {
    /** What the rules in force say; they are asked, and nothing is done. */
    Explained explain(Question question);

    /**
     * An answer.
     *
     * @param isKnown whether the server has what the question names, as far as its lists have been read
     */
    record Explained(Explanation explanation, boolean isKnown) {}
}
