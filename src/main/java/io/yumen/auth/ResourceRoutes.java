package io.yumen.auth;

import io.yumen.http.Headers;
import io.yumen.http.server.HttpHandler;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.protocol.JsonCodec;
import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells clients where to get tokens for a place of this gateway (RFC 9728), also those that show nothing yet. It answers for
 * every path that an MCP endpoint could have, so that it does not say which there are.
 */
public final class ResourceRoutes implements HttpHandler {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int NOT_ALLOWED = 405;

    private final ResourceNames names;
    private final Issued issued;

    /**
     * What tokens are accepted.
     *
     * @param issuers who issues them
     * @param scopes the scopes that it takes to come in
     */
    public record Issued(Collection<String> issuers, Collection<String> scopes) {}

    public ResourceRoutes(ResourceNames names, Issued issued) {
        this.names = names;
        this.issued = issued;
    }

    @Override
    public void handle(HttpRequest request, HttpResponse response) {
        if (!request.method().equals("GET")) {
            response.send(NOT_ALLOWED, Headers.of("Allow", "GET"), new byte[0]);
            return;
        }
        Optional<String> path = names.described(request.path());
        if (path.isEmpty()) {
            response.send(NOT_FOUND, Headers.none(), new byte[0]);
            return;
        }
        response.send(
                OK,
                Headers.of("Content-Type", "application/json", "Cache-Control", "max-age=300"),
                JsonCodec.bytes(metadata(path.get())));
    }

    private ObjectNode metadata(String path) {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("resource", names.at(path));
        issued.issuers().forEach(document.putArray("authorization_servers")::add);
        if (!issued.scopes().isEmpty()) {
            new TreeSet<>(issued.scopes()).forEach(document.putArray("scopes_supported")::add);
        }
        document.putArray("bearer_methods_supported").add("header");
        Denial.Demand.PROOF_ALGORITHMS.forEach(document.putArray("dpop_signing_alg_values_supported")::add);
        return document.put("resource_name", "Yumen");
    }

    @Override
    public String toString() {
        return "resource metadata of " + names.base();
    }
}
