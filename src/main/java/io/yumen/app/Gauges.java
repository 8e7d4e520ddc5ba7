package io.yumen.app;

import io.yumen.app.access.Auditing;
import io.yumen.audit.Sink;
import io.yumen.audit.trail.Trail;
import io.yumen.catalogue.cache.CacheStatistics;
import io.yumen.channel.ChannelStatistics;
import io.yumen.http.server.HttpServer;
import io.yumen.hub.HubStatus;
import io.yumen.telemetry.Metrics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** What is measured when somebody looks. */
final class Gauges {
    private static final List<String> SERVER_AND_KIND = List.of("server", "kind");

    private Gauges() {}

    static void register(Core core, Faces faces, HttpServer server) {
        Metrics metrics = core.metrics();
        metrics.gauge("mcp_active_connections", "Open connections of clients", server::openConnections);
        metrics.gauge("mcp_total_connections", "Connections of clients since the start", server::acceptedConnections);
        metrics.gauge("mcp_sessions", "Open sessions of the legacy era", faces.sessions()::count);
        metrics.gauge("mcp_streams", "Open general streams of sessions", faces.mcp()::openStreams);
        metrics.gauge("mcp_channels", "Open channels of clients", faces.channels()::count);
        metrics.gauges(
                "mcp_channels_now_and_before",
                "Channels of clients that are attached, were opened, were refused, or have ended",
                "what",
                () -> channels(faces.channels().statistics()),
                Long::doubleValue);
        metrics.gauge("mcp_parked_calls", "Calls that wait for their client's input", faces.modern()::parkedCalls);
        metrics.gauge(
                "mcp_subscriptions", "Open subscriptions", () -> core.status().subscriptions());
        metrics.gauges(
                "mcp_server_requests_under_way",
                "Requests that wait for an answer of each server",
                "server",
                () -> underWay(core.status()),
                Integer::doubleValue);
        metrics.gauges(
                "mcp_pins_withheld",
                "Tools, prompts and templates of each server that are withheld until somebody approves them",
                "server",
                () -> withheld(core.status()),
                Integer::doubleValue);
        metrics.counts(
                "mcp_service_cache_hits_total",
                "Questions to built-in services that were answered from memory",
                SERVER_AND_KIND,
                core::serviceCaches,
                CacheStatistics::hits);
        metrics.counts(
                "mcp_service_cache_misses_total",
                "Questions to built-in services that were read, of what is kept for a while",
                SERVER_AND_KIND,
                core::serviceCaches,
                CacheStatistics::misses);
        metrics.gauges(
                "mcp_service_cache_bytes",
                "What built-in services keep for a while",
                SERVER_AND_KIND,
                core::serviceCaches,
                CacheStatistics::bytes);
        metrics.states("mcp_server_state", "The state of each server", () -> states(core.status()));
    }

    /** The same for the audit, where there is one. */
    static void register(Metrics metrics, Auditing auditing) {
        if (auditing.status().isEmpty()) {
            return;
        }
        metrics.gauge(
                "mcp_audit_up",
                "Whether the audit trail is written",
                () -> auditing.status().filter(now -> now.trouble().isEmpty()).isPresent() ? 1 : 0);
        metrics.gauges(
                "mcp_audit_records",
                "Records of the audit since the start that were written, were lost, or wait",
                "what",
                () -> auditing.status().map(Gauges::records).orElse(Map.of()),
                Long::doubleValue);
        sinks(
                metrics,
                auditing,
                "mcp_audit_sink_up",
                "Whether each audit sink takes records",
                sink -> sink.trouble().isEmpty() ? 1 : 0);
        sinks(metrics, auditing, "mcp_audit_sink_sent", "Records that each audit sink took", Sink.Status::sent);
        sinks(metrics, auditing, "mcp_audit_sink_dropped", "Records that each audit sink lost", Sink.Status::dropped);
        sinks(
                metrics,
                auditing,
                "mcp_audit_sink_waiting",
                "Records that wait for each audit sink",
                Sink.Status::waiting);
    }

    private static void sinks(
            Metrics metrics, Auditing auditing, String name, String help, ToLongFunction<Sink.Status> number) {
        Supplier<Map<String, Sink.Status>> sinks =
                () -> auditing.status().map(Trail.Status::sinks).orElse(Map.of());
        if (!sinks.get().isEmpty()) {
            metrics.gauges(name, help, "sink", sinks, sink -> (double) number.applyAsLong(sink));
        }
    }

    private static Map<String, Long> records(Trail.Status now) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        numbers.put("written", now.recorded());
        numbers.put("lost", now.lost());
        numbers.put("waiting", (long) now.waiting());
        return numbers;
    }

    private static Map<String, Integer> withheld(HubStatus status) {
        Map<String, Integer> withheld = new LinkedHashMap<>();
        status.servers()
                .forEach(server -> withheld.put(server.name(), server.offers().withheld()));
        return withheld;
    }

    private static Map<String, Integer> underWay(HubStatus status) {
        Map<String, Integer> underWay = new LinkedHashMap<>();
        status.servers().forEach(server -> underWay.put(server.name(), server.underWay()));
        return underWay;
    }

    private static Map<String, Long> channels(ChannelStatistics now) {
        Map<String, Long> numbers = new LinkedHashMap<>();
        numbers.put("attached", (long) now.attached());
        numbers.put("opened", now.opened());
        numbers.put("refused", now.refused());
        now.ended().forEach((why, count) -> numbers.put("ended_" + why.word(), count));
        return numbers;
    }

    private static Map<String, String> states(HubStatus status) {
        Map<String, String> states = new LinkedHashMap<>();
        status.servers()
                .forEach(server -> states.put(server.name(), server.state().word()));
        return states;
    }
}
