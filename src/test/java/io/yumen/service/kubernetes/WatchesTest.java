package io.yumen.service.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.kube.Fault;
import io.yumen.protocol.Message;
import io.yumen.protocol.RpcException;
import io.yumen.service.Mode;
import io.yumen.service.host.Asker;
import io.yumen.service.host.RecordingClient;
import io.yumen.service.kubernetes.api.KubernetesConfig;
import io.yumen.service.kubernetes.look.Watches;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Objects are resources: they are read by their URI, and who listens hears when they change. */
class WatchesTest extends KubeTest {
    private static final String COLOURS = "kubernetes://fake/default/configmaps/colours";
    private static final String MAPS = "/api/v1/namespaces/default/configmaps";

    @BeforeEach
    void seed() throws Exception {
        paint("blue");
    }

    @Test
    void an_object_is_read_by_its_uri_without_its_secrets() {
        server.seed("{apiVersion: v1, kind: Secret, metadata: {name: login}, data: {key: Ymx1ZQ==}}");
        assertThat(read(COLOURS)).contains("\"colour\":\"blue\"").contains("\"kind\":\"ConfigMap\"");
        assertThat(read("kubernetes://-/-/cm/colours")).contains("\"colour\":\"blue\"");
        assertThat(read("kubernetes://-/-/namespaces/default")).contains("\"kind\":\"Namespace\"");
        assertThat(read("kubernetes://fake/default/Secret/login"))
                .contains("[redacted]")
                .doesNotContain("Ymx1ZQ");
        assertThatThrownBy(() -> read("kubernetes://fake/default/configmaps/none"))
                .isInstanceOf(RpcException.class)
                .hasMessageContaining("Resource not found");
        assertThatThrownBy(() -> read("kubernetes://nowhere/default/configmaps/colours"))
                .hasMessageContaining("Resource not found");
        server.fault(Fault.on("GET", MAPS), new Fault.Status(403, "Forbidden", "not you"));
        assertThatThrownBy(() -> read(COLOURS)).hasMessageContaining("not you");
        String template =
                new Asker(kube.handler()).send("resources/templates/list", "{}").toString();
        assertThat(template).contains("kubernetes://{cluster}/{namespace}/{kind}/{name}");
    }

    @Test
    void who_listens_hears_each_change_of_that_object_and_of_no_other() {
        Asker asker = listening(COLOURS);
        server.seed("{apiVersion: v1, kind: ConfigMap, metadata: {name: others, namespace: default}}");
        paint("red");
        assertUpdated(asker);
        server.remove("configmaps", "default", "colours");
        assertUpdated(asker);
        paint("green");
        assertUpdated(asker);
        assertThat(asker.client().heard()).isEmpty();
        asker.cancel();
    }

    @Test
    void what_happens_while_the_cluster_is_away_is_told_when_it_is_back() {
        Asker asker = listening(COLOURS);
        server.fault(Fault.on("GET", MAPS), new Fault.Cut());
        server.cutAll();
        paint("red");
        server.heal();
        assertUpdated(asker);
        paint("green");
        assertUpdated(asker);
        asker.cancel();
    }

    @ParameterizedTest
    @ValueSource(strings = {"before", "after"})
    void a_version_that_is_forgotten_is_looked_for_anew(String when) {
        Asker asker = listening(COLOURS);
        if (when.equals("before")) {
            server.forget();
            paint("red");
        } else {
            paint("red");
            server.forget();
        }
        assertUpdated(asker);
        asker.cancel();
    }

    @Test
    void an_object_that_cannot_be_looked_at_now_counts_as_changed_when_it_can() {
        server.fault(Fault.on("GET", MAPS), new Fault.Status(500, "InternalError", "broken"));
        Asker asker = listening(COLOURS);
        server.heal();
        assertUpdated(asker);
        asker.cancel();
    }

    @Test
    void nobody_watches_more_than_he_may_and_what_has_ended_does_not_count() throws Exception {
        String most = IntStream.range(0, Watches.MOST)
                .mapToObj(i -> "\"kubernetes://fake/default/configmaps/map-" + i + "\"")
                .collect(Collectors.joining(","));
        Asker ann = new Asker(kube.handler()).as("ann");
        CompletableFuture<ObjectNode> listening = ann.later("subscriptions/listen", wanted(most));
        assertThat(patiently(ann.client()).method()).isEqualTo("notifications/subscriptions/acknowledged");
        Asker other = new Asker(kube.handler()).as("ann");
        assertThatThrownBy(() -> other.send("subscriptions/listen", wanted(quoted(COLOURS))))
                .isInstanceOf(RpcException.class)
                .hasMessageContaining("At most " + Watches.MOST + " objects");
        Asker bob = listeningAs("bob", COLOURS);
        ann.cancel();
        listening.get(1, TimeUnit.MINUTES);
        Asker again = listeningAs("ann", COLOURS);
        paint("red");
        assertUpdated(bob);
        assertUpdated(again);
        bob.cancel();
        again.cancel();
    }

    @Test
    void what_the_rules_leave_out_is_neither_read_nor_watched() throws Exception {
        KubernetesConfig usual = Kube.config(Files.writeString(folder.resolve("other"), server.kubeconfig()));
        KubernetesConfig.Rules rules = new KubernetesConfig.Rules(List.of("!default"), List.of(), List.of());
        try (Kube ruled =
                Kube.of(new KubernetesConfig(usual.source(), usual.identity(), rules, usual.pace()), Mode.FULL)) {
            Asker asker = new Asker(ruled.handler());
            assertThatThrownBy(() -> asker.send("resources/read", "{\"uri\": \"" + COLOURS + "\"}"))
                    .hasMessageContaining("The namespace default is not served here");
            for (String uri : List.of(COLOURS, "kubernetes://-/-/ns/default")) {
                server.clearCalls();
                Asker listener = new Asker(ruled.handler());
                listener.later("subscriptions/listen", wanted(quoted(uri)));
                assertThat(patiently(listener.client()).method()).isEqualTo("notifications/subscriptions/acknowledged");
                assertThat(server.calls()).noneMatch(call -> call.contains("fieldSelector"));
                listener.cancel();
            }
        }
    }

    private String read(String uri) {
        ObjectNode answer = new Asker(kube.handler()).send("resources/read", "{\"uri\": \"" + uri + "\"}");
        return answer.path("contents").path(0).path("text").asString();
    }

    private void paint(String colour) {
        server.seed("{apiVersion: v1, kind: ConfigMap, metadata: {name: colours, namespace: default}, data: {colour: "
                + colour + "}}");
    }

    private Asker listening(String uri) {
        return listeningAs("ann", uri);
    }

    private Asker listeningAs(String name, String uri) {
        Asker asker = new Asker(kube.handler()).as(name);
        asker.later("subscriptions/listen", wanted(quoted(uri)));
        Message.Notification acknowledged = patiently(asker.client());
        assertThat(acknowledged.method()).isEqualTo("notifications/subscriptions/acknowledged");
        assertThat(acknowledged.params().toString()).contains(uri);
        return asker;
    }

    private static void assertUpdated(Asker asker) {
        Message.Notification updated = patiently(asker.client());
        assertThat(updated.method()).isEqualTo("notifications/resources/updated");
        assertThat(updated.params().path("uri").asString()).isEqualTo(COLOURS);
    }

    /** Longer than the client is patient: a watch that broke is begun again only after a while. */
    private static Message.Notification patiently(RecordingClient client) {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (true) {
            try {
                return client.next();
            } catch (AssertionError nothingYet) {
                if (System.nanoTime() > deadline) {
                    throw nothingYet;
                }
            }
        }
    }

    private static String quoted(String uri) {
        return "\"" + uri + "\"";
    }

    private static String wanted(String uris) {
        return "{\"notifications\": {\"resourceSubscriptions\": [" + uris + "]}}";
    }
}
