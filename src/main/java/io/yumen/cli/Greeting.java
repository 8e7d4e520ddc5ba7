package io.yumen.cli;

import io.yumen.config.GatewaySettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** What somebody who has just started a gateway wants to know. */
final class Greeting {
    private Greeting() {}

    static void print(URI endpoint, Optional<Path> file, GatewaySettings settings) {
        String servers = file.isPresent()
                ? settings.enabledServers().size() + " servers of " + file.get()
                : "the built-in everything server (there is no configuration; yumen add NAME -- COMMAND makes one)";
        System.out.println("""
                Yumen serves %s
                  MCP endpoint  %s
                  Health        %s
                  Documentation README.md, docs/ and yumen --help

                Paste this into your MCP client:
                  {"mcpServers": {"yumen": {"type": "http", "url": "%s"}}}
                """.formatted(servers, endpoint, endpoint.resolve("/health"), endpoint));
    }
}
