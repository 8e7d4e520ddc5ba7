package io.yumen.app.access;

import io.yumen.app.servers.StartException;
import io.yumen.audit.Sink;
import io.yumen.audit.sink.Copies;
import io.yumen.audit.sink.Destination;
import io.yumen.audit.sink.SinkLimits;
import io.yumen.audit.sink.Trust;
import io.yumen.config.AuditSettings;
import io.yumen.http.Headers;
import io.yumen.http.client.Endpoint;
import io.yumen.http.client.RelayClient;
import io.yumen.http.client.RelayClientConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The sinks of the audit, as their settings say. */
final class Sinks {
    private Sinks() {}

    /**
     * Starts them all, or none.
     *
     * @throws StartException where one cannot be started; that nobody receives is no reason
     */
    static List<Sink> start(Map<String, AuditSettings.Sink> settings) {
        List<Supplier<Sink>> ready = new ArrayList<>();
        settings.forEach((name, sink) -> {
            Destination destination = destination(name, sink);
            SinkLimits limits = SinkLimits.DEFAULT.withQueue(sink.queue()).withTimeout(sink.timeout());
            ready.add(() -> Copies.start(name, destination, limits));
        });
        return ready.stream().map(Supplier::get).toList();
    }

    private static Destination destination(String name, AuditSettings.Sink sink) {
        try {
            Trust trust = sink.ca() == null ? Trust.JDK : Trust.file(Path.of(sink.ca()));
            return sink.target().getScheme().startsWith("http")
                    ? new Destination.Http(Endpoint.of(sink.target()), headers(sink), client(trust))
                    : Destination.syslog(sink.target(), trust);
        } catch (IOException | IllegalArgumentException e) {
            throw new StartException("audit.sinks." + name + ": " + e.getMessage());
        }
    }

    private static Headers headers(AuditSettings.Sink sink) {
        Headers headers = Headers.none();
        for (Map.Entry<String, String> header : sink.headers().entrySet()) {
            headers = headers.with(header.getKey(), header.getValue());
        }
        return headers;
    }

    private static Supplier<RelayClient> client(Trust trust) throws IOException {
        RelayClientConfig usual = RelayClientConfig.defaults();
        RelayClientConfig config = trust.equals(Trust.JDK) ? usual : usual.with(trust.context());
        return () -> RelayClient.create(config);
    }
}
