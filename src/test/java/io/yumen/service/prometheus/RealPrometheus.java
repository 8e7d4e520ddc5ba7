package io.yumen.service.prometheus;

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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Debian's Prometheus, which watches itself, with a rule of each kind. */
public final class RealPrometheus implements AutoCloseable {
    private static final String CONFIG = """
            global: {scrape_interval: 2s, scrape_timeout: 2s, evaluation_interval: 200ms, external_labels: {cluster: test}}
            rule_files: [rules.yml]
            scrape_configs:
            - job_name: itself
              static_configs: [{targets: ["127.0.0.1:%1$d"]}]
            - job_name: nobody
              static_configs: [{targets: ["127.0.0.1:1"]}]
            """;

    private static final String RULES = """
            groups:
            - name: example
              rules:
              - {record: "job:up:sum", expr: "sum by (job) (up)"}
              - alert: NobodyIsDown
                expr: up{job="nobody"} == 0
                labels: {severity: page}
                annotations: {summary: "{{ $labels.job }} is down"}
            """;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final int port;

    private RealPrometheus(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it, and waits until it has scraped, and its alert fires. */
    public static RealPrometheus start(Path folder) throws IOException, InterruptedException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        return startAt(folder, port);
    }

    /** The same at that port, perhaps with the data of one that ran there before. */
    public static RealPrometheus startAt(Path folder, int port) throws IOException, InterruptedException {
        Path config = Files.writeString(folder.resolve("prometheus.yml"), CONFIG.formatted(port));
        Files.writeString(folder.resolve("rules.yml"), RULES);
        Process process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--log.level=warn")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        RealPrometheus started = new RealPrometheus(process, port);
        started.awaitAnswer("/api/v1/alerts", "firing");
        started.awaitAnswer("/api/v1/query?query=job:up:sum", "itself");
        return started;
    }

    public URI base() {
        return URI.create("http://127.0.0.1:" + port);
    }

    private void awaitAnswer(String path, String part) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!answer(path).contains(part)) {
            if (System.nanoTime() > end || !process.isAlive()) {
                process.destroyForcibly();
                throw new AssertionError("Prometheus does not say \"" + part + "\" at " + path + ": " + answer(path));
            }
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    private String answer(String path) throws InterruptedException {
        try {
            return client.send(
                            HttpRequest.newBuilder(base().resolve(path)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public void close() {
        client.close();
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
