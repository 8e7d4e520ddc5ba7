package io.yumen.service.helm.chart;

import io.yumen.catalogue.Parameters;
import io.yumen.http.Headers;
import io.yumen.http.server.HttpRequest;
import io.yumen.http.server.HttpResponse;
import io.yumen.http.server.HttpServer;
import io.yumen.http.server.HttpServerConfig;
import io.yumen.http.server.HttpServerLimits;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.RpcException;
import io.yumen.secret.Randoms;
import io.yumen.service.ToolFailure;
import io.yumen.service.kubernetes.api.Passage;
import io.yumen.service.kubernetes.api.Reach;
import io.yumen.service.kubernetes.api.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The way of one process of Helm to one cluster: a port of this machine, where a word of its own opens, and for as long as the call lasts.
 * So Helm has no credential of the cluster, asks in the caller's name, and meets the operator's rules in each request, whatever its charts
 * look up or make.
 */
final class Door implements AutoCloseable {
    private static final int TOKEN_BYTES = 32;
    private static final int BODY_BYTES = 16 << 20;
    private static final String JSON = "application/json";
    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.SERVER_DEFAULT);
    private static final String RELEASE = "helm.sh/release.v1";

    private final Reach reach;
    private final Use use;
    private final String token = Randoms.text(TOKEN_BYTES);
    private final AtomicReference<@Nullable String> rehearsed = new AtomicReference<>();
    private final HttpServer server;

    private Door(Reach reach, Use use) {
        this.reach = reach;
        this.use = use;
        this.server = HttpServer.start(
                HttpServerConfig.loopback(0).with(HttpServerLimits.DEFAULT.withBodyBytes(BODY_BYTES)), this::answer);
    }

    /** What it is for. */
    enum Use {
        /** Everything that the rules allow. */
        CHANGE,
        /** To see what a change would come to: nothing is passed on that could change something. */
        REHEARSAL
    }

    static Door to(Reach reach, Use use) {
        return new Door(reach, use);
    }

    /** What Helm is told of the cluster. */
    String kubeconfig(String namespace) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        ObjectNode config =
                nodes.objectNode().put("apiVersion", "v1").put("kind", "Config").put("current-context", "it");
        ObjectNode cluster = config.putArray("clusters").addObject().put("name", "it");
        cluster.putObject("cluster").put("server", address());
        config.putArray("users").addObject().put("name", "it").putObject("user");
        ObjectNode context = config.putArray("contexts").addObject().put("name", "it");
        context.putObject("context").put("cluster", "it").put("user", "it").put("namespace", namespace);
        return config.toString();
    }

    /** Where it is; whoever knows that is let in, for Helm sends no token where there is no TLS. */
    String address() {
        return "http://127.0.0.1:" + server.port() + "/" + token;
    }

    /** The release that a rehearsal would have made, as it is packed in its Secret; null where it did not come so far. */
    @Nullable
    String rehearsed() {
        return rehearsed.get();
    }

    @Override
    public void close() {
        server.close();
    }

    private void answer(HttpRequest request, HttpResponse response) {
        String path = path(request);
        if (path.isEmpty()) {
            refuse(response, 401, "Unauthorized", "This port is not yours");
            return;
        }
        try {
            Passage passage = Passage.of(request.method(), path);
            if (use == Use.REHEARSAL && passage.changes()) {
                rehearse(passage, request, path);
                refuse(response, 403, "Forbidden", "A rehearsal changes nothing");
                return;
            }
            Reach.Relayed relayed = reach.relay(passage, passedOn(request, path));
            response.send(relayed.status(), Headers.of("Content-Type", relayed.type()), relayed.body());
        } catch (ToolFailure failure) {
            boolean isForbidden = failure.code().equals("forbidden");
            refuse(
                    response,
                    isForbidden ? 403 : failure.code().equals("not_found") ? 404 : 503,
                    isForbidden ? "Forbidden" : "ServiceUnavailable",
                    String.valueOf(failure.getMessage()));
        }
    }

    /** What is asked of the cluster; empty where it comes from somebody else. */
    private String path(HttpRequest request) {
        String path = request.path();
        int end = path.indexOf('/', 1);
        byte[] said = path.substring(1, Math.max(1, end)).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(said, token.getBytes(StandardCharsets.UTF_8)) ? path.substring(end) : "";
    }

    /** Helm keeps a release before it touches anything else; the cluster tells what it would keep, in a form that we read. */
    private void rehearse(Passage passage, HttpRequest request, String path) {
        if (!passage.verb().equals("create") || !passage.plural().equals("secrets")) {
            return;
        }
        Request tried = new Request("POST", path, new Parameters().put("dryRun", "All"), JSON, body(request));
        try {
            JsonNode secret = CODEC.read(reach.relay(passage, tried).body());
            if (secret.path("type").asString("").equals(RELEASE)) {
                rehearsed.set(secret.path("data").path("release").asString(""));
            }
        } catch (RpcException e) {
            // What is no JSON is no release: Helm is told that it cannot go on, and says so.
        }
    }

    private static Request.@Nullable Body body(HttpRequest request) {
        byte[] body = request.body();
        return body.length == 0
                ? null
                : new Request.Body(request.header("Content-Type").orElse(JSON), body);
    }

    /** A watch is answered with what came within a second, for it has no end, and asked anew by whoever watches. */
    private static Request passedOn(HttpRequest request, String path) {
        String query = request.query();
        boolean watches = request.queryParameter("watch")
                .filter(word -> !word.equals("false") && !word.equals("0"))
                .isPresent();
        String asked = watches ? query.replaceAll("(^|&)timeoutSeconds=[^&]*", "") + "&timeoutSeconds=1" : query;
        String target = asked.isEmpty() ? path : path + "?" + asked;
        return new Request(
                request.method(),
                target,
                new Parameters(),
                request.header("Accept").orElse(JSON),
                body(request));
    }

    private static void refuse(HttpResponse response, int status, String reason, String message) {
        ObjectNode told =
                JsonNodeFactory.instance.objectNode().put("kind", "Status").put("apiVersion", "v1");
        told.put("status", "Failure")
                .put("message", message)
                .put("reason", reason)
                .put("code", status);
        response.send(status, Headers.of("Content-Type", JSON), told.toString().getBytes(StandardCharsets.UTF_8));
    }
}
