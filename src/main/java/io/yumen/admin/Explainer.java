package io.yumen.admin;

import io.yumen.auth.policy.Explanation;
import io.yumen.auth.policy.Question;
import io.yumen.auth.policy.RulePolicy;

/** Says why somebody may see or do something. The composition root implements it. Safe for many threads. */
public interface Explainer {
    /** What the rules in force say; they are asked, and nothing is done. */
    Explained explain(Question question);

    /** What those rules would say. */
    Explained explain(Question question, RulePolicy rules);

    /**
     * An answer.
     *
     * @param isKnown whether the server has what the question names, as far as its lists have been read
     */
    record Explained(Explanation explanation, boolean isKnown) {}
}
