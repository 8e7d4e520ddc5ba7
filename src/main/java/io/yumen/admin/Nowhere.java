package io.yumen.admin;

import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;

/** Answers where there is nothing, and says where there is something. */
public final class Nowhere implements HttpHandler {
    private static final String TEXT = """
            There is nothing here. This is Yumen, a gateway of MCP servers.

            For MCP clients
              /mcp                every server as one
              /servers/NAME/mcp   one of them

            For operators
              /health             how the gateway and its servers fare
              /metrics            for Prometheus
              /api/v1/servers     the servers, for programs of this machine
              /api/v1/openapi.json  what else there is below /api/v1

            Documentation: README.md and docs/ of this program, and yumen --help
            """;

    @Override
    public void handle(HttpRequest request, HttpResponse response) {
        Answers.text(response, Answers.NOT_FOUND, TEXT);
    }

    @Override
    public String toString() {
        return "nowhere";
    }
}
