package io.yumen.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** As much of a Kubernetes API server as it takes to list namespaces, and the kubeconfig that leads to it. */
final class FakeCluster implements AutoCloseable {
    private static final Map<String, String> ANSWERS = Map.of(
            "/api",
            "{\"kind\": \"APIVersions\", \"versions\": [\"v1\"]}",
            "/apis",
            "{\"kind\": \"APIGroupList\", \"apiVersion\": \"v1\", \"groups\": []}",
            "/api/v1",
            """
            {"kind": "APIResourceList", "groupVersion": "v1", "resources": [{"name": "namespaces", "singularName": "namespace",
             "namespaced": false, "kind": "Namespace", "verbs": ["get", "list"]}]}""",
            "/api/v1/namespaces",
            """
            {"kind": "NamespaceList", "apiVersion": "v1", "metadata": {}, "items": [{"kind": "Namespace",
             "apiVersion": "v1", "metadata": {"name": "jade-gate"}, "status": {"phase": "Active"}}]}""");

    private final HttpServer server;

    FakeCluster() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", FakeCluster::answer);
        server.start();
    }

    /** Writes a kubeconfig whose only context is this cluster. */
    Path kubeconfig(Path directory) throws IOException {
        return Files.writeString(directory.resolve("kubeconfig.yaml"), """
                apiVersion: v1
                kind: Config
                current-context: fake
                clusters: [{name: fake, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: fake, user: {}}]
                contexts: [{name: fake, context: {cluster: fake, user: fake}}]
                """.formatted(
                        server.getAddress().getPort()));
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = ANSWERS.getOrDefault(path, "{}").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(ANSWERS.containsKey(path) ? 200 : 404, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
