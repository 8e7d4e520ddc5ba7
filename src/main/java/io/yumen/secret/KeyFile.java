package io.yumen.secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The file of a master key: made in one step, replaced in one step, and read only where nobody else can read it. */
final class KeyFile {
    private static final Set<PosixFilePermission> OF_OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    /** Whom the system gives a file of its own to (systemd, a cluster) often reads it by group. */
    private static final Set<PosixFilePermission> LENT =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.GROUP_READ);

    private KeyFile() {}

    /** Its text, in at most so many bytes. */
    static String read(Path file, int most) throws IOException {
        requirePrivate(file);
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(most), StandardCharsets.ISO_8859_1);
        }
    }

    /** Makes it, unless another process has made one meanwhile, and given keys out already: that one stays. */
    static void create(Path file, String text) throws IOException {
        Path made = written(file, text);
        try {
            Files.createLink(file, made);
            sync(file);
        } catch (FileAlreadyExistsException e) {
            // That one is read.
        } finally {
            Files.delete(made);
        }
    }

    static void replace(Path file, String text) throws IOException {
        Path made = written(file, text);
        try {
            Files.move(made, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            sync(file);
        } finally {
            Files.deleteIfExists(made);
        }
    }

    private static Path written(Path file, String text) throws IOException {
        Path made = Files.createTempFile(file.toAbsolutePath().getParent(), "master", ".new");
        try (FileChannel channel = FileChannel.open(made, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        return made;
    }

    /** So that it is found there after loss of power. */
    private static void sync(Path file) throws IOException {
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static void requirePrivate(Path file) throws IOException {
        PosixFileAttributes attributes = Files.readAttributes(file, PosixFileAttributes.class);
        Set<PosixFilePermission> modes = attributes.permissions();
        Optional<String> user = ProcessHandle.current().info().user();
        boolean isOurs = user.isEmpty() || user.get().equals(attributes.owner().getName());
        if (!(isOurs ? OF_OWNER : LENT).containsAll(modes)) {
            throw new IllegalStateException(
                    file + " can be read by others (" + PosixFilePermissions.toString(modes) + "): chmod 600 " + file);
        }
    }
}
