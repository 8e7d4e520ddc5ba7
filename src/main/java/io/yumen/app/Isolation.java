package io.yumen.app;

import io.yumen.auth.lockdown.Lock;
import io.yumen.auth.lockdown.Lockdown;
import io.yumen.backend.Control;
import io.yumen.backend.Outage;
import io.yumen.backend.ServerState;
import io.yumen.exchange.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cuts servers off from everybody as locks say. Servers that come later are made so. */
record Isolation(Core core, Lockdown lockdown) implements Lockdown.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Isolation.class);

    /** That handler of a server, which says so itself: whoever decides what may be called cannot, of a server that is cut off. */
    Handler before(Handler next, String server) {
        return exchange -> {
            if (lockdown.isIsolated(server)) {
                throw new Outage(server).now(new ServerState.Stopped(ServerState.Stopped.ISOLATED).refusal());
            }
            return next.handle(exchange);
        };
    }

    @Override
    public void locked(Lock lock) {
        if (lock instanceof Lock.OfServer of) {
            LOG.atWarn().addKeyValue("server", of.name()).log("A server is isolated");
            core.backend(of.name()).ifPresent(server -> server.control().isolate());
        }
    }

    @Override
    public void lifted(Lock lock) {
        if (lock instanceof Lock.OfServer of) {
            LOG.atInfo().addKeyValue("server", of.name()).log("A server is no longer isolated");
            core.backend(of.name()).map(server -> server.control()).ifPresent(Control::release);
        }
    }
}
