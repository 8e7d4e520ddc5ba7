package io.yumen.hub.lists;

import io.yumen.telemetry.Metrics;

/** Counts what is read from servers and what need not be. */
public final class ListMeter {
    private final Metrics.Count reads;
    private final Metrics.Count hits;

    public ListMeter(Metrics metrics) {
        reads = metrics.counter(
                "yumen_list_reads_total",
                "Lists and descriptions that were read from servers",
                "server",
                "method",
                "outcome");
        hits = metrics.counter(
                "yumen_list_hits_total", "Lists of servers that were served from memory", "server", "method");
    }

    public void read(String server, String method, String failure) {
        reads.add(server, method, failure.isEmpty() ? "success" : "failure");
    }

    public void served(String server, String method) {
        hits.add(server, method);
    }
}
