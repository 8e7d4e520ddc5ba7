package io.yumen.hub.members;

import io.yumen.hub.names.Prefixing;
import java.time.Duration;

/**
 * How the lists of several servers become one.
 *
 * @param prefixing when a tool or prompt carries its server's name
 * @param maxCatalogs merged lists kept, one for each set of connections that callers have
 * @param idle how long one is kept that nobody asks for
 */
public record FleetConfig(Prefixing prefixing, int maxCatalogs, Duration idle) {
    FleetConfig withoutPrefixes() {
        return new FleetConfig(Prefixing.NEVER, maxCatalogs, idle);
    }
}
