package io.yumen.service.helm.chart;

import io.yumen.service.ToolFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
import java.util.zip.GZIPInputStream;
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

    /**
     * A new one.
     *
     * @param files what lies in it, by name; a name may lead into folders
     * @param indexes of repositories by their names, packed
     * @param archives of charts, by name
     */
    static Workplace of(Map<String, String> files, Map<String, byte[]> indexes, Map<String, byte[]> archives) {
        try {
            // Made with the rights of its owner alone.
            Workplace place =
                    new Workplace(Files.createTempDirectory("yumen-helm-").toRealPath());
            try {
                for (Map.Entry<String, String> file : files.entrySet()) {
                    place.write(file.getKey(), file.getValue());
                }
                for (Map.Entry<String, byte[]> archive : archives.entrySet()) {
                    Files.write(Files.createFile(place.file(archive.getKey()), PRIVATE), archive.getValue());
                }
                for (Map.Entry<String, byte[]> index : indexes.entrySet()) {
                    place.unpack(index.getKey() + "-index.yaml", index.getValue());
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

    /** Where Helm looks for indexes. */
    private Path cached() {
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
                Map.entry("HELM_REGISTRY_CONFIG", file("registry.json").toString()),
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

    private void unpack(String name, byte[] packed) throws IOException {
        Files.createDirectories(cached());
        Path file = Files.createFile(cached().resolve(name), PRIVATE);
        try (OutputStream out = Files.newOutputStream(file);
                InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            in.transferTo(out);
        }
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
