package io.yumen.exchange;

/** What two policies allow; what the first leaves, the second may hold. */
record BothPolicies(Policy first, Policy second) implements Policy {
    @Override
    public Decision decide(Caller caller, Subject subject) {
        Decision decision = first.decide(caller, subject);
        return decision instanceof Decision.Denied ? decision : second.decide(caller, subject);
    }

    @Override
    public Decision settle(Exchange exchange, Subject.Use use, Decision.Held held) {
        return second.settle(exchange, use, held);
    }
}
