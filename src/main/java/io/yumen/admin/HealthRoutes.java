package io.yumen.admin;

import io.yumen.audit.Sink;
import io.yumen.http.Headers;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.telemetry.Metrics;
import java.util.Locale;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /health} (everything, for people), {@code /health/live} (restart me if this fails), {@code /health/ready} (send me
 * requests while this succeeds) and {@code /metrics}. A troubled server makes the gateway degraded, not unready: the others
 * still answer.
 */
public final class HealthRoutes implements HttpHandler {
    private final Supplier<Health> health;
    private final Metrics metrics;

    public HealthRoutes(Supplier<Health> health, Metrics metrics) {
        this.health = health;
        this.metrics = metrics;
    }

    /** Whether that path is one of ours. */
    public static boolean serves(String path) {
        return path.equals("/metrics") || path.equals("/health") || path.startsWith("/health/");
    }

    @Override
    public void handle(HttpRequest request, HttpResponse response) {
        if (!request.method().equals("GET")) {
            Answers.methodNotAllowed(response, "GET");
            return;
        }
        switch (request.path()) {
            case "/health" -> sendHealth(response);
            case "/health/live" -> Answers.text(response, Answers.OK, "live\n");
            case "/health/ready" -> sendReadiness(response);
            case "/metrics" ->
                response.send(Answers.OK, Headers.of("Content-Type", Metrics.CONTENT_TYPE), metrics.scrape());
            default -> Answers.text(response, Answers.NOT_FOUND, "There is nothing here\n");
        }
    }

    private void sendReadiness(HttpResponse response) {
        Health.Phase phase = health.get().phase();
        boolean ready = phase == Health.Phase.SERVING;
        Answers.text(response, ready ? Answers.OK : Answers.UNAVAILABLE, ready ? "ready\n" : word(phase) + "\n");
    }

    private void sendHealth(HttpResponse response) {
        Health now = health.get();
        boolean serving = now.phase() == Health.Phase.SERVING;
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("status", serving ? (now.isDegraded() ? "degraded" : "ok") : word(now.phase()));
        body.put("version", now.version());
        body.put("uptimeSeconds", now.uptime().toSeconds());
        body.put("sessions", now.sessions());
        ObjectNode configuration = body.putObject("configuration");
        configuration.put("state", now.configuration().isInForce() ? "in_force" : "refused");
        if (!now.configuration().isInForce()) {
            now.configuration().problems().forEach(configuration.putArray("problems")::add);
        }
        putAudit(body.putObject("audit"), now.audit());
        if (!now.lockdown().equals(Health.Locks.NONE)) {
            putLockdown(body.putObject("lockdown"), now.lockdown());
        }
        ObjectNode servers = body.putObject("servers");
        now.servers().forEach((name, server) -> {
            ObjectNode entry = servers.putObject(name).put("state", server.state());
            if (!server.reason().isEmpty()) {
                entry.put("reason", server.reason());
            }
        });
        Answers.json(response, serving ? Answers.OK : Answers.UNAVAILABLE, body);
    }

    private static void put(ObjectNode body, Sink.Status sink) {
        body.put("state", sink.trouble().isEmpty() ? "sending" : "failing");
        if (!sink.trouble().isEmpty()) {
            body.put("reason", sink.trouble());
        }
        if (sink.dropped() > 0) {
            body.put("dropped", sink.dropped());
        }
    }

    private static void putAudit(ObjectNode body, Health.Audit audit) {
        body.put("state", audit.state());
        if (!audit.reason().isEmpty()) {
            body.put("reason", audit.reason());
        }
        if (audit.lost() > 0) {
            body.put("lost", audit.lost());
        }
        if (!audit.sinks().isEmpty()) {
            ObjectNode sinks = body.putObject("sinks");
            audit.sinks().forEach((name, sink) -> put(sinks.putObject(name), sink));
        }
    }

    private static void putLockdown(ObjectNode body, Health.Locks locks) {
        body.put("everything", locks.everything())
                .put("principals", locks.principals())
                .put("clients", locks.clients());
        locks.servers().forEach(body.putArray("servers")::add);
    }

    private static String word(Health.Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }
}
