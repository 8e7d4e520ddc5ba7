package io.yumen.service.helm;

import io.yumen.kube.KubeServer;
import java.nio.file.Files;
import java.nio.file.Path;

/** A cluster in memory with two revisions of a release that the real helm made, and a repository that has its chart. */
public final class RealHelm implements AutoCloseable {
    private final KubeServer cluster;
    private final ChartServer charts;
    private final Path kubeconfig;

    private RealHelm(KubeServer cluster, ChartServer charts, Path kubeconfig) {
        this.cluster = cluster;
        this.charts = charts;
        this.kubeconfig = kubeconfig;
    }

    /** @param folder where it writes; nobody else does */
    public static RealHelm start(Path folder) throws Exception {
        KubeServer cluster = KubeServer.start(folder);
        Helm helm = new Helm(cluster.kubeconfig(), folder.resolve("helm"));
        Charts.shop(helm);
        helm.run("package", "shop", "-d", "repository");
        helm.run("repo", "index", "repository");
        helm.run("install", "shop", "shop");
        helm.run("upgrade", "shop", "shop", "--set", "replicas=2");
        Path kubeconfig = Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig());
        return new RealHelm(cluster, ChartServer.of(folder.resolve("helm/repository")), kubeconfig);
    }

    /** What the settings of a server say of them. */
    public String settings() {
        return """
                "kubernetes": {"kubeconfig": "%s", "qps": 1000, "burst": 1000},
                "helm": {"repositories": {"stable": {"url": "%s", "username": "%s", "password": "%s"}}}""".formatted(kubeconfig, charts.url(), ChartServer.USER, ChartServer.PASSWORD);
    }

    @Override
    public void close() {
        charts.close();
        cluster.close();
    }
}
