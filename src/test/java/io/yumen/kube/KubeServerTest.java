package io.yumen.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.yumen.kube.store.Trees;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What no client tries by itself: faults, what expires, what holds objects, and lists without end. */
final class KubeServerTest {
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    @TempDir
    private Path folder;

    private KubeServer server;
    private HttpClient client;

    @BeforeEach
    void start() throws Exception {
        server = KubeServer.start(folder);
        client = HttpClient.newBuilder()
                .sslContext(server.trust())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    @AfterEach
    void stop() {
        client.shutdownNow();
        client.close();
        server.close();
    }

    @Test
    void faults_come_as_often_as_they_were_asked_for() throws Exception {
        server.fault(Fault.always(), new Fault.Status(503, "ServiceUnavailable", "not now"), 1);
        server.fault(Fault.always(), new Fault.Busy(Duration.ofSeconds(7)), 1);
        server.fault(Fault.on("GET", "/version"), new Fault.Garbage("text/html", "<html>"), 1);
        assertThat(get("/version").statusCode()).isEqualTo(503);
        HttpResponse<String> busy = get("/version");
        assertThat(busy.statusCode()).isEqualTo(429);
        assertThat(busy.headers().firstValue("Retry-After")).contains("7");
        assertThat(get("/version").body()).isEqualTo("<html>");
        assertThat(get("/version").body()).contains("v1.32.4");
        server.fault(Fault.always(), new Fault.Cut());
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> get("/version"));
        server.heal();
        assertThat(get("/version").statusCode()).isEqualTo(200);
        assertThat(server.calls()).contains("GET /version");
    }

    @Test
    void a_list_can_be_without_end() throws Exception {
        server.fault(Fault.on("GET", MAPS), new Fault.Endless());
        HttpResponse<InputStream> endless =
                client.send(request(MAPS).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = endless.body()) {
            assertThat(body.readNBytes(5_000_000)).hasSize(5_000_000);
        }
    }

    @Test
    void pages_are_exact_until_their_cursor_expires() throws Exception {
        server.crowd("configmaps", "default", "many-", 1_000, number -> Trees.object());
        List<String> names = new ArrayList<>();
        String cursor = "";
        do {
            ObjectNode page = read(get(MAPS + "?limit=300&continue=" + cursor));
            page.path("items").forEach(item -> names.add(Trees.text(item, "metadata", "name")));
            cursor = Trees.text(page, "metadata", "continue");
            assertThat(Trees.at(page, "metadata", "remainingItemCount").asInt(0))
                    .isEqualTo(1_000 - names.size());
        } while (!cursor.isEmpty());
        assertThat(names).hasSize(1_000).doesNotHaveDuplicates().isSorted();
        String old = Trees.text(read(get(MAPS + "?limit=1")), "metadata", "continue");
        server.forget();
        HttpResponse<String> expired = get(MAPS + "?limit=1&continue=" + old);
        assertThat(expired.statusCode()).isEqualTo(410);
        assertThat(expired.body()).contains("\"Expired\"");
        assertThat(get(MAPS + "?continue=nonsense").statusCode()).isEqualTo(400);
        assertThat(get(MAPS + "?labelSelector=a+b").statusCode()).isEqualTo(400);
        assertThat(get(MAPS + "?fieldSelector=data.a%3Db").body()).contains("field label not supported");
    }

    @Test
    void watches_tell_what_happens_mark_their_place_and_expire() throws Exception {
        String since = Trees.text(read(get(MAPS)), "metadata", "resourceVersion");
        try (BufferedReader events = watch(since)) {
            server.seed("{apiVersion: v1, kind: ConfigMap, metadata: {name: one}}");
            assertThat(events.readLine()).contains("\"ADDED\"").contains("\"one\"");
            assertThat(events.readLine()).contains("\"BOOKMARK\"");
            server.remove("configmaps", "default", "one");
            assertThat(events.readLine()).contains("\"DELETED\"");
            server.forget();
            String last = events.readLine();
            while (last.contains("BOOKMARK")) {
                last = events.readLine();
            }
            assertThat(last).contains("\"ERROR\"").contains("410");
            assertThat(events.readLine()).isNull();
        }
        try (BufferedReader events = watch(since)) {
            assertThat(events.readLine()).contains("\"ERROR\"").contains("too old resource version");
        }
    }

    @Test
    void a_watch_is_cut_when_the_cluster_goes_away() throws Exception {
        try (BufferedReader events = watch("")) {
            server.seed("{apiVersion: v1, kind: ConfigMap, metadata: {name: one}}");
            assertThat(events.readLine()).contains("\"ADDED\"");
            server.cutAll();
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> {
                while (events.readLine() != null) {
                    // What was on its way still comes.
                }
            });
        }
    }

    @Test
    void a_stale_version_is_a_conflict() throws Exception {
        ObjectNode map = server.seed("{apiVersion: v1, kind: ConfigMap, metadata: {name: one}}")
                .deepCopy();
        assertThat(send("PATCH", MAPS + "/one", "{\"data\":{\"a\":\"1\"}}").statusCode())
                .isEqualTo(200);
        HttpResponse<String> stale =
                send("PUT", MAPS + "/one", map.put("immutable", true).toString());
        assertThat(stale.statusCode()).isEqualTo(409);
        assertThat(stale.body()).contains("the object has been modified");
    }

    @Test
    void finalizers_hold_what_is_deleted_and_owners_take_theirs_along() throws Exception {
        server.seed("{apiVersion: v1, kind: ConfigMap, metadata: {name: owner, uid: u, finalizers: [a.b/c]}}");
        server.seed("{apiVersion: v1, kind: Secret, metadata: {name: owned, ownerReferences: [{uid: u, kind: ConfigMap,"
                + " name: owner, apiVersion: v1}]}}");
        assertThat(send("DELETE", MAPS + "/owner", "").body()).contains("deletionTimestamp");
        assertThat(server.object("configmaps", "default", "owner")).isNotNull();
        assertThat(send("PATCH", MAPS + "/owner", "{\"metadata\":{\"finalizers\":null}}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(server.object("configmaps", "default", "owner")).isNull();
        assertThat(server.object("secrets", "default", "owned")).isNull();
    }

    @Test
    void a_budget_keeps_a_pod_from_being_evicted() throws Exception {
        server.seed("""
                apiVersion: v1
                kind: Pod
                metadata: {name: kept, labels: {app: kept}}
                spec: {containers: [{name: a, image: a}]}
                status: {phase: Running}
                """);
        server.seed("""
                apiVersion: policy/v1
                kind: PodDisruptionBudget
                metadata: {name: budget}
                spec: {minAvailable: 1, selector: {matchLabels: {app: kept}}}
                status: {disruptionsAllowed: 0}
                """);
        HttpResponse<String> refused =
                send("POST", "/api/v1/namespaces/default/pods/kept/eviction", "{\"kind\":\"Eviction\"}");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("disruption budget");
        server.remove("poddisruptionbudgets.policy", "default", "budget");
        assertThat(send("POST", "/api/v1/namespaces/default/pods/kept/eviction", "{}")
                        .statusCode())
                .isEqualTo(201);
        assertThat(server.object("pods", "default", "kept")).isNull();
    }

    @Test
    void tokens_are_reviewed() throws Exception {
        server.user("bob-token", "bob");
        String path = "/apis/authentication.k8s.io/v1/tokenreviews";
        assertThat(send("POST", path, "{\"spec\":{\"token\":\"bob-token\"}}").body())
                .contains("\"authenticated\":true")
                .contains("\"bob\"");
        assertThat(send("POST", path, "{\"spec\":{\"token\":\"another\"}}").body())
                .contains("\"authenticated\":false");
        server.allow("bob", "default", "get", "pods");
        String access = "/apis/authorization.k8s.io/v1/subjectaccessreviews";
        String asked = "{\"spec\":{\"user\":\"bob\",\"resourceAttributes\":{\"verb\":\"get\",\"resource\":\"pods\","
                + "\"namespace\":\"%s\"}}}";
        assertThat(send("POST", access, asked.formatted("default")).body()).contains("\"allowed\":true");
        assertThat(send("POST", access, asked.formatted("kube-system")).body()).contains("\"allowed\":false");
    }

    private BufferedReader watch(String since) throws Exception {
        String path = MAPS + "?watch=true&allowWatchBookmarks=true&resourceVersion=" + since;
        HttpResponse<InputStream> answer =
                client.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
        return new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        return client.send(
                request(path)
                        .header(
                                "Content-Type",
                                method.equals("PATCH") ? "application/merge-patch+json" : "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.url() + path))
                .header("Authorization", "Bearer " + KubeServer.ADMIN_TOKEN);
    }

    private static ObjectNode read(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Trees.object(answer.body().getBytes(StandardCharsets.UTF_8));
    }
}
