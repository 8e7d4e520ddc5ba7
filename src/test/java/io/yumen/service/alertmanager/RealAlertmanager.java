package io.yumen.service.alertmanager;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Debian's Alertmanager, and its Prometheus with two alerts that fire. */
public final class RealAlertmanager implements AutoCloseable {
    private static final String CONFIG = """
            route: {receiver: ops, group_by: [alertname], group_wait: 0s}
            receivers:
            - name: ops
            - name: pager
              webhook_configs: [{url: "http://ann:hunter22@127.0.0.1:1/hook"}]
            """;

    private static final String PROMETHEUS = """
            global: {scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 200ms}
            rule_files: [rules.yml]
            alerting: {alertmanagers: [{static_configs: [{targets: ["127.0.0.1:%d"]}]}]}
            """;

    private static final String RULES = """
            groups:
            - name: example
              rules:
              - alert: DiskFull
                expr: vector(1)
                labels: {severity: page, host: db-1}
                annotations: {summary: "db-1 has no room"}
              - alert: Slow
                expr: vector(1)
                labels: {severity: warn, host: 'web "2"'}
            """;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Process> processes;
    private final int port;

    private RealAlertmanager(List<Process> processes, int port) {
        this.processes = processes;
        this.port = port;
    }

    /** Starts both, and waits until the alerts have arrived. */
    public static RealAlertmanager start(Path folder) throws IOException, InterruptedException {
        int port = freePort();
        Path config = Files.writeString(folder.resolve("alertmanager.yml"), CONFIG);
        Path watching = Files.writeString(folder.resolve("prometheus.yml"), PROMETHEUS.formatted(port));
        Files.writeString(folder.resolve("rules.yml"), RULES);
        Process alertmanager = run(
                folder.resolve("alertmanager.log"),
                "prometheus-alertmanager",
                "--config.file=" + config,
                "--storage.path=" + folder.resolve("alerts"),
                "--web.listen-address=127.0.0.1:" + port,
                "--cluster.listen-address=");
        Process prometheus = run(
                folder.resolve("prometheus.log"),
                "prometheus",
                "--config.file=" + watching,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=127.0.0.1:" + freePort(),
                "--rules.alert.resend-delay=1s",
                "--log.level=warn");
        RealAlertmanager started = new RealAlertmanager(List.of(prometheus, alertmanager), port);
        started.awaitAlerts("DiskFull", "Slow");
        return started;
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + port);
    }

    private static Process run(Path log, String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private void awaitAlerts(String... names) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(90).toNanos();
        while (!has(names)) {
            if (System.nanoTime() > end || !processes.stream().allMatch(Process::isAlive)) {
                close();
                throw new AssertionError("The alerts did not arrive");
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private boolean has(String... names) throws InterruptedException {
        String alerts = alerts();
        return List.of(names).stream().allMatch(alerts::contains);
    }

    private String alerts() throws InterruptedException {
        try {
            return client.send(
                            HttpRequest.newBuilder(base().resolve("/api/v2/alerts"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() {
        client.close();
        for (Process process : processes) {
            process.destroy();
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
