package io.yumen.service.helm.chart;

import io.yumen.service.ToolFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Helm's library for this machine: part of the program, and a file once it was used. The file outlives the process, for it has 98 MB; what
 * it lies in is nobody else's.
 */
final class NativePart {
    private static final String PRIVATE = "rwx------";

    private final String resource;

    NativePart() {
        this("/helm-" + system() + "-" + machine() + ".so");
    }

    /** @param resource what the library is called in the program */
    NativePart(String resource) {
        this.resource = resource;
    }

    /** What is missing, and what to do; empty where all is there. */
    Optional<String> missing() {
        return NativePart.class.getResource(resource) != null
                ? Optional.empty()
                : Optional.of("This gateway has no library of Helm for " + system() + " on " + machine()
                        + ", so that it can tell of releases, and neither read charts nor change anything. An operator runs the"
                        + " gateway on Linux on amd64, from a release that has all its libraries");
    }

    /**
     * The file.
     *
     * @throws ToolFailure where there is no library for this machine, or no place for it
     */
    Path file() {
        URL url = NativePart.class.getResource(resource);
        if (url == null) {
            throw new ToolFailure("failed", missing().orElseThrow(), Duration.ZERO);
        }
        @Nullable IOException last = null;
        for (Path folder : folders()) {
            try {
                return unpacked(url, folder);
            } catch (IOException e) {
                last = e;
            }
        }
        throw new ToolFailure(
                "failed",
                "There is no place for Helm's library, which takes 98 MB ("
                        + Objects.requireNonNull(last).getMessage() + "); an operator names a folder in YUMEN_CACHE",
                Duration.ZERO);
    }

    private static Path unpacked(URL url, Path folder) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        long size = connection.getContentLengthLong();
        Path own = ownFolder(folder);
        Path file = own.resolve("helm-" + size + ".so");
        if (!Files.isRegularFile(file) || Files.size(file) != size) {
            Path fresh = Files.createTempFile(own, "unpack", ".so");
            try (InputStream in = connection.getInputStream()) {
                Files.copy(in, fresh, StandardCopyOption.REPLACE_EXISTING);
                Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(fresh);
            }
        }
        return file;
    }

    /** What others may write to could hold another library than ours. */
    private static Path ownFolder(Path folder) throws IOException {
        Path own = folder.resolve("yumen-helm-" + System.getProperty("user.name", "own"));
        if (!Files.isDirectory(own)) {
            Files.createDirectories(folder);
            Files.createDirectory(own, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
        }
        boolean isOurs = Files.getOwner(own)
                .equals(own.getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName(System.getProperty("user.name", "own")));
        if (!isOurs
                || !PosixFilePermissions.toString(Files.getPosixFilePermissions(own))
                        .equals(PRIVATE)
                || Files.isSymbolicLink(own)) {
            throw new IOException(own + " belongs to somebody else, or others may write to it");
        }
        return own.toRealPath();
    }

    private static List<Path> folders() {
        Path usual = Path.of(System.getProperty("user.home", "/"), ".cache");
        return List.of(
                Optional.ofNullable(System.getenv("YUMEN_CACHE")).map(Path::of).orElse(usual),
                usual,
                Path.of(System.getProperty("java.io.tmpdir")));
    }

    private static String system() {
        return System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    }

    private static String machine() {
        return System.getProperty("os.arch", "");
    }
}
