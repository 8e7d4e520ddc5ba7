package io.yumen.service.browser;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A real Chromium of a user, with a profile and a port of its own and one tab, which is the user's: {@link #USERS_TAB}. Can be killed,
 * stopped, and started again on the same port.
 */
public final class Chrome implements AutoCloseable {
    /** What the user has open. */
    public static final String USERS_TAB = "data:text/html,<title>mine</title>The user's own page";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Path profile;
    private final int port;
    private Process process;

    private Chrome(Path profile) throws Exception {
        this.profile = profile;
        this.process = launch(0);
        this.port = awaitPort();
    }

    /** One with a new profile in that directory. */
    public static Chrome start(Path directory) throws Exception {
        return new Chrome(Files.createTempDirectory(directory, "chrome"));
    }

    /** Where its debugging port is. */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    /** The port. */
    public int port() {
        return port;
    }

    /** Whether the process lives. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** What it answers at that path of its port. */
    public String get(String path) throws IOException, InterruptedException {
        return get(port, path);
    }

    /** Whether the user's tab is still open, on its page. */
    public boolean hasUsersTab() throws IOException, InterruptedException {
        return get("/json/list").contains("The user's own page");
    }

    /** As {@code kill -9}. */
    public void kill() {
        end(process);
    }

    /** As {@code kill -STOP}: it keeps its connections and answers nothing. */
    public void freeze() throws Exception {
        signal("-STOP");
    }

    /** As {@code kill -CONT}. */
    public void thaw() throws Exception {
        signal("-CONT");
    }

    /** Starts it anew on the port that it had; it must have been killed. */
    public void restart() throws Exception {
        try (var left = Files.newDirectoryStream(profile, "Singleton*")) {
            for (Path lock : left) {
                Files.deleteIfExists(lock);
            }
        }
        process = launch(port);
        awaitUsersTab(port);
    }

    @Override
    public void close() {
        end(process);
    }

    private Process launch(int onPort) throws IOException {
        return new ProcessBuilder(
                        "chromium",
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=" + onPort,
                        "--user-data-dir=" + profile,
                        USERS_TAB)
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("log").toFile())
                .start();
    }

    private int awaitPort() throws Exception {
        Path file = profile.resolve("DevToolsActivePort");
        await(
                "Chromium listens",
                () -> Files.exists(file) && Files.readAllLines(file).size() > 1);
        int listening = Integer.parseInt(Files.readAllLines(file).getFirst());
        awaitUsersTab(listening);
        return listening;
    }

    private static void awaitUsersTab(int listening) throws Exception {
        await("Chromium shows the user's tab", () -> {
            try {
                return get(listening, "/json/list").contains("The user's own page");
            } catch (ConnectException e) {
                return false;
            }
        });
    }

    private static String get(int port, String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI url = URI.create("http://127.0.0.1:" + port + path);
            return http.send(
                            HttpRequest.newBuilder(url).timeout(PATIENCE).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private void signal(String signal) throws Exception {
        new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
    }

    /** Waits until that holds; fails after a minute. */
    public static void await(String what, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Not within " + PATIENCE.toSeconds() + " s: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private static void end(Process process) {
        List<ProcessHandle> family = process.descendants().toList();
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
        for (ProcessHandle one : family) {
            one.destroyForcibly();
            one.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        }
    }
}
