package io.yumen.app.access;

import io.yumen.app.servers.StartException;
import io.yumen.config.GatewaySettings;
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
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a gateway remembers beyond its life, and the key that it is sealed with: one folder that only its user can read. */
public final class State implements AutoCloseable {
    /** What a backup is called that was made for somebody to take away. */
    private static final String BACKUP = "backup.yumen";

    private static final String WAYS_ON =
            ". Bring that key back from its backup (" + KeyPlace.FILE + " beside the state, masterKey of the"
                    + " configuration, systemd's credential " + KeyPlace.CREDENTIAL + " or " + KeyPlace.VARIABLE
                    + "), the newest first where there are several. Where it is lost for good: yumen state forget-sealed";

    private final Path folder;
    private final DiskStore store;
    private final MasterKey key;

    private State(Path folder, DiskStore store, MasterKey key) {
        this.folder = folder;
        this.store = store;
        this.key = key;
    }

    /**
     * Opens the state of those settings, which is made where there is none.
     *
     * @throws StartException where it cannot be used; the message says what to do
     */
    public static State open(GatewaySettings settings) {
        Path folder = folder(settings.state());
        return open(folder, KeyPlace.of(System.getenv(), settings.masterKey(), folder));
    }

    /** The same of that folder, with the key beside it where the environment holds none. */
    public static State open(Path folder) {
        return open(folder, KeyPlace.of(System.getenv(), null, folder));
    }

    static State open(Path folder, KeyPlace place) {
        try {
            DiskStore store = store(folder);
            try {
                return new State(folder, store, key(store.values(), place));
            } catch (IOException | RuntimeException e) {
                store.close();
                throw e;
            }
        } catch (IOException | IllegalStateException | UnsupportedOperationException | StoreException e) {
            throw new StartException("The state in " + folder + " cannot be used: " + e.getMessage());
        }
    }

    /** What is in that folder, which is made where there is none. */
    static DiskStore store(Path folder) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        return DiskStore.open(folder, StoreLimits.DEFAULT, InstantSource.system());
    }

    /** The key of that place, if it opens all that was sealed in those values; a new one only where nothing was. */
    static MasterKey key(KeyValues values, KeyPlace place) throws IOException {
        KnownKeys known = new KnownKeys(values);
        Optional<MasterKey> there = place.read();
        if (there.isEmpty() && !known.ids().isEmpty()) {
            throw new IllegalStateException(wanted(known.ids(), "and there is no " + place));
        }
        if (known.ids().isEmpty()) {
            requireOwn(new Seals(values), there, place);
        }
        MasterKey key =
                there.isEmpty() && place instanceof KeyPlace.Beside beside ? beside.made() : there.orElseThrow();
        List<String> missing = known.missing(key);
        if (!missing.isEmpty()) {
            throw new IllegalStateException(wanted(missing, "and " + place + " holds " + String.join(", ", key.ids())));
        }
        known.remember(key, InstantSource.system());
        return key;
    }

    /** Before keys had ids nothing named the key that a state was sealed with: what was sealed then has to tell. */
    private static void requireOwn(Seals seals, Optional<MasterKey> there, KeyPlace place) {
        if (there.isEmpty() && seals.areAny()) {
            throw new IllegalStateException(
                    "it is sealed with a master key that has no id yet, and there is no " + place + WAYS_ON);
        }
        if (there.isPresent() && seals.isForeign(there.get())) {
            throw new IllegalStateException("it is sealed with a master key that has no id yet, and " + place
                    + " holds " + String.join(", ", there.get().ids()) + ", which opens nothing of it" + WAYS_ON);
        }
    }

    private static String wanted(List<String> ids, String but) {
        return "it is sealed with the master key " + String.join(" and ", ids) + ", " + but + WAYS_ON;
    }

    /** The file of the master key, where that does not lie in the state's folder. */
    public static Optional<Path> lentKey(GatewaySettings settings) {
        KeyPlace place = KeyPlace.of(System.getenv(), settings.masterKey(), folder(settings.state()));
        return place instanceof KeyPlace.Lent lent ? Optional.of(lent.file()) : Optional.empty();
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
