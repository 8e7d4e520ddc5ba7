package io.yumen.connect;

import io.yumen.oauth.Shelf;
import io.yumen.oauth.discovery.OAuthException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A shelf that is a folder: each entry is a file that only its user can read, and that is replaced as a whole. All processes of
 * the user share it. The folder is made when there is something to keep. Where it cannot be used, what was to be kept ends with
 * the process, and the log says so. Safe for many threads.
 */
public final class FolderShelf implements Shelf {
    private static final Logger log = LoggerFactory.getLogger(FolderShelf.class);
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    /** The longest entry: a token has at most 32 KiB, and there are two of them. */
    private static final long MAX_BYTES = 256 << 10;

    /** Whoever is at the tokens asks an authorization server once or twice, and waits no longer than this for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration GLANCE = Duration.ofMillis(20);

    private final Path folder;
    private final String gateway;
    private final Semaphore mine = new Semaphore(1);

    /**
     * A shelf, which is looked at only when it is used.
     *
     * @param gateway tells the gateways apart that share the folder: letters, digits, hyphens
     */
    public FolderShelf(Path folder, String gateway) {
        this.folder = folder;
        this.gateway = gateway;
    }

    @Override
    public Optional<String> get(String key) {
        Path file = folder.resolve(key);
        try {
            return Files.size(file) <= MAX_BYTES ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            return unusable(e, Optional.empty());
        }
    }

    @Override
    public void put(String key, String sealed) {
        try {
            Path fresh = Files.createTempFile(prepared(), "entry", ".new", ofUserAlone(folder));
            try {
                Files.writeString(fresh, sealed);
                Files.move(fresh, folder.resolve(key), StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(fresh);
            }
        } catch (IOException e) {
            unusable(e, key);
        }
    }

    @Override
    public void remove(String key) {
        try {
            Files.deleteIfExists(folder.resolve(key));
        } catch (IOException e) {
            unusable(e, key);
        }
    }

    /** @throws OAuthException where another process does not come to an end */
    @Override
    public <T> T alone(Supplier<T> work) {
        try {
            if (!mine.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw busy();
            }
            try {
                return inTurn(work);
            } finally {
                mine.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw busy();
        }
    }

    /**
     * The folder, which is this user's alone.
     *
     * @throws IOException where it is not, and cannot be made
     */
    public Path prepared() throws IOException {
        Files.createDirectories(folder, isPosix(folder) ? attributes(FOLDER) : new FileAttribute<?>[0]);
        if (isPosix(folder) && !FOLDER.containsAll(Files.getPosixFilePermissions(folder))) {
            throw new IOException("others can use " + folder + ": chmod 700 " + folder);
        }
        return folder;
    }

    /** The turn to send the user to log in; empty where another process has it. */
    Optional<FileTurn> turnToLogIn() {
        try {
            return FileTurn.take(prepared().resolve(gateway + ".login.lock"));
        } catch (IOException e) {
            // Better two pages than none.
            return unusable(e, Optional.of(FileTurn.ofEverybody()));
        }
    }

    static FileAttribute<?>[] ofUserAlone(Path file) {
        return isPosix(file) ? attributes(FILE) : new FileAttribute<?>[0];
    }

    private <T> T inTurn(Supplier<T> work) throws InterruptedException {
        FileTurn turn = awaitTurn();
        try {
            return work.get();
        } finally {
            turn.close();
        }
    }

    private FileTurn awaitTurn() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            Path file = prepared().resolve(gateway + ".refresh.lock");
            while (System.nanoTime() - end < 0) {
                Optional<FileTurn> turn = FileTurn.take(file);
                if (turn.isPresent()) {
                    return turn.get();
                }
                TimeUnit.NANOSECONDS.sleep(GLANCE.toNanos());
            }
        } catch (IOException e) {
            return unusable(e, FileTurn.ofEverybody());
        }
        throw busy();
    }

    private <T> T unusable(IOException e, T instead) {
        log.atWarn()
                .addKeyValue("folder", folder)
                .addKeyValue("reason", String.valueOf(e.getMessage()))
                .log("Logins cannot be kept");
        return instead;
    }

    private OAuthException busy() {
        return new OAuthException(
                OAuthException.Code.UNREACHABLE, "Another process is at the tokens in " + folder + " for too long");
    }

    private static boolean isPosix(Path place) {
        return place.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static FileAttribute<?>[] attributes(Set<PosixFilePermission> rights) {
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(rights)};
    }
}
