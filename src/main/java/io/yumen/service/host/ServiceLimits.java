package io.yumen.service.host;

import io.yumen.exchange.task.TaskLimits;
import java.time.Duration;

/**
 * The limits of one service.
 *
 * @param pageSize how many entries one page of a list has
 * @param listTtl how long a client may keep a list; a change is told earlier to those who listen
 * @param stateTtl how long a client may take to answer what a stateless request asked it
 * @param maxListeners how many {@code subscriptions/listen} requests may be open at once
 * @param maxSubscriptions how many resources and tasks one of them may name
 * @param tasks the limits of its tasks
 */
public record ServiceLimits(
        int pageSize, Duration listTtl, Duration stateTtl, int maxListeners, int maxSubscriptions, TaskLimits tasks) {
    /** 200 entries a page, lists kept for a minute, ten minutes to answer, 10,000 listeners of 1,000 names each. */
    public static final ServiceLimits DEFAULT =
            new ServiceLimits(200, Duration.ofMinutes(1), Duration.ofMinutes(10), 10_000, 1_000, TaskLimits.DEFAULT);

    public ServiceLimits {
        if (pageSize < 1 || maxListeners < 1 || maxSubscriptions < 1) {
            throw new IllegalArgumentException("Service limits are positive");
        }
        if (listTtl.isNegative() || !stateTtl.isPositive()) {
            throw new IllegalArgumentException("Times to live are not negative");
        }
    }

    /** The same limits with another page size. */
    public ServiceLimits withPageSize(int entries) {
        return new ServiceLimits(entries, listTtl, stateTtl, maxListeners, maxSubscriptions, tasks);
    }
}
