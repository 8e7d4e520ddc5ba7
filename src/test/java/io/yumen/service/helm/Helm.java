package io.yumen.service.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.schema.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** The real helm. It runs in a folder, which keeps its configuration, its caches and the charts. */
final class Helm {
    private static final long SECONDS = 240;

    private final Path folder;

    Helm(String kubeconfig, Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        Files.writeString(folder.resolve("config"), kubeconfig);
    }

    /** Writes a file of a chart. */
    void file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** What it prints, when it ends well. */
    String run(String... arguments) throws Exception {
        Ended ended = end(arguments);
        assertThat(ended.code()).as(ended.errors()).isZero();
        return ended.output();
    }

    /** How it ended, and what it wrote. */
    record Ended(int code, String output, String errors) {}

    /** Lets it end, well or badly. */
    Ended end(String... arguments) throws Exception {
        Path output = Files.createTempFile(folder, "output", ".txt");
        Path errors = Files.createTempFile(folder, "errors", ".txt");
        List<String> command = new ArrayList<>(List.of("helm", "--kubeconfig", "config"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(errors.toFile())
                .redirectOutput(output.toFile());
        builder.environment().put("HOME", folder.toString());
        Process process = builder.start();
        process.getOutputStream().close();
        try {
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS))
                    .as("helm ends")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), Files.readString(output), Files.readString(errors));
    }

    /** The same, as JSON. */
    JsonNode json(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-o", "json"));
        return Records.parse(run(all.toArray(String[]::new)));
    }
}
