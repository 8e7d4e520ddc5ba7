package io.yumen.app;

import io.yumen.backend.BackendMeter;
import io.yumen.backend.ServerState;
import io.yumen.telemetry.Metrics;
import io.yumen.telemetry.RequestMeter;

/** Turns what backends report into metrics. */
final class MetricsMeter implements BackendMeter {
    private final RequestMeter requests;
    private final Metrics.Count restarts;
    private final Metrics.Count moves;

    MetricsMeter(Metrics metrics) {
        requests = new RequestMeter(metrics, "mcp_server_request", "requests to servers");
        restarts = metrics.counter(
                "mcp_server_restarts_total", "How often a connection to a server was opened again", "server");
        moves = metrics.counter(
                "mcp_server_state_changes_total", "How often a server came into a state", "server", "state");
    }

    @Override
    public void request(String server, String method, Outcome outcome, long nanos) {
        requests.record(method, server, word(outcome), nanos);
    }

    @Override
    public void restarted(String server) {
        restarts.add(server);
    }

    @Override
    public void moved(String server, ServerState state) {
        moves.add(server, state.word());
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case OK -> "success";
            case TOOL_ERROR -> "tool_error";
            case ERROR -> "error";
            case UNAVAILABLE -> "unavailable";
            case TIMEOUT -> "timeout";
            case CANCELLED -> "cancelled";
        };
    }
}
