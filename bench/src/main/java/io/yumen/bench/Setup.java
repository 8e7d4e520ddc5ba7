package io.yumen.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Starts the upstreams, the limit, Yumen and the peers, each on a free port. */
final class Setup {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final List<String> LEAN = List.of("-XX:+UseSerialGC", "-Xmx128m", "-Djdk.pollerMode=1");

    private final Processes processes;
    private final Path work;
    private final Path repository;

    Setup(Processes processes, Path work, Path repository) {
        this.processes = processes;
        this.work = work;
        this.repository = repository;
    }

    /** The command of the do-nothing server over standard streams. */
    List<String> tinyStdio() {
        return java("TinyStdio");
    }

    Process tinyHttp(int tools) throws IOException {
        List<String> command = new ArrayList<>(java("TinyHttp"));
        command.add(String.valueOf(tools));
        return processes.start("tiny-" + tools, command);
    }

    int tinyPort(int tools) throws Exception {
        return Integer.parseInt(processes.firstLine("tiny-" + tools));
    }

    Target nginx(int upstream, Target.Era era) throws Exception {
        int port = Processes.freePort();
        String conf = Files.readString(repository.resolve("bench/nginx.conf"))
                .replace("PORT", String.valueOf(port))
                .replace("UPSTREAM", String.valueOf(upstream))
                .replace("WORK", work.toString());
        Path file = Files.writeString(work.resolve("nginx.conf"), conf);
        Process process = processes.start("nginx", List.of("nginx", "-c", file.toString(), "-p", work.toString()));
        Processes.awaitPort(port);
        return new Target("nginx", port, era, "", List.of(process.pid()));
    }

    /** Yumen as its users start it, in front of one server. */
    Process yumen(String name, int port, String server) throws Exception {
        return yumen(name, port, server, "");
    }

    /** The same, with those settings beside the server, each after a comma. */
    Process yumen(String name, int port, String server, String settings) throws Exception {
        Path config = Files.writeString(
                work.resolve(name + ".json"),
                "{\"mcpServers\": {\"tiny\": " + server + "}, \"log\": {\"level\": \"warn\"}" + settings + "}");
        Process process = processes.start(
                name,
                List.of(yumen(), "serve", "--config", config.toString(), "--port", String.valueOf(port)),
                folders(name));
        Processes.awaitPort(port);
        return process;
    }

    /** What a command prints that talks to the Yumen of that name. */
    String command(String name, String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(yumen()));
        command.addAll(List.of(words));
        Process process = processes.start(name + "-command", command, folders(name));
        if (process.waitFor() != 0) {
            throw new IOException(Files.readString(work.resolve(name + "-command.err")));
        }
        return processes.firstLine(name + "-command");
    }

    private String yumen() {
        return repository.resolve("yumen").toString();
    }

    /** What one Yumen keeps and where it is found is nobody else's. */
    private Map<String, String> folders(String name) throws IOException {
        Path own = Files.createDirectories(work.resolve(name));
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwx------"));
        return Map.of("XDG_STATE_HOME", own.toString(), "XDG_RUNTIME_DIR", own.toString());
    }

    Target mcpProxy() throws Exception {
        int port = Processes.freePort();
        List<String> command = new ArrayList<>(List.of(
                bin("mcp-proxy"), "--host", "127.0.0.1", "--port", String.valueOf(port), "--server", "stream", "--"));
        command.addAll(tinyStdio());
        Process process = processes.start("mcp-proxy", command);
        Processes.awaitPort(port);
        return new Target("mcp-proxy (stdio)", port, Target.Era.LEGACY, "", List.of(process.pid()));
    }

    Target supergateway() throws Exception {
        int port = Processes.freePort();
        Process process = processes.start(
                "supergateway",
                List.of(
                        bin("supergateway"),
                        "--stdio",
                        String.join(" ", tinyStdio()),
                        "--outputTransport",
                        "streamableHttp",
                        "--stateful",
                        "--port",
                        String.valueOf(port),
                        "--logLevel",
                        "none"));
        Processes.awaitPort(port);
        return new Target("supergateway (stdio)", port, Target.Era.LEGACY, "", List.of(process.pid()));
    }

    static String httpServer(int upstream) {
        return "{\"url\": \"http://127.0.0.1:" + upstream + "/mcp\"}";
    }

    String stdioServer() {
        List<String> command = tinyStdio();
        StringBuilder arguments = new StringBuilder();
        command.stream()
                .skip(1)
                .forEach(argument -> arguments
                        .append(arguments.isEmpty() ? "" : ", ")
                        .append('"')
                        .append(argument)
                        .append('"'));
        return "{\"command\": \"" + command.getFirst() + "\", \"args\": [" + arguments + "]}";
    }

    private String bin(String name) {
        return repository.resolve("e2e/node_modules/.bin").resolve(name).toString();
    }

    private static List<String> java(String main) {
        List<String> command = new ArrayList<>();
        command.add(JAVA);
        command.addAll(LEAN);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.yumen.bench." + main));
        return command;
    }
}
