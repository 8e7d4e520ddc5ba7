package io.yumen.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real kubectl. It runs in a folder, which keeps its configuration, its caches and its files. */
final class Kubectl {
    private static final long SECONDS = 60;

    private final Path folder;

    Kubectl(String configuration, Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        Files.writeString(folder.resolve("config"), configuration);
    }

    void file(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it prints, when it ends well. */
    String run(String... arguments) {
        Ran ran = end(begin(arguments));
        assertThat(ran.code()).as(ran.output()).isZero();
        return ran.output();
    }

    /** What it prints, when it ends badly. */
    String fail(String... arguments) {
        Ran ran = end(begin(arguments));
        assertThat(ran.code()).as(ran.output()).isNotZero();
        return ran.output();
    }

    /** Starts it; who does so ends it. */
    Process begin(String... arguments) {
        List<String> command = new ArrayList<>(List.of("kubectl", "--kubeconfig", "config", "--cache-dir", "cache"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("HOME", folder.toString());
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Ran end(Process process) {
        try {
            process.getOutputStream().close();
            Thread.ofVirtual().start(() -> {
                try {
                    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                        process.destroyForcibly();
                    }
                } catch (InterruptedException e) {
                    process.destroyForcibly();
                }
            });
            String output = new String(process.getInputStream().readAllBytes());
            return new Ran(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private record Ran(int code, String output) {}
}
