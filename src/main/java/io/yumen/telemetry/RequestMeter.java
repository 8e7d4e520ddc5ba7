package io.yumen.telemetry;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.yumen.protocol.Methods;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts and times requests by method, server and outcome. A method that is not one of the protocol is counted as
 * {@code other}, because clients may make up any number of them. The label sets are looked up once and remembered, because
 * every call passes here; their number is bounded, and what comes beyond the bound is counted under {@code other}.
 */
public final class RequestMeter {
    /** How many label sets are kept apart: ample for hundreds of servers. */
    private static final int MAX_SERIES = 10_000;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final String OTHER = "other";
    private static final Labels OVERFLOW = new Labels(OTHER, OTHER, OTHER);
    private static final Set<String> METHODS = Set.of(
            Methods.PING,
            Methods.SET_LEVEL,
            Methods.SUBSCRIBE,
            Methods.UNSUBSCRIBE,
            Methods.DISCOVER,
            Methods.LISTEN,
            Methods.TOOLS_LIST,
            Methods.TOOLS_CALL,
            Methods.PROMPTS_LIST,
            Methods.PROMPTS_GET,
            Methods.RESOURCES_LIST,
            Methods.TEMPLATES_LIST,
            Methods.RESOURCES_READ,
            Methods.COMPLETE,
            Methods.TASKS_GET,
            Methods.TASKS_UPDATE,
            Methods.TASKS_CANCEL,
            Methods.TASKS_RESULT,
            Methods.TASKS_LIST,
            Methods.ROOTS_CHANGED);

    private final Map<Labels, Series> series = new ConcurrentHashMap<>();
    private final Counter requests;
    private final Histogram durations;

    /**
     * Registers {@code NAMEs_total} and {@code NAME_duration_seconds}.
     *
     * @param name the name of one, as in {@code mcp_request}
     * @param what what is counted, in the plural and in words
     */
    public RequestMeter(Metrics metrics, String name, String what) {
        requests = metrics.count(name + "s_total", "How many " + what, "method", "server", "status");
        durations = metrics.durations(
                name + "_duration_seconds", "How long " + what + " took", "method", "server", "status");
    }

    /**
     * Counts one.
     *
     * @param status how it ended, one of a few words
     */
    public void record(String method, String server, String status, long nanos) {
        Series one = seriesOf(new Labels(known(method), server, status));
        one.count().inc();
        one.duration().observe(nanos / NANOS_PER_SECOND);
    }

    /** The method if the protocol has it, else {@code other}. */
    public static String known(String method) {
        return METHODS.contains(method) ? method : OTHER;
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
