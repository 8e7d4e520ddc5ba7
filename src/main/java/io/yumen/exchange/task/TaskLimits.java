package io.yumen.exchange.task;

import java.time.Duration;

/**
 * How many tasks there may be, and how long.
 *
 * @param ttl how long a task is kept after it was created; unfinished work is cancelled then
 * @param pollInterval how often a client should ask for its state
 * @param maxPerPrincipal how many tasks one principal may have at a time
 * @param maxTotal how many tasks there may be in all
 */
public record TaskLimits(Duration ttl, Duration pollInterval, int maxPerPrincipal, int maxTotal) {
    /** One hour, every half second, 100 a principal, 10,000 in all. */
    public static final TaskLimits DEFAULT = new TaskLimits(Duration.ofHours(1), Duration.ofMillis(500), 100, 10_000);

    public TaskLimits {
        if (!ttl.isPositive() || !pollInterval.isPositive() || maxPerPrincipal < 1 || maxTotal < 1) {
            throw new IllegalArgumentException("Task limits are positive");
        }
    }
}
