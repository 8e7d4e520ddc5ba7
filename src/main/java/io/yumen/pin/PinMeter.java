package io.yumen.pin;

import io.yumen.telemetry.Metrics;

/** Counts what was found, and what was refused. */
final class PinMeter {
    private final Metrics.Count found;
    private final Metrics.Count concerns;
    private final Metrics.Count refused;

    PinMeter(Metrics metrics) {
        found = metrics.counter(
                "mcp_pin_changes_total", "Definitions of servers that nobody had approved", "server", "reason");
        concerns = metrics.counter(
                "mcp_pin_findings_total", "What may be wrong with definitions of servers", "server", "concern");
        refused =
                metrics.counter("mcp_pin_refusals_total", "Calls that were refused because of a definition", "server");
    }

    void found(String server, Waiting waiting) {
        found.add(server, waiting.reason().word());
        waiting.findings().stream()
                .map(finding -> finding.concern().word())
                .distinct()
                .forEach(concern -> concerns.add(server, concern));
    }

    void refused(String server) {
        refused.add(server);
    }
}
