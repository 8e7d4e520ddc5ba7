package io.yumen.app;

import io.yumen.auth.approval.ApprovalLimits;
import io.yumen.auth.approval.Approvals;
import io.yumen.auth.approval.Confirmation;
import io.yumen.auth.policy.RulePolicy;
import io.yumen.config.AccessSettings;
import io.yumen.config.GatewaySettings;
import io.yumen.config.RuleSettings;
import io.yumen.exchange.Caller;
import io.yumen.exchange.Exchange;
import io.yumen.exchange.Policy;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The rules in force, which follow the settings, and who approves what they hold. */
final class Rules implements Policy {
    private final Optional<Approvals> approvals;
    private volatile RulePolicy current;
    private volatile ApprovalLimits limits;

    /** @param approvals where calls wait for a person; empty where there is nobody to ask */
    Rules(GatewaySettings settings, Optional<Approvals> approvals) {
        this.approvals = approvals;
        this.current = of(settings);
        this.limits = limitsOf(settings);
    }

    @Override
    public Decision decide(Caller caller, Subject subject) {
        return current.decide(caller, subject);
    }

    @Override
    public Decision settle(Exchange exchange, Subject.Use use, Decision.Held held) {
        return switch (held.by()) {
            case PERSON ->
                approvals.isPresent()
                        ? approvals.get().settle(exchange, use, held.rule(), limits)
                        : Policy.super.settle(exchange, use, held);
            case CALLER -> Confirmation.settle(exchange, use, held.rule());
        };
    }

    /** The rules themselves. */
    RulePolicy current() {
        return current;
    }

    /** How long calls wait for approval. */
    ApprovalLimits limits() {
        return limits;
    }

    /** Follows changed settings. */
    void apply(GatewaySettings changed) {
        current = of(changed);
        limits = limitsOf(changed);
    }

    private static RulePolicy of(GatewaySettings settings) {
        AccessSettings access = settings.access();
        List<RuleSettings> rules = access == null ? List.of() : access.rules();
        return new RulePolicy(rules.stream().map(RuleSettings::config).toList(), InstantSource.system());
    }

    private static ApprovalLimits limitsOf(GatewaySettings settings) {
        AccessSettings access = settings.access();
        return access == null ? ApprovalLimits.DEFAULT : access.approvals().limits();
    }
}
