package io.yumen.cli.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;

/**
 * A folder of this user's that nobody else writes into, so that what stands there can be believed and written over. Where
 * the file system knows no rights, it is any folder.
 *
 * @param path where it is, or is to be
 */
record OwnFolder(Path path) {
    private static final Set<PosixFilePermission> OF_OTHERS =
            Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    /** Whether it is there, no link, and nobody else's. */
    boolean isSafe() {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try {
            return !isPosix() || (isOurs() && Collections.disjoint(OF_OTHERS, Files.getPosixFilePermissions(path)));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Writes a file that only this user can read, anew; makes the folder where it is missing.
     *
     * @throws IOException also where the folder is not {@linkplain #isSafe safe}
     */
    void write(String name, String text) throws IOException {
        make();
        Path file = path.resolve(name);
        Files.deleteIfExists(file);
        Set<StandardOpenOption> anew = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (SeekableByteChannel out = Files.newByteChannel(file, anew, attributes("rw-------"))) {
            out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /**
     * Makes the folder where it is missing.
     *
     * @throws IOException also where it is not {@linkplain #isSafe safe}
     */
    void make() throws IOException {
        Files.createDirectories(path, attributes("rwx------"));
        if (!isSafe()) {
            throw new IOException(path + " is a link, or others can write into it");
        }
    }

    private boolean isOurs() throws IOException {
        Optional<String> user = ProcessHandle.current().info().user();
        return user.isEmpty() || user.get().equals(Files.getOwner(path).getName());
    }

    private boolean isPosix() {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private FileAttribute<?>[] attributes(String mode) {
        return isPosix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))}
                : new FileAttribute<?>[0];
    }
}
