package io.yumen.backend.life;

/**
 * What all connections of one server have in common.
 *
 * @param server its name
 * @param config how it is treated
 * @param clock what time it is
 * @param errands the threads that open and end connections
 * @param budget how many more may be opened
 */
record LineContext(String server, BackendConfig config, BackendClock clock, Errands errands, Budget budget) {
    static LineContext of(String server, BackendConfig config, BackendClock clock) {
        int most = config.limits().connections();
        return new LineContext(server, config, clock, new Errands(server), new Budget(most));
    }

    Outage outage() {
        return new Outage(server);
    }
}
