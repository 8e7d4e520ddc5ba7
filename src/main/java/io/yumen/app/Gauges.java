package io.yumen.app;

import io.yumen.http.server.HttpServer;
import io.yumen.hub.HubStatus;
import io.yumen.telemetry.Metrics;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is measured when somebody looks. */
final class Gauges {
    private Gauges() {}

    static void register(Core core, Faces faces, HttpServer server) {
        Metrics metrics = core.metrics();
        metrics.gauge("mcp_active_connections", "Open connections of clients", server::openConnections);
        metrics.gauge("mcp_sessions", "Open sessions of the legacy era", faces.sessions()::count);
        metrics.gauge("mcp_streams", "Open general streams of sessions", faces.mcp()::openStreams);
        metrics.gauge("mcp_parked_calls", "Calls that wait for their client's input", faces.modern()::parkedCalls);
        metrics.gauge(
                "mcp_subscriptions", "Open subscriptions", () -> core.status().subscriptions());
        metrics.states("mcp_server_state", "The state of each server", () -> states(core.status()));
    }

    private static Map<String, String> states(HubStatus status) {
        Map<String, String> states = new LinkedHashMap<>();
        status.servers()
                .forEach(server -> states.put(server.name(), server.state().word()));
        return states;
    }
}
