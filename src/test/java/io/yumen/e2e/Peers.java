package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The peers that {@code ./verify} installs from npm, and how a test runs one to its end. */
public final class Peers {
    private static final Path MODULES = Path.of("e2e/node_modules").toAbsolutePath();

    private Peers() {}

    /** The Node that the tools need. */
    public static String node() {
        Path node = MODULES.resolve(".bin/node");
        assertThat(node)
                .as("the peers of e2e/package.json: ./verify installs them")
                .exists();
        return node.toString();
    }

    /** A file of a package. */
    public static String module(String path) {
        return MODULES.resolve(path).toString();
    }

    /** The command that runs this program, as a user's configuration would name it. */
    public static List<String> yumen(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.yumen.cli.Main"));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Runs a command to its end and returns what it printed. */
    static Ran run(List<String> command, Map<String, String> environment, Duration limit)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("peer", ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile());
        builder.environment().putAll(environment);
        builder.environment().merge("PATH", MODULES.resolve(".bin").toString(), (old, own) -> own + ":" + old);
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            String printed = Files.readString(out);
            assertThat(ended)
                    .as("ended within %s, having printed: %s", limit, printed)
                    .isTrue();
            return new Ran(process.exitValue(), printed);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Files.deleteIfExists(out);
        }
    }

    /** Adds a line to the summary that {@code ./verify} prints. */
    public static void report(String name, String line) throws IOException {
        Path summary = Files.createDirectories(Path.of("target/summary"));
        Files.writeString(summary.resolve(name), line + "\n");
    }

    /** How a command ended. */
    record Ran(int exitCode, String printed) {}
}
