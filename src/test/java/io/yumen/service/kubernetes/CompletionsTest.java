package io.yumen.service.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.kube.KubeServer;
import io.yumen.service.Mode;
import io.yumen.service.host.Asker;
import io.yumen.service.kubernetes.api.KubernetesConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Who types an argument of a prompt is told what there is. */
class CompletionsTest {
    @TempDir
    private Path folder;

    private KubeServer server;
    private Path kubeconfig;

    @BeforeEach
    void start() throws Exception {
        server = KubeServer.start(folder);
        kubeconfig = Files.writeString(folder.resolve("kubeconfig"), server.kubeconfig());
        server.seed("{apiVersion: v1, kind: Service, metadata: {name: front, namespace: kube-public}}");
        for (String name : List.of("web-1", "web-2", "api-1")) {
            server.seed("{apiVersion: v1, kind: Pod, metadata: {name: " + name + ", namespace: default},"
                    + " spec: {containers: [{name: main, image: web}]}, status: {phase: Running}}");
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void arguments_are_completed_with_what_there_is() {
        try (Kube kube = Kube.of(Kube.config(kubeconfig), Mode.READ_ONLY)) {
            assertThat(told(kube, "incident_triage", "namespace", "KUBE-", "{}"))
                    .containsExactly("kube-public", "kube-system");
            assertThat(told(kube, "incident_triage", "cluster", "", "{}")).containsExactly("fake");
            assertThat(told(kube, "incident_triage", "symptom", "", "{}")).isEmpty();
            assertThat(told(kube, "workload_diagnosis", "kind", "d", "{}")).containsExactly("Deployment", "DaemonSet");
            assertThat(told(kube, "workload_diagnosis", "kind", "netw", "{}"))
                    .containsExactly("NetworkPolicy.networking.k8s.io");
            assertThat(told(kube, "workload_diagnosis", "name", "web", "{\"kind\": \"pod\"}"))
                    .containsExactly("web-1", "web-2");
            assertThat(told(kube, "connectivity", "from", "a", "{\"namespace\": \"default\", \"cluster\": \"fake\"}"))
                    .containsExactly("api-1");
            assertThat(told(kube, "connectivity", "service", "", "{\"namespace\": \"kube-public\"}"))
                    .containsExactly("front");
        }
    }

    @Test
    void nothing_is_told_where_nothing_can_be_known_or_seen() {
        KubernetesConfig usual = Kube.config(kubeconfig);
        KubernetesConfig.Rules rules = new KubernetesConfig.Rules(List.of("!kube-*"), List.of("!Service"), List.of());
        try (Kube kube =
                Kube.of(new KubernetesConfig(usual.source(), usual.identity(), rules, usual.pace()), Mode.READ_ONLY)) {
            assertThat(told(kube, "incident_triage", "namespace", "", "{}")).containsExactly("default");
            assertThat(told(kube, "connectivity", "service", "", "{\"namespace\": \"kube-public\"}"))
                    .isEmpty();
            assertThat(told(kube, "connectivity", "service", "", "{\"namespace\": \"default\"}"))
                    .isEmpty();
            assertThat(told(kube, "workload_diagnosis", "name", "", "{}")).isEmpty();
            assertThat(told(kube, "workload_diagnosis", "name", "", "{\"kind\": \"nonsense\"}"))
                    .isEmpty();
            assertThat(told(kube, "incident_triage", "namespace", "", "{\"cluster\": \"nowhere\"}"))
                    .isEmpty();
            server.close();
            assertThat(told(kube, "incident_triage", "namespace", "", "{}")).isEmpty();
        }
    }

    @Test
    void who_has_not_shown_who_he_is_is_told_nothing_of_a_cluster_that_asks() {
        KubernetesConfig usual = Kube.config(kubeconfig);
        KubernetesConfig.Identity each = new KubernetesConfig.Identity(true, "mcp:", "");
        try (Kube kube =
                Kube.of(new KubernetesConfig(usual.source(), each, usual.rules(), usual.pace()), Mode.READ_ONLY)) {
            assertThat(told(kube, "incident_triage", "namespace", "", "{}")).isEmpty();
        }
    }

    @Test
    void of_very_many_names_the_first_hundred_that_fit_are_told() {
        for (int i = 0; i < 120; i++) {
            server.seed("{apiVersion: v1, kind: ConfigMap, metadata: {name: many-%03d}}".formatted(i));
        }
        try (Kube kube = Kube.of(Kube.config(kubeconfig), Mode.READ_ONLY)) {
            JsonNode completion = complete(kube, "workload_diagnosis", "name", "many", "{\"kind\": \"cm\"}");
            assertThat(completion.path("values").size()).isEqualTo(100);
            assertThat(completion.path("total").asInt()).isEqualTo(120);
            assertThat(completion.path("hasMore").asBoolean()).isTrue();
        }
    }

    private static List<String> told(Kube kube, String prompt, String argument, String typed, String others) {
        return complete(kube, prompt, argument, typed, others)
                .path("values")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    private static JsonNode complete(Kube kube, String prompt, String argument, String typed, String others) {
        String params = """
                {"ref": {"type": "ref/prompt", "name": "%s"}, "argument": {"name": "%s", "value": "%s"},
                 "context": {"arguments": %s}}""".formatted(prompt, argument, typed, others);
        return new Asker(kube.handler()).send("completion/complete", params).path("completion");
    }
}
