package io.yumen.service.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.kube.KubeServer;
import io.yumen.service.Mode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody is told that he may do is what the tools of the mode do. */
class RightsTest {
    @TempDir
    private Path folder;

    @Test
    void where_nothing_is_destroyed_nodes_are_patched_and_nothing_else() throws Exception {
        try (KubeServer server = KubeServer.start(folder);
                Kube kube = Kube.of(server, folder, Mode.NO_DESTROY)) {
            assertThat(allowed(kube, "patch", "nodes")).isTrue();
            assertThat(allowed(kube, "create", "deployments")).isTrue();
            assertThat(allowed(kube, "patch", "deployments")).isFalse();
            assertThat(kube.told("access", "{\"verb\": \"patch\", \"kind\": \"deployments\"}"))
                    .contains("The mode of this service is no-destroy");
            assertThat(allowed(kube, "patch", "nodes\", \"subresource\": \"status"))
                    .isFalse();
        }
    }

    private static boolean allowed(Kube kube, String verb, String kind) {
        return kube.call("access", "{\"verb\": \"" + verb + "\", \"kind\": \"" + kind + "\"}")
                .at("/structuredContent/items/0/allowed")
                .asBoolean(false);
    }
}
