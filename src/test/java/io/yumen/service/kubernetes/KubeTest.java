package io.yumen.service.kubernetes;

import io.yumen.kube.KubeServer;
import io.yumen.service.Mode;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** For tests that ask the service, which may do everything, of a cluster of their own in memory. */
abstract class KubeTest {
    @TempDir
    Path folder;

    KubeServer server;
    Kube kube;

    /** A Deployment with those containers. */
    static String shop(String containers) {
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: shop, namespace: default, labels: {app: shop}}
                spec:
                  replicas: 2
                  selector: {matchLabels: {app: shop}}
                  template:
                    metadata: {labels: {app: shop}}
                    spec: {containers: [%s]}
                """.replace("%s", containers);
    }

    @BeforeEach
    void connect() throws Exception {
        server = KubeServer.start(folder);
        kube = Kube.of(server, folder, Mode.FULL);
    }

    @AfterEach
    void disconnect() {
        kube.close();
        server.close();
    }
}
