package io.yumen.store.disk;

import io.yumen.store.StoreException;
import io.yumen.store.StoreException.Code;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/** What a failure of the library or of the file system means, and what to do about it. */
final class Failures {
    /** A file system with less space than this is full: one commit needs more. */
    private static final long FULL_BELOW_BYTES = 64 << 10;

    private Failures() {}

    /** What a failure of the library means. */
    static StoreException of(Path file, RuntimeException failure) {
        if (failure instanceof StoreException known) {
            return known;
        }
        if (failure instanceof MVStoreException library) {
            return switch (library.getErrorCode()) {
                case DataUtils.ERROR_WRITING_FAILED -> unwritten(file, library);
                case DataUtils.ERROR_FILE_LOCKED ->
                    new StoreException(
                            Code.IN_USE, "The state file " + file + " is in use by another process", library);
                case DataUtils.ERROR_READING_FAILED, DataUtils.ERROR_CLOSED ->
                    isCut(library)
                            ? damaged(file, "it ends too early", library)
                            : new StoreException(
                                    Code.UNAVAILABLE,
                                    "The state file " + file + " cannot be read: " + reason(library),
                                    library);
                default -> isFull(file, library) ? unwritten(file, library) : damaged(file, reason(library), library);
            };
        }
        // Pages that were changed behind our back are read as anything.
        return damaged(file, String.valueOf(failure), failure);
    }

    /** What is said of a damaged file. */
    static StoreException damaged(Path file, String how, @Nullable Throwable cause) {
        return new StoreException(
                Code.DAMAGED,
                "The state file " + file + " is damaged: " + how + ". It was left as it is. To go on, restore a backup"
                        + " (yumen restore FILE --force keeps the damaged file beside the restored one), or, to begin with"
                        + " nothing, move the directory " + Permissions.directoryOf(file)
                        + " away",
                cause);
    }

    /** What is said of a place that cannot be used. */
    static StoreException unusable(Path directory, IOException cause) {
        Code code = isFull(directory, cause) ? Code.FULL : Code.NOT_USABLE;
        return new StoreException(
                code,
                "The state directory " + directory + " cannot be used: " + cause
                        + ". state.directory in the configuration names another",
                cause);
    }

    /** What is said of a write that failed. */
    static StoreException unwritten(Path file, Throwable cause) {
        return isFull(Permissions.directoryOf(file), cause)
                ? new StoreException(
                        Code.FULL,
                        "No space is left for the state file " + file
                                + ". It is read as before, and written again as soon as there is space",
                        cause)
                : new StoreException(
                        Code.UNAVAILABLE, "The state file " + file + " cannot be written: " + reason(cause), cause);
    }

    /** A file that is shorter than its own pages say. */
    private static boolean isCut(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EOFException) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFull(Path directory, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (message.contains("No space left")
                    || message.contains("quota exceeded")
                    || message.contains("too large")) {
                return true;
            }
        }
        try {
            return Files.getFileStore(directory).getUsableSpace() < FULL_BELOW_BYTES;
        } catch (IOException e) {
            return false;
        }
    }

    /** The innermost cause says most; the library's own message repeats the name of the file and a version. */
    private static String reason(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return String.valueOf(innermost.getMessage());
    }
}
