package io.yumen.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.e2e.Peers;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A server that is a process, asked over its standard input. */
final class StdioServer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** A gateway may answer before its server has started. */
    private static final int MOST_TRIES = 600;

    private final String name;
    private final Process process;
    private final BufferedReader lines;
    private final Path errors;
    private final JsonNode tools;
    private int number;

    private StdioServer(String name, Process process, Path errors) throws IOException {
        this.name = name;
        this.process = process;
        this.errors = errors;
        lines = process.inputReader(StandardCharsets.UTF_8);
        ask("initialize", """
                {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}""");
        send("{\"jsonrpc\": \"2.0\", \"method\": \"notifications/initialized\"}");
        JsonNode listed = ask("tools/list", "{}").path("tools");
        for (int tries = 0; listed.isEmpty() && tries < MOST_TRIES; tries++) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            listed = ask("tools/list", "{}").path("tools");
        }
        tools = listed;
    }

    /** Starts it, and reads its tools. Its state and what it says go to that folder. */
    static StdioServer start(String name, Path folder, List<String> command, Map<String, String> environment)
            throws IOException {
        Path home = Files.createTempDirectory(folder, "home");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(home.resolve("said").toFile());
        builder.environment().merge("PATH", Peers.module(".bin"), (old, own) -> own + ":" + old);
        builder.environment().put("HOME", home.toString());
        builder.environment().put("XDG_STATE_HOME", home.toString());
        builder.environment().putAll(environment);
        return new StdioServer(name, builder.start(), home.resolve("said"));
    }

    String name() {
        return name;
    }

    JsonNode tools() {
        return tools;
    }

    /** How many bytes a model reads of the list: all but the schemas of answers, which clients do not show to it. */
    int listBytes() {
        return tools.valueStream()
                .mapToInt(tool -> bytes(((ObjectNode) tool.deepCopy()).without("outputSchema")))
                .sum();
    }

    /** Whether it has a tool, or one with an argument, as in {@code list.cursor}. */
    boolean has(String wanted) {
        int dot = wanted.indexOf('.');
        String tool = dot < 0 ? wanted : wanted.substring(0, dot);
        return tools.valueStream()
                .filter(one -> one.path("name").asString().equals(tool))
                .anyMatch(one ->
                        dot < 0 || one.path("inputSchema").path("properties").has(wanted.substring(dot + 1)));
    }

    /** What a tool answers. */
    JsonNode call(String tool, String arguments) throws IOException {
        return ask("tools/call", "{\"name\": \"" + tool + "\", \"arguments\": " + arguments + "}");
    }

    static int bytes(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8).length;
    }

    private JsonNode ask(String method, String params) throws IOException {
        int id = ++number;
        ObjectNode request = JSON.createObjectNode().put("jsonrpc", "2.0");
        request.put("id", id).put("method", method).set("params", JSON.readTree(params));
        send(request.toString());
        while (true) {
            String line = lines.readLine();
            assertThat(line)
                    .as("%s, an answer to %s; it said: %s", name, method, Files.readString(errors))
                    .isNotNull();
            JsonNode message = JSON.readTree(line);
            if (message.path("id").asInt(0) == id) {
                assertThat(message.has("error")).as(name + ": " + message).isFalse();
                return message.path("result");
            }
        }
    }

    private void send(String message) throws IOException {
        OutputStream out = process.getOutputStream();
        out.write((message + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
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
