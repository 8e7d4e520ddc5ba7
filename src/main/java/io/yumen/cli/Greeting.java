package io.yumen.cli;

import io.yumen.app.servers.Demo;
import io.yumen.config.GatewaySettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** What somebody who has just started a gateway wants to know. */
final class Greeting {
    private Greeting() {}

    /** @param demo what is served where there is no file */
    static void print(URI endpoint, Optional<Path> file, GatewaySettings settings, Demo demo) {
        String servers = file.isPresent()
                ? settings.enabledServers().size() + " servers of " + file.get()
                : demo.title() + " (there is no configuration; yumen add NAME -- COMMAND makes one)";
        System.out.println("""
                Yumen serves %s
                  MCP endpoint  %s
                  Health        %s
                  Documentation README.md, docs/ and yumen --help

                Paste this into your MCP client:
                  {"mcpServers": {"yumen": {"type": "http", "url": "%s"%s}}}
                %s%s""".formatted(
                        servers,
                        endpoint,
                        endpoint.resolve("/health"),
                        endpoint,
                        headers(settings),
                        key(settings),
                        file.isPresent() ? "" : demo.tries()));
    }

    /** What a client must show where the gateway wants to know who calls. */
    private static String headers(GatewaySettings settings) {
        return settings.access() == null ? "" : ", \"headers\": {\"Authorization\": \"Bearer KEY\"}";
    }

    private static String key(GatewaySettings settings) {
        return settings.access() == null
                ? ""
                : "KEY is what this prints, for each client its own: yumen key create NAME\n";
    }
}
