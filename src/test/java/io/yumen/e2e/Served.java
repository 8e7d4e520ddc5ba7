package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A gateway as its users run it: {@code yumen serve}, a process of its own. */
final class Served implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Path HERE = Path.of("").toAbsolutePath();
    private static final Pattern ENDPOINT = Pattern.compile("MCP endpoint +(http\\S+)");

    private final Process process;
    private final Path printed;
    private final Path errors;
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile Optional<String> key = Optional.empty();

    private Served(Shell shell, List<String> command) throws IOException {
        printed = Files.createTempFile("serve", ".out");
        errors = Files.createTempFile("serve", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(printed.toFile()).redirectError(errors.toFile());
        builder.directory(shell.folder().toFile());
        builder.environment().put("XDG_STATE_HOME", HERE.resolve("target/state").toString());
        builder.environment().putAll(shell.environment());
        process = builder.start();
        process.getOutputStream().close();
    }

    /** Starts one and waits until it serves. */
    static Served start(Path configuration, String... options) throws IOException {
        return start(Map.of(), configuration, options);
    }

    /** Starts one with those variables beside our own, and waits until it serves. */
    static Served start(Map<String, String> environment, Path configuration, String... options) throws IOException {
        return start(new Shell(HERE, environment), configuration, options);
    }

    /** Starts one there, and waits until it serves. */
    static Served start(Shell shell, Path configuration, String... options) throws IOException {
        return started(launch(shell, configuration, options));
    }

    /** Starts one with that command, and waits until it serves. */
    static Served start(List<String> command) throws IOException {
        return started(new Served(new Shell(HERE, Map.of()), command));
    }

    private static Served started(Served served) {
        Await.until("it serves", PATIENCE, () -> served.hasStarted() || !served.process.isAlive());
        if (!served.hasStarted()) {
            String said = served.errors();
            served.close();
            throw new AssertionError("It did not start: " + said);
        }
        return served;
    }

    /** Starts one that may fail, with those variables beside our own. */
    static Served launch(Map<String, String> environment, Path configuration, String... options) throws IOException {
        return launch(new Shell(HERE, environment), configuration, options);
    }

    /** Starts one there, which may fail. */
    static Served launch(Shell shell, Path configuration, String... options) throws IOException {
        String[] arguments = Stream.concat(Stream.of("serve", "--config", configuration.toString()), Stream.of(options))
                .toArray(String[]::new);
        return new Served(shell, Peers.yumen(arguments));
    }

    /** Where clients connect. */
    URI endpoint() {
        Matcher matcher = ENDPOINT.matcher(printed());
        assertThat(matcher.find()).as("it says where it serves").isTrue();
        return URI.create(matcher.group(1));
    }

    Process process() {
        return process;
    }

    String printed() {
        return text(printed);
    }

    /** What it wrote to standard error: its log. */
    String errors() {
        return text(errors);
    }

    /** From now on it is asked with that key. */
    void useKey(Optional<String> text) {
        key = text;
    }

    /** What it answers at that path. */
    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(endpoint().resolve(path)).timeout(PATIENCE);
        key.ifPresent(text -> request.header("X-API-Key", text));
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    JsonNode health() throws IOException, InterruptedException {
        return JsonMapper.shared().readTree(get("/health").body());
    }

    /** The processes that it started, and theirs, whose command line holds that word; by id. */
    Map<Long, String> family(String word) {
        return process.descendants()
                .filter(one -> commandLine(one.pid()).contains(word))
                .collect(Collectors.toMap(ProcessHandle::pid, one -> commandLine(one.pid())));
    }

    /** Sends it a signal. */
    void signal(String name) throws IOException, InterruptedException {
        signal(name, process.pid());
    }

    /** Sends one of its family a signal. */
    static void signal(String name, long pid) throws IOException, InterruptedException {
        int sent = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(sent).isZero();
    }

    /** Waits for its end and returns its exit code. */
    int exitCode(Duration limit) throws InterruptedException {
        assertThat(process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS))
                .as("it ended within %s; it said: %s", limit, errors())
                .isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        List<ProcessHandle> family = process.descendants().toList();
        process.destroyForcibly();
        family.forEach(ProcessHandle::destroyForcibly);
        client.shutdownNow();
        try {
            process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            Files.deleteIfExists(printed);
            Files.deleteIfExists(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean hasStarted() {
        return ENDPOINT.matcher(printed()).find();
    }

    /** The command line of a process; empty where it has none any more. */
    static String commandLine(long pid) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"))
                    .replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
