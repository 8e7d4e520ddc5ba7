package io.yumen.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.yumen.kube.life.Journal;
import io.yumen.kube.store.Trees;
import java.io.BufferedReader;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fake cluster is held to what the real kubectl expects of one. */
final class KubectlTest {
    @TempDir
    private static Path folder;

    private static KubeServer server;
    private static Kubectl kubectl;

    @BeforeAll
    static void start() throws Exception {
        server = KubeServer.start(folder);
        kubectl = new Kubectl(server.kubeconfig(), folder.resolve("work"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void objects_are_created_read_changed_and_deleted() {
        kubectl.file("one.yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: one, labels: {app: web}}
                data: {a: "1"}
                """);
        assertThat(kubectl.run("create", "-f", "one.yaml")).contains("configmap/one created");
        assertThat(kubectl.fail("create", "-f", "one.yaml")).contains("AlreadyExists");
        assertThat(kubectl.run("get", "cm", "one", "-o", "jsonpath={.data.a}")).isEqualTo("1");
        assertThat(kubectl.run("get", "cm", "-l", "app=web", "-o", "name")).isEqualTo("configmap/one\n");
        assertThat(kubectl.run("patch", "cm", "one", "--type=merge", "-p", "{\"data\":{\"a\":\"2\"}}"))
                .contains("patched");
        assertThat(kubectl.run(
                        "patch",
                        "cm",
                        "one",
                        "--type=json",
                        "-p",
                        "[{\"op\":\"add\",\"path\":\"/data/b\",\"value\":\"3\"}]"))
                .contains("patched");
        assertThat(kubectl.run("label", "cm", "one", "tier=back")).contains("labeled");
        assertThat(kubectl.run("annotate", "cm", "one", "note=yes")).contains("annotated");
        assertThat(kubectl.run("get", "cm", "one", "-o", "yaml"))
                .contains("a: \"2\"")
                .contains("b: \"3\"")
                .contains("tier: back")
                .contains("note: \"yes\"");
        assertThat(kubectl.run("delete", "cm", "one")).contains("deleted");
        assertThat(kubectl.fail("get", "cm", "one")).contains("NotFound");
    }

    @Test
    void tables_are_those_of_the_server() {
        kubectl.run("create", "deployment", "table", "--image=nginx:1", "--replicas=2");
        kubectl.run("rollout", "status", "deployment/table", "--timeout=30s");
        assertThat(kubectl.run("get", "deployments", "-o", "wide"))
                .containsPattern("NAME +READY +UP-TO-DATE +AVAILABLE +AGE +CONTAINERS +IMAGES +SELECTOR")
                .containsPattern("table +2/2 +2 +2 +\\d+s +nginx +nginx:1 +app=table");
        assertThat(kubectl.run("get", "pods", "-l", "app=table", "-o", "wide"))
                .containsPattern("NAME +READY +STATUS +RESTARTS +AGE +IP +NODE")
                .containsPattern("table-[0-9a-f]+-[0-9a-f]+ +1/1 +Running +0 +\\d+s +10\\.244\\.");
        assertThat(kubectl.run("get", "all")).contains("deployment.apps/table").contains("replicaset.apps/table-");
        assertThat(kubectl.run("get", "nodes")).containsPattern("node-1 +Ready");
        assertThat(kubectl.run("get", "pods", "-A", "--sort-by=.metadata.name", "--chunk-size=1"))
                .contains("table-");
        assertThat(kubectl.run("describe", "deployment", "table"))
                .contains("2 desired | 2 updated | 2 total | 2 available | 0 unavailable")
                .contains("ScalingReplicaSet");
        assertThat(kubectl.run("describe", "pods", "-l", "app=table"))
                .contains("Controlled By:")
                .contains("Successfully assigned");
        assertThat(kubectl.run("describe", "node", "node-1")).contains("Non-terminated Pods:");
        assertThat(kubectl.run("events")).contains("Scheduled");
        kubectl.run("delete", "deployment", "table");
        kubectl.run("wait", "--for=delete", "pods", "-l", "app=table", "--timeout=30s");
    }

    @Test
    void manifests_are_applied_by_the_client() {
        kubectl.file("web.yaml", web("nginx:1"));
        assertThat(kubectl.run("apply", "-f", "web.yaml")).contains("deployment.apps/web created");
        assertThat(kubectl.run("apply", "-f", "web.yaml")).contains("unchanged");
        kubectl.file("web.yaml", web("nginx:2"));
        assertThat(kubectl.fail("diff", "-f", "web.yaml"))
                .contains("-        image: nginx:1")
                .contains("+        image: nginx:2");
        assertThat(kubectl.run("apply", "-f", "web.yaml", "--dry-run=server")).contains("configured (server dry run)");
        assertThat(kubectl.run("get", "deploy", "web", "-o", "jsonpath={..image}"))
                .isEqualTo("nginx:1");
        assertThat(kubectl.run("apply", "-f", "web.yaml")).contains("configured");
        assertThat(kubectl.run("get", "deploy", "web", "-o", "jsonpath={..image}"))
                .isEqualTo("nginx:2");
        assertThat(kubectl.run("replace", "-f", "web.yaml")).contains("replaced");
        kubectl.run("delete", "-f", "web.yaml");
    }

    @Test
    void manifests_are_applied_by_the_server() {
        kubectl.file("side.yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: side}
                data: {a: "1", b: "1"}
                """);
        assertThat(kubectl.run("apply", "--server-side", "-f", "side.yaml")).contains("serverside-applied");
        assertThat(kubectl.run("get", "cm", "side", "-o", "yaml", "--show-managed-fields"))
                .contains("manager: kubectl")
                .contains("operation: Apply")
                .contains("f:a: {}");
        kubectl.run("patch", "cm", "side", "-p", "{\"data\":{\"b\":\"2\"}}");
        assertThat(kubectl.fail("apply", "--server-side", "-f", "side.yaml"))
                .contains("conflict with \"kubectl-patch\"")
                .contains(".data.b");
        assertThat(kubectl.run("apply", "--server-side", "--force-conflicts", "-f", "side.yaml"))
                .contains("serverside-applied");
        assertThat(kubectl.run("get", "cm", "side", "-o", "jsonpath={.data.b}")).isEqualTo("1");
        kubectl.file("side.yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: side}
                data: {b: "1"}
                """);
        kubectl.run("apply", "--server-side", "-f", "side.yaml");
        assertThat(kubectl.run("get", "cm", "side", "-o", "jsonpath={.data}")).isEqualTo("{\"b\":\"1\"}");
        kubectl.file("web.yaml", web("nginx:1"));
        kubectl.run("apply", "--server-side", "-f", "web.yaml");
        kubectl.file("web.yaml", web("nginx:2"));
        kubectl.run("apply", "--server-side", "-f", "web.yaml");
        assertThat(kubectl.run("get", "deploy", "web", "-o", "jsonpath={..image}"))
                .isEqualTo("nginx:2");
        kubectl.run("apply", "-f", "web.yaml");
        kubectl.run("delete", "-f", "web.yaml");
    }

    @Test
    void deployments_are_rolled_out_and_back() {
        kubectl.run("create", "deployment", "roll", "--image=nginx:1");
        kubectl.run("rollout", "status", "deployment/roll", "--timeout=30s");
        kubectl.run("set", "image", "deployment/roll", "nginx=nginx:2");
        assertThat(kubectl.run("rollout", "status", "deployment/roll", "--timeout=30s"))
                .contains("successfully rolled out");
        assertThat(kubectl.run("rollout", "history", "deployment/roll")).containsPattern("(?s)1 +<none>.*2 +<none>");
        assertThat(kubectl.run("rollout", "history", "deployment/roll", "--revision=1"))
                .contains("nginx:1");
        assertThat(kubectl.run("rollout", "undo", "deployment/roll")).contains("rolled back");
        kubectl.run("rollout", "status", "deployment/roll", "--timeout=30s");
        assertThat(kubectl.run("get", "deploy", "roll", "-o", "jsonpath={..image}"))
                .isEqualTo("nginx:1");
        assertThat(kubectl.run("rollout", "history", "deployment/roll")).containsPattern("(?s)2 +<none>.*3 +<none>");
        assertThat(kubectl.run("rollout", "restart", "deployment/roll")).contains("restarted");
        assertThat(kubectl.run("scale", "deployment/roll", "--replicas=3")).contains("scaled");
        kubectl.run("wait", "deployment/roll", "--for=jsonpath={.status.readyReplicas}=3", "--timeout=30s");
        assertThat(kubectl.run("rollout", "pause", "deployment/roll")).contains("paused");
        assertThat(kubectl.run("rollout", "resume", "deployment/roll")).contains("resumed");
        kubectl.run("set", "image", "deployment/roll", "nginx=broken:1");
        assertThat(kubectl.fail("rollout", "status", "deployment/roll", "--timeout=2s"))
                .contains("timed out");
        assertThat(kubectl.run("get", "pods", "-l", "app=roll"))
                .contains("ImagePullBackOff")
                .contains("Running");
        kubectl.run("delete", "deployment", "roll");
    }

    @Test
    void what_containers_print_is_told() throws Exception {
        server.seed("""
                apiVersion: v1
                kind: Pod
                metadata: {name: talker}
                spec: {containers: [{name: a, image: a}, {name: b, image: b}]}
                """);
        kubectl.run("wait", "--for=condition=Ready", "pod/talker", "--timeout=30s");
        for (int i = 0; i < 5; i++) {
            server.print("default", "talker", "a", "line " + i);
        }
        server.print("default", "talker", "a", true, new Journal.Line(Instant.EPOCH, "the one before"));
        assertThat(kubectl.fail("exec", "talker", "-c", "c", "--", "true")).contains("container c");
        assertThat(kubectl.run("logs", "talker", "-c", "a", "--tail=2")).isEqualTo("line 3\nline 4\n");
        assertThat(kubectl.run("logs", "talker", "-c", "a", "--previous")).isEqualTo("the one before\n");
        assertThat(kubectl.run("logs", "talker", "-c", "a", "--limit-bytes=3")).isEqualTo("a s");
        assertThat(kubectl.run("logs", "talker", "-c", "a", "--since=1h", "--timestamps"))
                .containsPattern("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z line 4");
        assertThat(kubectl.run("logs", "talker", "--all-containers", "--prefix"))
                .contains("[pod/talker/a] line 0")
                .contains("[pod/talker/b] b started");
        assertThat(kubectl.fail("logs", "talker", "-c", "b", "--previous")).contains("previous terminated container");
        Process follow = kubectl.begin("logs", "-f", "talker", "-c", "b");
        try (BufferedReader lines = follow.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("b started");
            server.print("default", "talker", "b", "later");
            assertThat(lines.readLine()).isEqualTo("later");
            server.remove("pods", "default", "talker");
            assertThat(lines.readLine()).isNull();
            assertThat(follow.waitFor()).isZero();
        } finally {
            follow.destroyForcibly();
        }
    }

    @Test
    void commands_run_in_pods() throws Exception {
        kubectl.run("run", "shell", "--image=busybox");
        kubectl.run("wait", "--for=condition=Ready", "pod/shell", "--timeout=30s");
        assertThat(kubectl.run("exec", "shell", "--", "echo", "hello there")).isEqualTo("hello there\n");
        assertThat(kubectl.fail("exec", "shell", "--", "sh", "-c", "echo no >&2; exit 7"))
                .contains("no\n")
                .contains("exit code 7");
        Process cat = kubectl.begin("exec", "-i", "shell", "--", "cat");
        try {
            cat.getOutputStream().write("there and back".getBytes(StandardCharsets.UTF_8));
            cat.getOutputStream().close();
            assertThat(new String(cat.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("there and back");
            assertThat(cat.waitFor()).isZero();
        } finally {
            cat.destroyForcibly();
        }
        kubectl.file("sent.txt", "as it was sent");
        kubectl.run("exec", "shell", "--", "mkdir", "data");
        kubectl.run("cp", "sent.txt", "shell:data/sent.txt");
        assertThat(kubectl.run("exec", "shell", "--", "cat", "data/sent.txt")).isEqualTo("as it was sent");
        kubectl.run("cp", "shell:data/sent.txt", "back.txt");
        assertThat(folder.resolve("work/back.txt")).hasContent("as it was sent");
        kubectl.run("delete", "pod", "shell");
    }

    @Test
    void ports_of_pods_are_forwarded() throws Exception {
        kubectl.run("run", "port", "--image=nginx");
        kubectl.run("wait", "--for=condition=Ready", "pod/port", "--timeout=30s");
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
            byte[] body = "x".repeat(100_000).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        http.start();
        server.expose("default", "port", 80, http.getAddress().getPort());
        Process forward = kubectl.begin("port-forward", "pod/port", ":80");
        try (BufferedReader lines = forward.inputReader()) {
            String line = lines.readLine();
            assertThat(line).contains("Forwarding from 127.0.0.1:");
            int port = Integer.parseInt(line.replaceAll(".*127\\.0\\.0\\.1:(\\d+) .*", "$1"));
            for (int i = 0; i < 3; i++) {
                try (InputStream in =
                        URI.create("http://127.0.0.1:" + port + "/").toURL().openStream()) {
                    assertThat(in.readAllBytes()).hasSize(100_000);
                }
            }
        } finally {
            forward.destroyForcibly();
            http.stop(0);
        }
    }

    @Test
    void the_api_explains_itself() {
        assertThat(kubectl.run("api-resources"))
                .containsPattern("deployments +deploy +apps/v1 +true +Deployment")
                .containsPattern("pods +po +v1 +true +Pod");
        assertThat(kubectl.run("api-versions")).contains("apps/v1\n").contains("metrics.k8s.io/v1beta1\n");
        assertThat(kubectl.run("explain", "deployment.spec.template.spec.containers"))
                .contains("KIND:       Deployment")
                .contains("imagePullPolicy\t<string>");
        assertThat(kubectl.run("version")).contains("Server Version: v1.32.4");
        assertThat(kubectl.run("cluster-info")).contains("is running at");
        kubectl.file("wrong.yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: wrong}
                dada: {a: "1"}
                """);
        assertThat(kubectl.fail("create", "-f", "wrong.yaml")).contains("unknown field \"dada\"");
    }

    @Test
    void definitions_add_kinds() {
        kubectl.file("crd.yaml", """
                apiVersion: apiextensions.k8s.io/v1
                kind: CustomResourceDefinition
                metadata: {name: boats.example.org}
                spec:
                  group: example.org
                  scope: Namespaced
                  names: {kind: Boat, plural: boats, singular: boat, shortNames: [bt]}
                  versions:
                  - name: v1
                    served: true
                    storage: true
                    subresources: {status: {}}
                    additionalPrinterColumns: [{name: Sails, type: integer, jsonPath: .spec.sails}]
                    schema:
                      openAPIV3Schema:
                        type: object
                        properties:
                          spec: {type: object, properties: {sails: {type: integer, description: How many sails.}}}
                """);
        kubectl.run("apply", "-f", "crd.yaml");
        kubectl.run("wait", "--for=condition=Established", "crd/boats.example.org", "--timeout=30s");
        kubectl.file("boat.yaml", """
                apiVersion: example.org/v1
                kind: Boat
                metadata: {name: argo}
                spec: {sails: 1}
                """);
        assertThat(kubectl.run("apply", "-f", "boat.yaml")).contains("boat.example.org/argo created");
        assertThat(kubectl.run("get", "bt")).containsPattern("NAME +SAILS").containsPattern("argo +1");
        assertThat(kubectl.run("explain", "boat.spec.sails")).contains("How many sails.");
        kubectl.run("delete", "crd", "boats.example.org");
        assertThat(kubectl.fail("get", "boats")).contains("could not find the requested resource");
    }

    @Test
    void rules_and_tokens_hold() throws Exception {
        server.user("alice-token", "alice", "developers");
        server.allow("alice", "default", "get,list", "pods");
        Kubectl alice = new Kubectl(server.kubeconfig("alice", "alice-token"), folder.resolve("alice"));
        assertThat(alice.run("auth", "can-i", "list", "pods")).isEqualTo("yes\n");
        assertThat(alice.fail("auth", "can-i", "delete", "pods")).contains("no");
        assertThat(alice.run("auth", "can-i", "--list")).contains("pods").contains("[get list]");
        assertThat(alice.run("auth", "whoami")).contains("alice").contains("developers");
        assertThat(alice.fail("get", "secrets"))
                .contains("secrets is forbidden: User \"alice\" cannot list resource \"secrets\"");
        assertThat(kubectl.run("auth", "can-i", "list", "pods", "--as=alice")).isEqualTo("yes\n");
        assertThat(kubectl.fail("get", "secrets", "--as=alice")).contains("forbidden");
        kubectl.run("create", "serviceaccount", "robot");
        String token = kubectl.run("create", "token", "robot").strip();
        Kubectl robot = new Kubectl(server.kubeconfig("robot", token), folder.resolve("robot"));
        assertThat(robot.run("auth", "whoami")).contains("system:serviceaccount:default:robot");
        server.expireToken("alice-token");
        assertThat(alice.fail("get", "pods")).contains("Unauthorized");
    }

    @Test
    void usage_is_shown() {
        kubectl.run("run", "busy", "--image=nginx");
        kubectl.run("wait", "--for=condition=Ready", "pod/busy", "--timeout=30s");
        assertThat(kubectl.run("top", "pods")).containsPattern("busy +10m +64Mi");
        assertThat(kubectl.run("top", "nodes")).containsPattern("node-1 +250m");
        kubectl.run("delete", "pod", "busy");
    }

    @Test
    void nodes_are_drained() {
        server.node("old-node");
        server.seed("""
                apiVersion: v1
                kind: Pod
                metadata: {name: drained, namespace: kube-public, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: x, uid: x, controller: true}]}
                spec: {nodeName: old-node, containers: [{name: a, image: a}]}
                """);
        assertThat(kubectl.run("drain", "old-node", "--timeout=30s", "--force"))
                .contains("evicting pod kube-public/drained")
                .contains("old-node drained");
        assertThat(kubectl.run("get", "nodes")).containsPattern("old-node +Ready,SchedulingDisabled");
        assertThat(kubectl.run("uncordon", "old-node")).contains("uncordoned");
        assertThat(kubectl.run("taint", "node", "old-node", "a=b:NoSchedule")).contains("tainted");
    }

    @Test
    void changes_are_watched() throws Exception {
        Process watch = kubectl.begin("get", "cm", "-w", "-n", "kube-public", "--output-watch-events");
        try (BufferedReader lines = watch.inputReader()) {
            kubectl.run("create", "cm", "seen", "-n", "kube-public");
            kubectl.run("label", "cm", "seen", "-n", "kube-public", "a=b");
            kubectl.run("delete", "cm", "seen", "-n", "kube-public");
            assertThat(lines.readLine()).contains("EVENT");
            assertThat(lines.readLine()).contains("ADDED").contains("seen");
            assertThat(lines.readLine()).contains("MODIFIED");
            assertThat(lines.readLine()).contains("DELETED");
        } finally {
            watch.destroyForcibly();
        }
    }

    @Test
    void very_many_objects_come_by_pages() {
        server.namespace("crowded");
        server.crowd("configmaps", "crowded", "many-", 50_000, number -> Trees.object());
        assertThat(kubectl.run("get", "cm", "-n", "crowded", "-o", "name").lines())
                .hasSize(50_000);
    }

    @Test
    void namespaces_take_what_is_in_them_along() {
        kubectl.run("create", "namespace", "short");
        kubectl.run("create", "secret", "generic", "s", "-n", "short", "--from-literal=a=b");
        assertThat(kubectl.run("get", "secret", "s", "-n", "short", "-o", "jsonpath={.data.a}"))
                .isEqualTo("Yg==");
        kubectl.run("delete", "namespace", "short");
        assertThat(kubectl.fail("get", "secret", "s", "-n", "short")).contains("NotFound");
        assertThat(kubectl.fail("create", "cm", "x", "-n", "short")).contains("namespaces \"short\" not found");
    }

    private static String web(String image) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  replicas: 1
                  selector: {matchLabels: {app: web}}
                  template:
                    metadata: {labels: {app: web}}
                    spec:
                      containers:
                      - name: nginx
                        image: %s
                        ports: [{containerPort: 80}]
                        env: [{name: A, value: b}]
                """.formatted(image);
    }
}
