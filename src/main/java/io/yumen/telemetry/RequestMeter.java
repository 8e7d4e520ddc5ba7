package io.yumen.telemetry;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts and times requests by method, server and outcome. The label sets are looked up once and remembered, because every
 * call passes here; their number is bounded, and what comes beyond the bound is counted under {@code other}.
 */
public final class RequestMeter {
    /** How many label sets are kept apart: ample for hundreds of servers. */
    private static final int MAX_SERIES = 10_000;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final Labels OVERFLOW = new Labels("other", "other", "other");

    private final Map<Labels, Series> series = new ConcurrentHashMap<>();
    private final Counter requests;
    private final Histogram durations;

    public RequestMeter(Metrics metrics, String prefix, String what) {
        requests = metrics.count(prefix + "_total", "How many " + what, "method", "server", "status");
        durations = metrics.durations(
                prefix + "_duration_seconds", "How long " + what + " took", "method", "server", "status");
    }

    /**
     * Counts one.
     *
     * @param status {@code success}, {@code error} (an answer that reports a failure), or {@code failure} (no answer)
     */
    public void record(String method, String server, String status, long nanos) {
        Series one = seriesOf(new Labels(method, server, status));
        one.count().inc();
        one.duration().observe(nanos / NANOS_PER_SECOND);
    }

    private Series seriesOf(Labels labels) {
        Series known = series.get(labels);
        if (known != null) {
            return known;
        }
        return series.computeIfAbsent(series.size() < MAX_SERIES ? labels : OVERFLOW, this::open);
    }

    private Series open(Labels labels) {
        String[] values = {labels.method(), labels.server(), labels.status()};
        return new Series(requests.labelValues(values), durations.labelValues(values));
    }

    private record Labels(String method, String server, String status) {}

    private record Series(CounterDataPoint count, DistributionDataPoint duration) {}
}
