package io.yumen.backend.guard;

import io.yumen.backend.BackendClock;
import io.yumen.backend.BackendConfig;
import io.yumen.backend.BackendMeter;
import io.yumen.backend.Outage;

/**
 * Whom the layers of one stack guard, and by what measure.
 *
 * @param server its name
 * @param config the limits and times
 * @param clock what time it is
 * @param meter hears how requests end
 */
public record GuardContext(String server, BackendConfig config, BackendClock clock, BackendMeter meter) {
    Outage outage() {
        return new Outage(server);
    }
}
