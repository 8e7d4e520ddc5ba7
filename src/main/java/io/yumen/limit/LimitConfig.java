package io.yumen.limit;

import java.util.Optional;

/**
 * The rates of a gateway; what is empty is not limited.
 *
 * @param all requests of everybody together
 * @param address requests over HTTP from one address (IPv6: one /64); pipes and this machine are not limited
 * @param refused credentials that did not hold, from one address; then it is not listened to for a while
 * @param tenant requests of one tenant
 * @param principal requests of one principal
 * @param underWay requests of one principal at the same time
 */
public record LimitConfig(
        Optional<RateConfig> all,
        Optional<RateConfig> address,
        Optional<RateConfig> refused,
        Optional<RateConfig> tenant,
        Optional<RateConfig> principal,
        int underWay) {
    /** Requests of one principal that may be under way by default. */
    public static final int DEFAULT_UNDER_WAY = 1_000;

    /** Nothing is limited but what one principal may have under way. */
    public static final LimitConfig OPEN = new LimitConfig(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            DEFAULT_UNDER_WAY);

    public LimitConfig {
        if (underWay < 1) {
            throw new IllegalArgumentException("At least one request must be allowed under way");
        }
    }
}
