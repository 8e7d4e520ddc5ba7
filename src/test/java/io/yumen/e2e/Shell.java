package io.yumen.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Where a user types commands.
 *
 * @param folder the current folder
 * @param environment variables beside our own
 */
record Shell(Path folder, Map<String, String> environment) {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Runs {@code yumen} with those arguments to its end. */
    Said yumen(String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile("yumen", ".out");
        Path err = Files.createTempFile("yumen", ".err");
        ProcessBuilder builder = new ProcessBuilder(Peers.yumen(arguments))
                .directory(folder.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            boolean ended = process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS);
            Said said = new Said(ended ? process.exitValue() : -1, Files.readString(out), Files.readString(err));
            assertThat(ended).as("it ended, having said %s", said).isTrue();
            return said;
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }

    /** How a command ended, and what it wrote to standard output and standard error. */
    record Said(int exitCode, String out, String err) {}
}
