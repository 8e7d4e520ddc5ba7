package io.yumen.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
        kubectl = new Kubectl(server, folder);
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
        assertThat(kubectl.run("get", "cm", "one", "-o", "jsonpath={.data.a}")).isEqualTo("1");
        assertThat(kubectl.run("get", "cm", "-l", "app=web", "-o", "name")).isEqualTo("configmap/one\n");
        assertThat(kubectl.run("patch", "cm", "one", "--type=merge", "-p", "{\"data\":{\"a\":\"2\"}}"))
                .contains("patched");
        assertThat(kubectl.run("delete", "cm", "one")).contains("deleted");
        assertThat(kubectl.fail("get", "cm", "one")).contains("NotFound");
    }
}
