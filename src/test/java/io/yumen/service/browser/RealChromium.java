package io.yumen.service.browser;

import java.io.IOException;
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

/** Debian's Chromium with a profile of its own, and a debugging port. */
public final class RealChromium implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final int port;

    private RealChromium(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it with a profile there; names that end with .example are this machine. */
    public static RealChromium start(Path folder) throws IOException {
        return start(folder, "MAP *.example 127.0.0.1");
    }

    /** One to which names mean what those rules say. */
    public static RealChromium start(Path folder, String resolverRules) throws IOException {
        Path profile = Files.createTempDirectory(folder, "profile");
        Process process = new ProcessBuilder(
                        "chromium",
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--site-per-process",
                        "--remote-debugging-port=0",
                        "--host-resolver-rules=" + resolverRules,
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("log").toFile())
                .start();
        return new RealChromium(process, awaitPort(process, profile.resolve("DevToolsActivePort")));
    }

    private static int awaitPort(Process process, Path file) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.exists(file) || Files.readAllLines(file).size() < 2) {
            if (System.nanoTime() > deadline || !process.isAlive()) {
                process.destroyForcibly();
                throw new AssertionError("Chromium does not listen");
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
        return Integer.parseInt(Files.readAllLines(file).getFirst());
    }

    /** Where its debugging port is. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Its tabs, as it tells them itself. */
    public String tabs() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(address() + "/json/list")).build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    /** Kills the processes that show its pages. */
    public void killPages() {
        process.descendants().filter(RealChromium::showsPages).forEach(ProcessHandle::destroyForcibly);
    }

    private static boolean showsPages(ProcessHandle one) {
        try {
            return Files.readString(Path.of("/proc/" + one.pid() + "/cmdline")).contains("--type=renderer");
        } catch (IOException gone) {
            return false;
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> family = process.descendants().toList();
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
        for (ProcessHandle one : family) {
            one.destroyForcibly();
            one.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        }
    }
}
