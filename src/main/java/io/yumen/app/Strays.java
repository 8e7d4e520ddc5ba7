package io.yumen.app;

import io.yumen.audit.Audit;
import io.yumen.http.server.Unheard;
import io.yumen.limit.Allowance;
import io.yumen.limit.RateConfig;
import io.yumen.telemetry.Metrics;
import java.net.InetAddress;
import java.time.Duration;

/**
 * What came to a listener and never became a request: handshakes that failed, and heads that are none. All are counted; they are
 * recorded only as often as whoever can reach the port may have us write.
 */
final class Strays implements Unheard {
    private static final RateConfig ALL = new RateConfig(10, Duration.ofSeconds(1), 2_000);
    private static final RateConfig EACH = new RateConfig(1, Duration.ofSeconds(1), 20);

    private final Audit audit;
    private final Allowance recorded = new Allowance(ALL, EACH, System::nanoTime);
    private final Metrics.Count counted;
    private final Metrics.Count unrecorded;

    Strays(Audit audit, Metrics metrics) {
        this.audit = audit;
        this.counted = metrics.counter(
                "mcp_unheard_connections_total", "What came to a listener and became no request, by why", "reason");
        this.unrecorded = metrics.counter(
                "mcp_unheard_unrecorded_total", "Of those, the ones that came too often to be recorded one by one");
    }

    @Override
    public void came(InetAddress address, Why why) {
        counted.add(why.word());
        if (why == Why.LEFT) {
            return;
        }
        if (!recorded.take(address)) {
            unrecorded.add();
            return;
        }
        if (why == Why.MALFORMED) {
            audit.unread(address.getHostAddress(), why.word());
        } else {
            audit.turnedAway(address.getHostAddress(), why.word());
        }
    }
}
