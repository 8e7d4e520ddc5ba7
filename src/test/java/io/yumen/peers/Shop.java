package io.yumen.peers;

import io.yumen.kube.KubeServer;

/** What runs in the cluster that all are asked about. */
final class Shop {
    private static final int LINES = 200;

    private Shop() {}

    static void open(KubeServer cluster) throws InterruptedException {
        cluster.seed("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: shop, namespace: default, labels: {app: shop}}
                spec:
                  replicas: 20
                  selector: {matchLabels: {app: shop}}
                  template:
                    metadata: {labels: {app: shop}}
                    spec: {containers: [{name: main, image: 'registry.example/shop:1'}]}
                """);
        cluster.seed("""
                apiVersion: v1
                kind: Pod
                metadata: {name: web, namespace: default, labels: {app: web}}
                spec:
                  nodeName: node-1
                  containers: [{name: main, image: 'registry.example/web:1', ports: [{containerPort: 80}]}]
                status:
                  phase: Running
                  podIP: 10.0.0.9
                  containerStatuses: [{name: main, ready: true, restartCount: 0, image: 'registry.example/web:1'}]
                """);
        cluster.seed("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: settings, namespace: default}
                data: {colour: blue}
                """);
        for (int i = 1; i <= LINES; i++) {
            cluster.print("default", "web", "main", "GET /items/" + i + " 200 in 12 ms");
        }
        cluster.await(
                "deployments.apps",
                "default",
                "shop",
                object -> object.path("status").path("readyReplicas").asInt(0) == 20);
    }
}
