package io.yumen.app;

import io.yumen.auth.policy.Explanation;
import io.yumen.auth.policy.Question;
import io.yumen.auth.policy.RulePolicy;
import io.yumen.config.AccessSettings;
import io.yumen.config.GatewaySettings;
import io.yumen.config.RuleSettings;
import io.yumen.exchange.Caller;
import io.yumen.exchange.Policy;
import java.time.InstantSource;
import java.util.List;

/** The rules in force, which follow the settings. */
final class Rules implements Policy {
    private volatile RulePolicy current;

    Rules(GatewaySettings settings) {
        this.current = of(settings);
    }

    @Override
    public Decision decide(Caller caller, Subject subject) {
        return current.decide(caller, subject);
    }

    /** The decision, and which rules led to it. */
    Explanation explain(Question question, Subject.Entry entry) {
        return current.explain(question, entry);
    }

    /** Follows changed settings. */
    void apply(GatewaySettings changed) {
        current = of(changed);
    }

    private static RulePolicy of(GatewaySettings settings) {
        AccessSettings access = settings.access();
        List<RuleSettings> rules = access == null ? List.of() : access.rules();
        return new RulePolicy(rules.stream().map(RuleSettings::config).toList(), InstantSource.system());
    }
}
