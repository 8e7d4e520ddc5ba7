package io.yumen.exchange;

/** What a policy says of what a selection has; the rest is denied. */
record NarrowedPolicy(Policy policy, Policy selection) implements Policy {
    @Override
    public Decision decide(Caller caller, Subject subject) {
        return selection.decide(caller, subject) instanceof Decision.Denied denied
                ? denied
                : policy.decide(caller, subject);
    }

    @Override
    public Decision settle(Exchange exchange, Subject.Use use, Decision.Held held) {
        return policy.settle(exchange, use, held);
    }
}
