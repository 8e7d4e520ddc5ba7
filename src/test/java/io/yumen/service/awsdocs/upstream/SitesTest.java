package io.yumen.service.awsdocs.upstream;

import io.yumen.exchange.Cancellation;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;

/** What tests of the sites have in common: a simulator, and us before it. */
abstract class SitesTest {
    static final String GUIDE = "https://docs.aws.amazon.com/harbor/latest/guide/";
    static final SitesLimits QUICK =
            new SitesLimits(Duration.ofSeconds(20), 3, 1 << 20, 5, 8, 64, 1_000, 100, Duration.ofMinutes(1));

    final Simulator simulator = new Simulator();
    final SitesConfig config = SitesConfig.of("test").on(simulator.address()).with(QUICK);
    AwsSites sites = sites(config);

    @AfterEach
    void closes() {
        sites.close();
        simulator.close();
    }

    static AwsSites sites(SitesConfig config) {
        return new AwsSites(
                config,
                policy -> RelayClient.create(RelayClientConfig.defaults().with(policy)));
    }

    /** Us, with other limits. */
    void limited(SitesLimits limits) {
        sites.close();
        sites = sites(config.with(limits));
    }

    Fetched fetched(String url) throws UpstreamFailed {
        return sites.page(url, Optional.empty(), new Cancellation());
    }

    Fetched.Found found(String url) throws UpstreamFailed {
        return (Fetched.Found) fetched(url);
    }

    /** Waits until that holds. */
    static void until(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("It does not come to hold");
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    static Upstream.Known known(Fetched.Found had) {
        return new Upstream.Known(had.address(), had.form(), had.freshness());
    }
}
