package io.yumen.session;

import java.time.Duration;
import java.util.stream.IntStream;

/**
 * What clients of the modern era may take up.
 *
 * @param maxParked calls that wait for their client's input, in all
 * @param maxParkedPerPrincipal the same for one principal
 * @param parkTime how long such a call waits before it is given up
 * @param stateLife how long a request state that a server handed out is taken back
 * @param collectTime how long further questions are waited for once a call has asked one
 * @param maxListens subscriptions under way, in all
 * @param maxListensPerPrincipal the same for one principal
 * @param maxRequests requests under way, in all, but for subscriptions
 * @param maxRequestsPerPrincipal the same for one principal
 */
public record EdgeLimits(
        int maxParked,
        int maxParkedPerPrincipal,
        Duration parkTime,
        Duration stateLife,
        Duration collectTime,
        int maxListens,
        int maxListensPerPrincipal,
        int maxRequests,
        int maxRequestsPerPrincipal) {
    /**
     * 10,000 parked calls, 100 a principal, for 10 minutes; states live an hour; 10,000 listens, 200 a principal; 10,000
     * requests, 2,000 a principal.
     */
    public static final EdgeLimits DEFAULT = new EdgeLimits(
            10_000,
            100,
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofMillis(10),
            10_000,
            200,
            10_000,
            2_000);

    public EdgeLimits {
        boolean isAnyZero = IntStream.of(
                        maxParked,
                        maxParkedPerPrincipal,
                        maxListens,
                        maxListensPerPrincipal,
                        maxRequests,
                        maxRequestsPerPrincipal)
                .anyMatch(limit -> limit < 1);
        if (isAnyZero) {
            throw new IllegalArgumentException("Limits of the edge are positive");
        }
        if (!parkTime.isPositive() || !stateLife.isPositive() || collectTime.isNegative()) {
            throw new IllegalArgumentException("Times of the edge are positive");
        }
    }

    /** The same with other limits for parked calls. */
    public EdgeLimits withParking(int max, int maxOfPrincipal, Duration time) {
        return new EdgeLimits(
                max,
                maxOfPrincipal,
                time,
                stateLife,
                collectTime,
                maxListens,
                maxListensPerPrincipal,
                maxRequests,
                maxRequestsPerPrincipal);
    }

    /** The same with other limits for requests under way. */
    public EdgeLimits withRequests(int max, int maxOfPrincipal) {
        return new EdgeLimits(
                maxParked,
                maxParkedPerPrincipal,
                parkTime,
                stateLife,
                collectTime,
                maxListens,
                maxListensPerPrincipal,
                max,
                maxOfPrincipal);
    }
}
