package io.yumen.app;

import io.yumen.secret.MasterKey;
import io.yumen.secret.Sealer;
import io.yumen.store.Store;
import io.yumen.store.StoreException;
import io.yumen.store.StoreLimits;
import io.yumen.store.disk.DiskStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What a gateway remembers beyond its life, and the key that it is sealed with: one folder that only its user can read. */
public final class State implements AutoCloseable {
    private final Store store;
    private final MasterKey key;

    private State(Store store, MasterKey key) {
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
            return new State(DiskStore.open(folder, StoreLimits.DEFAULT, InstantSource.system()), key);
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
