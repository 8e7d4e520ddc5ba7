package io.yumen.store.disk;

import io.yumen.store.StoreException;
import io.yumen.store.StoreException.Code;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files and folders that only their owner can use, where the file system knows such rights. */
final class Permissions {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");

    private Permissions() {}

    /**
     * Makes the directory where it is missing.
     *
     * @throws StoreException where that fails, or others can write into it or read it
     */
    static void prepare(Path directory) {
        try {
            if (!Files.exists(directory)) {
                Files.createDirectories(directoryOf(directory));
                Files.createDirectory(directory, attributes(directory, DIRECTORY));
            }
            if (!Files.isDirectory(directory)) {
                throw new StoreException(
                        Code.NOT_USABLE, directory + " is no directory; state.directory names one", null);
            }
            if (isPosix(directory) && !isPrivate(directory)) {
                throw new StoreException(
                        Code.NOT_USABLE,
                        "Others can use " + directory + ", where the state would lie. Make it yours alone: chmod 700 "
                                + directory,
                        null);
            }
        } catch (IOException e) {
            throw Failures.unusable(directory, e);
        }
    }

    /** Rights of that new file. */
    static FileAttribute<?>[] ofFile(Path file) {
        return attributes(file, FILE);
    }

    /** Where that file lies. */
    static Path directoryOf(Path file) {
        return file.toAbsolutePath().resolveSibling("");
    }

    /** Makes an empty file, where none is. */
    static void create(Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.createFile(file, ofFile(file));
            sync(file);
        }
    }

    /** Has the directory of that file written to the disk, so that the file is found there after loss of power. */
    static void sync(Path file) throws IOException {
        try (FileChannel directory = FileChannel.open(directoryOf(file), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static boolean isPrivate(Path directory) throws IOException {
        return DIRECTORY.containsAll(Files.getPosixFilePermissions(directory));
    }

    private static FileAttribute<?>[] attributes(Path place, Set<PosixFilePermission> rights) {
        return isPosix(place)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(rights)}
                : new FileAttribute<?>[0];
    }

    private static boolean isPosix(Path place) {
        return Files.getFileAttributeView(place, PosixFileAttributeView.class) != null;
    }
}
