package io.yumen.service.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.kube.Fault;
import io.yumen.kube.life.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What arguments say that are seldom given is done, too. */
class ArgumentsTest extends KubeTest {
    private static final String NAMESPACE = "default";
    private static final Instant LONG_AGO = Instant.parse("2026-01-01T10:00:00Z");
    private static final String SHOP = shop("{name: main, image: 'shop:%d'}, {name: side, image: 'side:1'}");

    @BeforeEach
    void seed() throws Exception {
        server.seed("{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: default},"
                + " spec: {containers: [{name: main, image: web}, {name: side, image: web}]}, status: {phase: Running,"
                + " conditions: [{type: Ready, status: 'False', message: 'not yet, token=abcdef0123456789'}]}}");
    }

    @Test
    void logs_are_of_the_run_before_where_that_is_asked_for() {
        server.print(NAMESPACE, "web", "main", true, new Journal.Line(LONG_AGO, "out of memory"));
        server.print(NAMESPACE, "web", "main", "began");

        assertThat(kube.told("logs", "{\"name\": \"web\", \"previous\": true}")).isEqualTo("out of memory");
        assertThat(kube.told("logs", "{\"name\": \"web\"}")).isEqualTo("began");
        assertThat(kube.failure("logs", "{\"name\": \"web\", \"container\": \"side\", \"previous\": true}"))
                .contains("answered 400", "previous terminated container \"side\" in pod \"web\" not found");
    }

    @Test
    void logs_are_of_all_containers_under_their_names() {
        server.print(NAMESPACE, "web", "main", "from the first");
        server.print(NAMESPACE, "web", "side", "from the second");

        assertThat(kube.told("logs", "{\"name\": \"web\", \"all_containers\": true}"))
                .isEqualTo("==> main <==\nfrom the first\n\n==> side <==\nfrom the second");
        assertThat(kube.told("logs", "{\"name\": \"web\"}")).isEqualTo("from the first");
    }

    @Test
    void logs_of_a_workload_say_whose_of_several_pods_they_are() {
        server.seed(SHOP.formatted(1));
        kube.told("wait", "{\"kind\": \"deploy\", \"name\": \"shop\"}");
        List<String> pods = kube.told(
                        "list",
                        "{\"kind\": \"pods\", \"namespace\": \"default\", \"label_selector\": \"app=shop\", \"detail\": \"names\"}")
                .lines()
                .toList();
        assertThat(pods).hasSize(2);
        pods.forEach(pod -> server.print(NAMESPACE, pod, "main", "from " + pod));

        String told = kube.told("logs", "{\"name\": \"deploy/shop\", \"search\": \"from\"}");
        String chosen = told.lines().findFirst().orElseThrow().replace("from ", "");
        assertThat(pods).contains(chosen);
        String other = pods.get(pods.indexOf(chosen) == 0 ? 1 : 0);
        assertThat(told)
                .isEqualTo("from " + chosen + "\n[deploy/shop has 2 pods; this is " + chosen + ", and the others are "
                        + other + "]");
        assertThat(kube.told("logs", "{\"name\": \"" + other + "\"}")).endsWith("from " + other);
    }

    @Test
    void an_object_may_get_its_name_from_the_cluster() {
        String manifest = "{\"manifest\": \"{apiVersion: v1, kind: ConfigMap, metadata: {generateName: run-}}\"}";
        String first = kube.told("create", manifest);
        assertThat(first).matches("ConfigMap/run-[0-9a-z]+: created");
        assertThat(kube.told("create", manifest))
                .matches("ConfigMap/run-[0-9a-z]+: created")
                .isNotEqualTo(first);
        String name = first.replaceAll("^ConfigMap/|: created$", "");
        assertThat(server.object("configmaps", NAMESPACE, name)).isNotNull();
        for (String tool : List.of("apply", "diff")) {
            assertThat(kube.failure(tool, manifest)).contains("has a ConfigMap without metadata.name");
        }
    }

    @Test
    void a_container_without_a_log_does_not_keep_those_of_the_others_back() {
        server.print(NAMESPACE, "web", "main", true, new Journal.Line(LONG_AGO, "out of memory"));

        assertThat(kube.told("logs", "{\"name\": \"web\", \"all_containers\": true, \"previous\": true}"))
                .startsWith("==> main <==\nout of memory\n")
                .contains("Not told, for they could not be read: side (The cluster fake answered 400");
        server.remove("pods", NAMESPACE, "web");
        assertThat(kube.failure("logs", "{\"name\": \"web\", \"all_containers\": true}"))
                .contains("answered 404");
    }

    @Test
    void one_container_is_followed_and_no_other_left_out_in_silence() {
        assertThat(kube.failure("logs", "{\"name\": \"web\", \"all_containers\": true, \"follow_sec\": 1}"))
                .contains("One container is followed at a time; say which, of main, side");
    }

    @Test
    void logs_begin_where_since_says() {
        Instant now = Instant.now();
        server.print(NAMESPACE, "web", "main", false, new Journal.Line(LONG_AGO, "at first"));
        server.print(NAMESPACE, "web", "main", false, new Journal.Line(LONG_AGO.plusSeconds(3_600), "in between"));
        server.print(NAMESPACE, "web", "main", false, new Journal.Line(now, "just now"));

        assertThat(logs("\"since\": \"10m\"")).isEqualTo("just now");
        assertThat(logs("\"since\": \"2026-01-01T10:30:00Z\"")).isEqualTo("in between\njust now");
        assertThat(logs("\"since\": \"2026-01-01T12:30:00+02:00\"")).isEqualTo("in between\njust now");
        assertThat(logs("\"since\": \"2025-01-01T00:00:00Z\", \"tail\": 2")).isEqualTo("in between\njust now");
        assertThat(kube.failure("logs", "{\"name\": \"web\", \"since\": \"yesterday\"}"))
                .contains("\"yesterday\" is no time; write it as in 30s, 10m");
    }

    @Test
    void each_line_of_a_log_has_its_time_where_that_is_asked_for() {
        server.print(NAMESPACE, "web", "main", false, new Journal.Line(LONG_AGO, "at first"));

        assertThat(logs("\"timestamps\": true")).isEqualTo("2026-01-01T10:00:00Z at first");
        assertThat(logs("\"timestamps\": false")).isEqualTo("at first");
    }

    private String logs(String more) {
        return kube.told("logs", "{\"name\": \"web\", " + more + "}");
    }

    @Test
    void a_strategic_patch_changes_one_container_and_leaves_the_others() {
        server.seed(SHOP.formatted(1));
        String patch = """
                {"kind": "deploy", "name": "shop", "type": "%s",
                 "patch": {"spec": {"template": {"spec": {"containers": [{"name": "main", "image": "shop:7"}]}}}}}""";

        assertThat(kube.told("patch", patch.formatted("strategic")))
                .contains("+ spec.template.spec.containers[0].image: shop:7")
                .doesNotContain("side");
        assertThat(containers()).hasSize(2);
        assertThat(kube.told("patch", patch.formatted("merge"))).contains("side");
        assertThat(containers())
                .as("a merge patch puts the list in the place of the other")
                .hasSize(1);
    }

    private JsonNode containers() {
        return deployment().at("/spec/template/spec/containers");
    }

    @Test
    void a_JSON_patch_does_its_operations_or_none() {
        server.seed("{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}, data: {colour: blue, size: small}}");
        String patch = "{\"kind\": \"cm\", \"name\": \"settings\", \"type\": \"json\", \"patch\": [%s]}";

        assertThat(kube.told(
                        "patch",
                        patch.formatted("{\"op\": \"test\", \"path\": \"/data/colour\", \"value\": \"blue\"},"
                                + "{\"op\": \"replace\", \"path\": \"/data/colour\", \"value\": \"red\"},"
                                + "{\"op\": \"remove\", \"path\": \"/data/size\"}")))
                .contains("- data.colour: blue", "+ data.colour: red", "- data.size: small");
        assertThat(kube.failure(
                        "patch",
                        patch.formatted("{\"op\": \"replace\", \"path\": \"/data/colour\", \"value\": \"green\"},"
                                + "{\"op\": \"test\", \"path\": \"/data/colour\", \"value\": \"blue\"}")))
                .contains("answered 422", "testing path /data/colour failed");
        assertThat(kube.told("get", "{\"kind\": \"cm\", \"names\": [\"settings\"]}"))
                .contains("colour: red")
                .doesNotContain("size");
    }

    @ParameterizedTest
    @CsvSource({"background, false", "foreground, false", "orphan, true"})
    void what_belongs_to_an_object_goes_with_it_or_stays(String dependents, boolean stays) throws Exception {
        kube.told("apply", manifest(1));
        kube.told("wait", "{\"kind\": \"deploy\", \"name\": \"shop\"}");

        assertThat(kube.told(
                        "delete",
                        "{\"kind\": \"deploy\", \"names\": [\"shop\"], \"dependents\": \"" + dependents + "\"}"))
                .contains("Deployment/shop: deleted");

        assertThat(kube.told("list", "{\"kind\": \"rs\", \"count_only\": true}"))
                .startsWith(stays ? "1 " : "0 ");
        assertThat(kube.told("list", "{\"kind\": \"pods\", \"label_selector\": \"app=shop\", \"count_only\": true}"))
                .startsWith(stays ? "2 " : "0 ");
    }

    @ParameterizedTest
    @CsvSource({"'', 30", "', \"grace_sec\": 7', 7", "', \"grace_sec\": 0', 0"})
    void a_pod_has_the_time_to_end_in_that_is_said(String more, long seconds) {
        server.seed("{apiVersion: v1, kind: Pod, metadata: {name: slow, namespace: default,"
                + " finalizers: [example.com/held]}, spec: {containers: [{name: main, image: web}]},"
                + " status: {phase: Running}}");

        assertThat(kube.told("delete", "{\"kind\": \"pod\", \"names\": [\"slow\"]" + more + "}"))
                .contains("Pod/slow: deleted");

        JsonNode metadata =
                Objects.requireNonNull(server.object("pods", NAMESPACE, "slow")).path("metadata");
        assertThat(metadata.has("deletionTimestamp")).isTrue();
        assertThat(metadata.path("deletionGracePeriodSeconds").asLong(-1)).isEqualTo(seconds);
    }

    @Test
    void a_workload_is_scaled_only_from_the_number_that_is_said() {
        server.seed(SHOP.formatted(1));

        assertThat(kube.failure("scale", scale(5, ", \"current\": 3"))).contains("It has 2 replicas, and not 3");
        assertThat(kube.told("scale", scale(5, ", \"current\": 2"))).contains("from 2 to 5 replicas");
        assertThat(deployment().at("/spec/replicas").asInt(0)).isEqualTo(5);
    }

    @Test
    void a_number_that_changes_before_the_scaling_is_not_overwritten() throws Exception {
        server.seed(SHOP.formatted(1));
        CountDownLatch gate = new CountDownLatch(1);
        String path = "/apis/apps/v1/namespaces/default/deployments/shop/scale";
        server.fault(Fault.on("PATCH", path), new Fault.Held(gate), 1);
        CompletableFuture<String> answer =
                CompletableFuture.supplyAsync(() -> kube.failure("scale", scale(5, ", \"current\": 2")));
        until(() -> server.calls().stream().anyMatch(call -> call.startsWith("PATCH " + path)));
        ObjectNode other = deployment().deepCopy();
        ((ObjectNode) other.get("spec")).put("replicas", 3);
        server.seed(other);
        gate.countDown();

        assertThat(answer.get(1, TimeUnit.MINUTES)).contains("answered 409").contains("Read it again");
        assertThat(deployment().at("/spec/replicas").asInt(0)).isEqualTo(3);
    }

    private static String scale(int replicas, String more) {
        return "{\"kind\": \"deploy\", \"name\": \"shop\", \"replicas\": " + replicas + more + "}";
    }

    private ObjectNode deployment() {
        return Objects.requireNonNull(server.object("deployments.apps", NAMESPACE, "shop"));
    }

    @Test
    void the_revision_that_is_said_comes_back() throws Exception {
        for (int version = 1; version <= 3; version++) {
            kube.told("apply", manifest(version));
            kube.told("wait", "{\"kind\": \"deploy\", \"name\": \"shop\"}");
        }
        String undo = "{\"action\": \"undo\", \"kind\": \"deploy\", \"name\": \"shop\", \"revision\": %d}";

        assertThat(kube.failure("rollout", undo.formatted(9)))
                .contains("There is no revision 9; rollout_history shows which there are");
        assertThat(kube.told("rollout", undo.formatted(1))).contains("taken back to revision 1");
        assertThat(containers().path(0).path("image").asString("")).isEqualTo("shop:1");
        assertThat(deployment().at("/spec/template/metadata/labels").propertyNames())
                .as("without the mark of the ReplicaSet")
                .containsExactly("app");
    }

    @Test
    void a_StatefulSet_comes_back_without_the_directive_that_its_revision_keeps() {
        server.seed("""
                apiVersion: apps/v1
                kind: StatefulSet
                metadata: {name: base, namespace: default, uid: u-1}
                spec:
                  selector: {matchLabels: {app: base}}
                  template: {metadata: {labels: {app: base}}, spec: {containers: [{name: main, image: "base:2"}]}}
                status: {updateRevision: base-2}
                """);
        for (int revision = 1; revision <= 2; revision++) {
            server.seed("""
                    apiVersion: apps/v1
                    kind: ControllerRevision
                    metadata:
                      name: base-%1$d
                      namespace: default
                      labels: {app: base}
                      ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: base, uid: u-1, controller: true}]
                    revision: %1$d
                    data:
                      spec:
                        template:
                          $patch: replace
                          metadata: {labels: {app: base}}
                          spec: {containers: [{name: main, image: "base:%1$d"}]}
                    """.formatted(revision));
        }

        assertThat(kube.told(
                        "rollout", "{\"action\": \"undo\", \"kind\": \"sts\", \"name\": \"base\", \"revision\": 1}"))
                .contains("taken back to revision 1");
        JsonNode template = Objects.requireNonNull(server.object("statefulsets.apps", NAMESPACE, "base"))
                .at("/spec/template");
        assertThat(template.at("/spec/containers/0/image").asString("")).isEqualTo("base:1");
        assertThat(template.has("$patch")).isFalse();
    }

    @Test
    void a_condition_is_waited_for() throws Exception {
        String ready = "{\"kind\": \"pod\", \"name\": \"web\", \"for\": \"Ready\", \"timeout_sec\": %d}";

        assertThat(kube.told("wait", ready.formatted(0)))
                .isEqualTo("Not yet: Ready is False: not yet, token=[redacted]");
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> kube.told("wait", ready.formatted(600)));
        String path = "GET /api/v1/namespaces/default/pods/web";
        until(() -> server.calls().stream().filter(path::equals).count() > 1);
        ObjectNode pod =
                Objects.requireNonNull(server.object("pods", NAMESPACE, "web")).deepCopy();
        ((ObjectNode) pod.at("/status/conditions/0")).put("status", "True").put("message", "");
        server.seed(pod);

        assertThat(answer.get(1, TimeUnit.MINUTES)).isEqualTo("Done: Ready is True");
        assertThat(kube.told(
                        "wait", "{\"kind\": \"pod\", \"name\": \"web\", \"for\": \"Complete\", \"timeout_sec\": 0}"))
                .isEqualTo("Not yet: it has no condition Complete yet");
        assertThat(
                        kube.told(
                                "wait",
                                "{\"kind\": \"pod\", \"name\": \"web\", \"for\": \"status.phase == 'Running'\", \"timeout_sec\": 0}"))
                .startsWith("Done");
    }

    @ParameterizedTest
    @CsvSource({"cpu, busy", "memory, large"})
    void those_that_use_most_come_first(String by, String first) {
        seedUse("busy", "900m", "32Mi");
        seedUse("large", "5m", "2Gi");

        assertThat(kube.told("top", "{\"by\": \"" + by + "\", \"namespace\": \"default\", \"limit\": 1}")
                        .lines()
                        .skip(1)
                        .findFirst()
                        .orElseThrow())
                .startsWith(first);
        assertThat(kube.told("top", "{\"by\": \"" + by + "\", \"of\": \"nodes\"}"))
                .contains("node-1", "CPU_PERCENT");
    }

    private void seedUse(String name, String cpu, String memory) {
        server.seed("{apiVersion: v1, kind: Pod, metadata: {name: " + name + ", namespace: default}, spec: {containers:"
                + " [{name: main, image: web, resources: {requests: {cpu: " + cpu + ", memory: " + memory + "}}}]},"
                + " status: {phase: Running}}");
    }

    @Test
    void a_command_that_does_not_end_is_let_go_when_its_time_is_over() {
        assertThat(kube.failure(
                        "exec",
                        "{\"name\": \"web\", \"container\": \"main\", \"timeout_sec\": 1,"
                                + " \"command\": [\"sh\", \"-c\", \"echo begun; sleep 600\"]}"))
                .isEqualTo("begun\n[it did not end within 1 s, and was let go]");
        assertThat(kube.told("exec", "{\"name\": \"web\", \"container\": \"main\", \"command\": [\"echo\", \"hi\"]}"))
                .isEqualTo("hi");
    }

    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).isNegative();
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    private static String manifest(int version) {
        return "{\"manifest\": \"" + SHOP.formatted(version).replace("\n", "\\n") + "\"}";
    }
}
