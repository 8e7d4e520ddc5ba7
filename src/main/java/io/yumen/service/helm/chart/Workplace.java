package io.yumen.service.helm.chart;

import io.yumen.service.ToolFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The folder in which one process of Helm works: all that it reads and writes, for nobody else's eyes, and gone when it is closed. */
final class Workplace implements AutoCloseable {
    static final String KUBECONFIG = "kubeconfig";
    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path folder;

    private Workplace(Path folder) {
        this.folder = folder;
    }

    /** @param files what lies in it, by name; a name may lead into folders */
    static Workplace of(Map<String, String> files) {
        try {
            // Made with the rights of its owner alone.
            Workplace place =
                    new Workplace(Files.createTempDirectory("yumen-helm-").toRealPath());
            try {
                for (Map.Entry<String, String> file : files.entrySet()) {
                    place.write(file.getKey(), file.getValue());
                }
            } catch (IOException e) {
                place.close();
                throw e;
            }
            return place;
        } catch (IOException e) {
            throw new ToolFailure(
                    "failed", "There is no room for a folder to work in: " + e.getMessage(), Duration.ZERO);
        }
    }

    Path folder() {
        return folder;
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    /** Where Helm keeps what it fetches. */
    Path fetched() {
        return folder.resolve("cache").resolve("repository");
    }

    /** What Helm's process knows of the world: nothing of ours. */
    Map<String, String> environment() {
        String home = folder.toString();
        return Map.ofEntries(
                Map.entry("HOME", home),
                Map.entry("TMPDIR", home),
                Map.entry("PATH", "/usr/bin:/bin"),
                Map.entry("KUBECONFIG", file(KUBECONFIG).toString()),
                Map.entry("HELM_CACHE_HOME", file("cache").toString()),
                Map.entry("HELM_CONFIG_HOME", file("config").toString()),
                Map.entry("HELM_DATA_HOME", file("data").toString()),
                Map.entry("HELM_PLUGINS", file("plugins").toString()),
                Map.entry(
                        "HELM_REPOSITORY_CONFIG",
                        file(Repositories.REPOSITORIES).toString()),
                Map.entry("HELM_REGISTRY_CONFIG", file(Repositories.REGISTRY).toString()),
                Map.entry("HELM_DRIVER", "secret"),
                Map.entry("HELM_BURST_LIMIT", "500"),
                Map.entry("GOMEMLIMIT", "512MiB"),
                Map.entry("GOMAXPROCS", "2"));
    }

    @Override
    public void close() {
        try {
            Files.walkFileTree(folder, new Removal());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder)) {
            throw new IOException(name + " leads out of its folder");
        }
        Files.createDirectories(file.getParent());
        Files.createFile(file, PRIVATE);
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static final class Removal extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failed) throws IOException {
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
