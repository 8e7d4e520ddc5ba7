package io.yumen.app.access;

import io.yumen.app.servers.StartException;
import io.yumen.secret.MasterKey;
import io.yumen.secret.Sealer;
import io.yumen.store.KeyValues;
import io.yumen.store.Store;
import io.yumen.store.StoreException;
import io.yumen.store.StoreLimits;
import io.yumen.store.disk.DiskStore;
import io.yumen.store.memory.MemoryStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a gateway remembers beyond its life, and the key that it is sealed with: one folder that only its user can read. */
public final class State implements AutoCloseable {
    /** What a backup is called that was made for somebody to take away. */
    private static final String BACKUP = "backup.yumen";

    private final Path folder;
    private final DiskStore store;
    private final MasterKey key;

    private State(Path folder, DiskStore store, MasterKey key) {
        this.folder = folder;
        this.store = store;
        this.key = key;
    }

    /**
     * Opens the state of that folder, which is made where there is none.
     *
     * @throws StartException where it cannot be used; the message says what to do
     */
    public static State open(Path folder) {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            MasterKey key = MasterKey.of(folder.resolve("master.key"));
            return new State(folder, DiskStore.open(folder, StoreLimits.DEFAULT, InstantSource.system()), key);
        } catch (IOException | IllegalStateException | StoreException e) {
            throw new StartException("The state in " + folder + " cannot be used: " + e.getMessage());
        }
    }

    /** Where state lies: where the settings say, or where the system keeps the state of this user's programs. */
    public static Path folder(@Nullable String setting) {
        if (setting != null) {
            return Path.of(setting);
        }
        String state = System.getenv().getOrDefault("XDG_STATE_HOME", "");
        Path root = state.isEmpty() ? Path.of(System.getProperty("user.home"), ".local", "state") : Path.of(state);
        return root.resolve("yumen");
    }

    /** Whether anything was ever stored in that folder. */
    public static boolean exists(Path folder) {
        return DiskStore.isIn(folder);
    }

    /** The process that had the store of that folder last, and has it yet where it is in use; empty where it cannot be told. */
    public static OptionalLong holder(Path folder) {
        return DiskStore.holder(folder);
    }

    /**
     * Writes the store of that folder to a new file. Returns how many entries it has.
     *
     * @throws StoreException when a gateway has it open, it is damaged, or the file cannot be written
     */
    public static long backup(Path folder, Path file) {
        try (DiskStore store = DiskStore.open(folder, StoreLimits.DEFAULT, InstantSource.system())) {
            return store.backup(file);
        }
    }

    /**
     * Reads a backup to its end. Returns how many entries it has.
     *
     * @throws StoreException when it is damaged, or no backup
     */
    public static long check(Path backup) {
        return DiskStore.check(backup);
    }

    /**
     * Makes a backup all that the store of that folder holds. What it held is kept beside. Returns how many entries it has.
     *
     * @throws StoreException when a gateway has it open, or the backup is damaged; nothing has changed then
     */
    public static long restore(Path backup, Path folder) {
        return DiskStore.restore(backup, folder);
    }

    /** Writes the store to a file beside it, in place of the last such file, while it is used; says where. */
    public Path backup() {
        Path file = folder.toAbsolutePath().resolve(BACKUP);
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot replace " + file, e);
        }
        store.backup(file);
        return file;
    }

    /** Values that end with the process. */
    public static KeyValues valuesOfProcess() {
        return new MemoryStore(StoreLimits.DEFAULT, InstantSource.system()).values();
    }

    /** Where it lies. */
    public Path folder() {
        return folder;
    }

    /** Everything but secrets. */
    public Store store() {
        return store;
    }

    /** Seals for that purpose. */
    public Sealer sealer(String purpose) {
        return key.sealer(purpose);
    }

    @Override
    public void close() {
        store.close();
    }
}
