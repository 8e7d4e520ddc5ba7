package io.yumen.bridge;

import io.yumen.app.Gateway;
import io.yumen.config.GatewaySettings;
import io.yumen.config.file.ConfigFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A gateway with one real server behind it. */
final class Served implements AutoCloseable {
    private final @Nullable Process server;
    private final GatewaySettings settings;
    private final Gateway gateway;

    private Served(@Nullable Process server, GatewaySettings settings) {
        this.server = server;
        this.settings = settings;
        this.gateway = Gateway.start(settings);
    }

    static Served start(ServerKind kind) {
        if (kind.isPiped()) {
            List<String> command = kind.command();
            return new Served(
                    null,
                    settings("{\"command\": \"" + command.getFirst() + "\", \"args\": ["
                            + command.stream()
                                    .skip(1)
                                    .map(argument -> "\"" + argument + "\"")
                                    .collect(Collectors.joining(", "))
                            + "]}"));
        }
        try {
            Process server = new ProcessBuilder(kind.command())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader printed = server.inputReader(StandardCharsets.UTF_8);
            return new Served(server, settings("{\"url\": \"http://127.0.0.1:" + printed.readLine() + "/mcp\"}"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a gateway of its own needs to stand before the same server. */
    GatewaySettings settings() {
        return settings;
    }

    URI endpoint() {
        return gateway.endpoint();
    }

    @Override
    public void close() {
        gateway.close();
        if (server != null) {
            server.destroy();
            try {
                server.waitFor(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            server.destroyForcibly();
        }
    }

    private static GatewaySettings settings(String server) {
        return ConfigFile.parse("{\"listen\": {\"port\": 0}, \"names\": {\"pageSize\": 7}, \"mcpServers\": {\"probe\": "
                + server + "}}");
    }
}
