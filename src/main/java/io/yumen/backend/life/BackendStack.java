package io.yumen.backend.life;

import io.yumen.exchange.Handler;

/** What every request to a server passes, outermost last. */
final class BackendStack {
    private BackendStack() {}

    static Handler of(LineContext context, BackendMeter meter, Scopes scopes) {
        Handler stack = new Routing(scopes);
        stack = new Timing(context.server(), meter, stack);
        return stack;
    }
}
