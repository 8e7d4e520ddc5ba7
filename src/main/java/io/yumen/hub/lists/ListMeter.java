package io.yumen.hub.lists;

import io.yumen.telemetry.Metrics;

/** Counts what is read from servers and what need not be. */
public final class ListMeter {
    private final Metrics.Count reads;
    private final Metrics.Count hits;
    private final Metrics.Count misses;

    public ListMeter(Metrics metrics) {
        reads = metrics.counter(
                "mcp_list_reads_total",
                "Lists and descriptions that were read from servers",
                "server",
                "method",
                "status");
        hits = metrics.counter(
                "mcp_cache_hits_total", "Lists of servers that were in memory when needed", "server", "method");
        misses = metrics.counter(
                "mcp_cache_misses_total",
                "Lists of servers that were not in memory, or too old, when needed",
                "server",
                "method");
    }

    public void read(String server, String method, String failure) {
        reads.add(server, method, failure.isEmpty() ? "success" : "failure");
    }

    public void served(String server, String method) {
        hits.add(server, method);
    }

    public void missed(String server, String method) {
        misses.add(server, method);
    }
}
