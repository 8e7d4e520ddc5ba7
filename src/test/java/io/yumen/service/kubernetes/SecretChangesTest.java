package io.yumen.service.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.kube.KubeServer;
import io.yumen.service.Mode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who changes a Secret is told what changes, and neither the old nor the new value. */
class SecretChangesTest {
    private static final String MANIFEST =
            "{\"manifest\": \"apiVersion: v1\\nkind: Secret\\nmetadata: {name: key, namespace: default}"
                    + "\\nstringData: {word: %s}\"%s}";

    @TempDir
    private Path folder;

    @Test
    void no_value_of_a_secret_is_shown_by_what_changes_it() throws Exception {
        try (KubeServer server = KubeServer.start(folder);
                Kube kube = Kube.of(server, folder, Mode.FULL)) {
            quiet(kube.told("apply", MANIFEST.formatted("oldhush", "")), "Secret/key: created");
            quiet(kube.told("diff", MANIFEST.formatted("newhush", "")), "Secret/key: would change");
            quiet(kube.told("apply", MANIFEST.formatted("newhush", ", \"dry_run\": true")), "Secret/key");
            quiet(kube.told("apply", MANIFEST.formatted("newhush", "")), "Secret/key");
            String patch =
                    "{\"kind\": \"secret\", \"name\": \"key\", \"patch\": {\"data\": {\"word\": \"bmV3aHVzaDI=\"}}}";
            quiet(kube.told("patch", patch), "patched");
            assertThat(String.valueOf(server.object("secrets", "default", "key")))
                    .contains("bmV3aHVzaDI=");
        }
    }

    private static void quiet(String told, String expected) {
        // "oldhush" and "newhush", as they are and in base64.
        assertThat(told)
                .contains(expected)
                .doesNotContain("oldhush", "newhush", "b2xkaHVzaA", "bmV3aHVzaA", "bmV3aHVza");
    }
}
