package io.yumen.service.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.kube.KubeServer;
import io.yumen.service.Mode;
import io.yumen.service.Tool;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each tool is called for real, in the order in which somebody would use them; none is left out. */
class EveryToolTest {
    private static final String MANIFEST = KubeTest.shop("{name: main, image: 'shop:%d'}") + """
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: shop-settings}
            data: {colour: blue}
            """;

    @TempDir
    private Path folder;

    private final Set<String> called = new TreeSet<>();
    private Kube kube;

    @Test
    void every_tool_does_what_it_says() throws Exception {
        try (KubeServer server = KubeServer.start(folder)) {
            server.node("node-1");
            try (Kube service = Kube.of(server, folder, Mode.FULL)) {
                kube = service;
                looksAround();
                changes();
                followsPods(server);
                rollsOut();
                empties();
                assertThat(called).isEqualTo(names());
            }
        }
    }

    private void looksAround() {
        assertThat(told("clusters", "{}")).contains("fake").contains("https://127.0.0.1");
        assertThat(told("api_resources", "{\"search\": \"deploy\"}"))
                .contains("Deployment")
                .contains("apps/v1");
        assertThat(told("explain", "{\"field\": \"deployment.spec\"}")).contains("replicas");
        assertThat(told("access", "{\"verb\": \"delete\", \"kind\": \"pods\"}")).contains("true");
        assertThat(told("access", "{}")).contains("*");
    }

    private void changes() {
        assertThat(told("diff", manifest(1))).contains("Deployment/shop: would be created");
        creates();
        assertThat(told("apply", manifest(1)))
                .contains("Deployment/shop: created")
                .contains("ConfigMap/shop-settings: created");
        assertThat(told("apply", manifest(1))).contains("ConfigMap/shop-settings: unchanged");
        assertThat(told("diff", manifest(2)))
                .contains("Deployment/shop: would change")
                .contains("- spec.template.spec.containers[0].image: shop:1")
                .contains("+ spec.template.spec.containers[0].image: shop:2")
                .contains("ConfigMap/shop-settings: unchanged");
        assertThat(
                        told(
                                "patch",
                                "{\"kind\": \"cm\", \"name\": \"shop-settings\", \"patch\": {\"data\": {\"colour\": \"red\"}}}"))
                .contains("patched")
                .contains("+ data.colour: red");
        assertThat(told("wait", "{\"kind\": \"deploy\", \"name\": \"shop\"}")).startsWith("Done");
        assertThat(told("get", "{\"kind\": \"cm\", \"names\": [\"shop-settings\"]}"))
                .contains("colour: red");
        assertThat(told("list", "{\"kind\": \"deploy\"}")).contains("READY").contains("shop");
        assertThat(told("search", "{\"text\": \"shop\"}")).contains("ConfigMap").contains("Deployment");
        assertThat(told("tree", "{\"kind\": \"deploy\", \"name\": \"shop\"}"))
                .contains("ReplicaSet/shop-")
                .contains("Pod/shop-");
        assertThat(told("describe", "{\"kind\": \"deploy\", \"name\": \"shop\"}"))
                .contains("2 of 2 ready")
                .contains("pods:");
        assertThat(told("events", "{}")).contains("REASON", "Pod/shop-", "Scheduled");
        assertThat(told("unhealthy", "{\"namespace\": \"default\"}")).isEqualTo("No unhealthy objects\n");
        assertThat(told("top", "{\"of\": \"pods\", \"namespace\": \"default\"}"))
                .contains("shop-")
                .contains("CPU_M", "10", "64");
    }

    private void followsPods(KubeServer server) {
        String pod = told(
                        "list", "{\"kind\": \"pods\", \"namespace\": \"default\", \"detail\": \"names\", \"limit\": 1}")
                .lines()
                .findFirst()
                .orElseThrow();
        server.print("default", pod, "main", "hello from the shop");
        assertThat(told("logs", "{\"name\": \"" + pod + "\"}")).contains("hello from the shop");
        assertThat(told("exec", "{\"name\": \"" + pod + "\", \"command\": [\"echo\", \"hi\"]}"))
                .contains("hi");
        String opened = told("port_forward", "{\"name\": \"" + pod + "\", \"port\": 80}");
        assertThat(opened).startsWith("127.0.0.1:").contains("open");
        String port = opened.substring(opened.indexOf(':') + 1, opened.indexOf(':', 12));
        assertThat(told("port_forward", "{\"action\": \"list\"}")).contains(pod);
        assertThat(told("port_forward", "{\"action\": \"close\", \"local_port\": " + port + "}"))
                .contains("closed");
    }

    /** What is there stays as it is. */
    private void creates() {
        String first = "apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: made}\\ndata: {colour: blue}\\n---\\n";
        String second = "apiVersion: v1\\nkind: ConfigMap\\nmetadata: {name: beside}";
        String manifest = "{\"manifest\": \"" + first + second + "\"}";
        assertThat(told("create", manifest.replaceFirst("^\\{", "{\"dry_run\": true, ")))
                .contains("ConfigMap/made: created (dry run)");
        assertThat(told("create", "{\"manifest\": \"" + first + "\"}")).contains("ConfigMap/made: created");
        assertThat(kube.failure("create", manifest.replace("blue", "red")))
                .contains("ConfigMap/made: failed", "already exists", "ConfigMap/beside: created");
        assertThat(told("get", "{\"kind\": \"cm\", \"names\": [\"made\"]}")).contains("colour: blue");
        assertThat(told("delete", "{\"kind\": \"cm\", \"names\": [\"made\", \"beside\"]}"))
                .contains("deleted");
    }

    private void rollsOut() {
        assertThat(told("scale", "{\"kind\": \"deploy\", \"name\": \"shop\", \"replicas\": 3}"))
                .contains("from 2 to 3");
        assertThat(kube.failure("apply", manifest(2)))
                .contains("Deployment/shop: failed")
                .contains("spec.replicas")
                .contains("force=true");
        assertThat(told("apply", manifest(2).replaceFirst("^\\{", "{\"force\": true, ")))
                .contains("Deployment/shop: configured");
        told("wait", "{\"kind\": \"deploy\", \"name\": \"shop\"}");
        assertThat(told("rollout_history", "{\"kind\": \"deploy\", \"name\": \"shop\"}"))
                .contains("shop:1")
                .contains("shop:2");
        assertThat(told("rollout", "{\"action\": \"undo\", \"kind\": \"deploy\", \"name\": \"shop\"}"))
                .contains("taken back to revision 1");
        assertThat(told("get", "{\"kind\": \"deploy\", \"names\": [\"shop\"]}")).contains("image: shop:1");
        assertThat(told("rollout", "{\"action\": \"restart\", \"kind\": \"deploy\", \"name\": \"shop\"}"))
                .contains("restarted");
        told("wait", "{\"kind\": \"deploy\", \"name\": \"shop\"}");
        pauses();
    }

    /** What means nothing to a kind is refused, and not called done. */
    private void pauses() {
        String shop = ", \"kind\": \"deploy\", \"name\": \"shop\"}";
        assertThat(told("rollout", "{\"action\": \"pause\"" + shop)).contains("paused");
        assertThat(told("get", "{\"kind\": \"deploy\", \"names\": [\"shop\"]}")).contains("paused: true");
        assertThat(told("rollout", "{\"action\": \"resume\"" + shop)).contains("resumed");
        for (String action : List.of("pause", "resume")) {
            assertThat(kube.failure(
                            "rollout", "{\"action\": \"" + action + "\", \"kind\": \"sts\", \"name\": \"shop\"}"))
                    .contains("Only a Deployment is paused and resumed");
        }
        for (String kind : List.of("rs", "job", "cm")) {
            assertThat(kube.failure(
                            "rollout", "{\"action\": \"restart\", \"kind\": \"" + kind + "\", \"name\": \"shop\"}"))
                    .contains("Only a Deployment, StatefulSet or DaemonSet is rolled out");
        }
    }

    private void empties() {
        assertThat(told("cordon", "{\"name\": \"node-1\"}")).contains("cordoned");
        assertThat(told("cordon", "{\"name\": \"node-1\", \"undo\": true}")).contains("uncordoned");
        assertThat(told("drain", "{\"name\": \"node-1\", \"force\": true, \"delete_empty_dir\": true}"))
                .contains("evicted");
        assertThat(told("delete", "{\"kind\": \"cm\", \"names\": [\"shop-settings\"]}"))
                .contains("deleted");
    }

    private static String manifest(int version) {
        String text = String.format(MANIFEST, version).replace("\n", "\\n").replace("\"", "\\\"");
        return "{\"manifest\": \"" + text + "\"}";
    }

    private String told(String tool, String arguments) {
        called.add(tool);
        return kube.told(tool, arguments);
    }

    private Set<String> names() {
        List<Tool> tools = kube.service().offer().tools();
        return tools.stream().map(Tool::name).collect(Collectors.toCollection(TreeSet::new));
    }
}
