package io.yumen.app.access;

import io.yumen.app.servers.StartException;
import io.yumen.auth.ApiKey;
import io.yumen.auth.ApiKeys;
import io.yumen.auth.Stays;
import io.yumen.config.GatewaySettings;
import io.yumen.secret.MasterKey;
import io.yumen.store.StoreException;
import io.yumen.store.disk.DiskStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The master key of a state that no gateway has open: another one takes its place, old ones go, what no key opens is forgotten. Each
 * step leaves a state that opens, so that whatever ends the process in the middle, nothing is lost, and the same order goes on.
 * Recorded in the audit.
 */
public final class StateKeys implements AutoCloseable {
    /** What a key is called here that sealed before keys had ids. */
    private static final String UNNAMED = "unnamed";

    private final Path folder;
    private final KeyPlace place;
    private final DiskStore store;
    private final LocalOrders orders;
    private final KnownKeys known;
    private final Seals seals;
    private final Stays stays = new Stays(InstantSource.system());

    private StateKeys(Path folder, KeyPlace place, DiskStore store, LocalOrders orders) {
        this.folder = folder;
        this.place = place;
        this.store = store;
        this.orders = orders;
        this.known = new KnownKeys(store.values());
        this.seals = new Seals(store.values());
    }

    /**
     * Those of the state of these settings.
     *
     * @throws StartException where there is none, a gateway has it, or it cannot be used; the message says what to do
     */
    public static StateKeys open(GatewaySettings settings) {
        Path folder = State.folder(settings.state());
        if (!State.exists(folder)) {
            throw new StartException("There is no state in " + folder + ": nothing is sealed");
        }
        try {
            KeyPlace place = KeyPlace.of(System.getenv(), settings.masterKey(), folder);
            DiskStore store = State.store(folder);
            try {
                return new StateKeys(folder, place, store, LocalOrders.to(settings));
            } catch (RuntimeException e) {
                store.close();
                throw e;
            }
        } catch (IOException | StoreException e) {
            throw unusable(folder, e);
        }
    }

    /**
     * What was done.
     *
     * @param key the id of the key that seals now
     * @param place where that key lies
     * @param renewed how many values were sealed anew
     * @param old the ids of the keys before it
     * @param waiting keys of clients that are marked with an old one, until they are next used
     */
    public record Rotated(String key, String place, int renewed, List<String> old, List<ApiKey> waiting) {}

    /**
     * Makes a key, seals with it all that is sealed with another, and keeps the other. Where a rotation was not ended, ends it, and
     * makes no further one. Where the key is not ours to make, the new one stands before the other already.
     *
     * @throws StartException where there is no key that opens the state, or none to take its place
     */
    public Rotated rotate() {
        return orders.recorded("POST", "/state/rotate-key", () -> {
            MasterKey found = there().orElseGet(this::opening);
            boolean isUnfinished =
                    !known.opens(found, found.id()) || !ofOthers(found).isEmpty();
            MasterKey key = isUnfinished ? opening() : next(opening());
            known.remember(key, InstantSource.system());
            int renewed = seals.renew(key);
            return new Rotated(key.id(), place.toString(), renewed, older(key), waiting(key));
        });
    }

    /** Whether what would end with the old keys may end. */
    public enum Ending {
        REFUSED,
        MEANT
    }

    /**
     * What was dropped.
     *
     * @param key the id of the one that is left
     * @param place where that key lies
     * @param old the ids of the others
     * @param sealed how many values that only they open, by what they are
     * @param keys the keys of clients that ended with them
     * @param isGone whether they are gone from their place, too; else it is for others to take them away
     */
    public record Dropped(
            String key,
            String place,
            List<String> old,
            Map<String, Integer> sealed,
            List<ApiKey> keys,
            boolean isGone) {}

    /**
     * Drops all keys but the newest, when nothing needs them any more.
     *
     * @throws StartException where something does, and its end is not meant
     */
    public Dropped dropOld(Ending ending) {
        return orders.recorded("POST", "/state/drop-old-keys", () -> {
            MasterKey key = opening();
            seals.renew(key);
            Predicate<String> isOld = id -> !id.equals(key.id());
            Map<String, Integer> sealed = seals.count(isOld);
            List<ApiKey> waiting = waiting(key);
            if (ending == Ending.REFUSED && !(waiting.isEmpty() && sealed.isEmpty())) {
                throw new StartException("With the old keys would end: " + names(waiting)
                        + (waiting.isEmpty() || sealed.isEmpty() ? "" : "; ") + words(sealed)
                        + ". Wait until they have been used once more, or end them with --force");
            }
            List<String> old = older(key);
            seals.remove(isOld);
            List<ApiKey> ended = keys(key).forget(isOld);
            old.forEach(known::forget);
            boolean isOurs = place instanceof KeyPlace.Beside;
            if (isOurs && key.ids().size() > 1) {
                write(key.newest());
            }
            return new Dropped(key.id(), place.toString(), old, sealed, ended, isOurs);
        });
    }

    /**
     * What no key opens.
     *
     * @param lost the ids of the keys that are missing; where there are none, all opens
     * @param sealed how many values, by what they are
     * @param keys the keys of clients that cannot be verified any more
     * @param copy the state as it was before, where something was forgotten
     */
    public record Unreadable(List<String> lost, Map<String, Integer> sealed, List<ApiKey> keys, Optional<Path> copy) {}

    /** Says what no key opens, and changes nothing. */
    public Unreadable unreadable() {
        Optional<MasterKey> there = there();
        Predicate<String> isLost = isLost(there);
        List<ApiKey> keys = keys(there.orElseGet(MasterKey::random)).marked(isLost);
        return new Unreadable(lost(there), seals.count(isLost), keys, Optional.empty());
    }

    /** Forgets what no key opens, and keeps the rest; a copy of the state as it was lies beside it. */
    public Unreadable forget() {
        return orders.recorded("POST", "/state/forget-sealed", () -> {
            Optional<MasterKey> there = there();
            List<String> lost = lost(there);
            if (lost.isEmpty()) {
                return new Unreadable(lost, Map.of(), List.of(), Optional.empty());
            }
            Path copy = copied(lost.getFirst());
            Predicate<String> isLost = isLost(there);
            MasterKey key = there.orElseGet(this::made);
            Map<String, Integer> sealed = seals.count(isLost);
            seals.remove(isLost);
            List<ApiKey> ended = keys(key).forget(isLost);
            known.remember(key, InstantSource.system());
            lost.forEach(known::forget);
            return new Unreadable(lost, sealed, ended, Optional.of(copy));
        });
    }

    /** Keys of clients in words. */
    public static String names(List<ApiKey> keys) {
        return String.join(
                ", ",
                keys.stream()
                        .map(key -> "the key " + key.id() + " of " + key.principal())
                        .toList());
    }

    /** Values in words. */
    public static String words(Map<String, Integer> sealed) {
        return String.join(
                ", ",
                sealed.entrySet().stream()
                        .map(kind -> kind.getValue() + " " + kind.getKey())
                        .toList());
    }

    @Override
    public void close() {
        stays.close();
        orders.close();
        store.close();
    }

    /** The key that opens all of the state. */
    private MasterKey opening() {
        try {
            return State.key(store.values(), place);
        } catch (IOException | IllegalStateException e) {
            throw unusable(folder, e);
        }
    }

    private Optional<MasterKey> there() {
        try {
            return place.read();
        } catch (IOException | IllegalStateException e) {
            throw unusable(folder, e);
        }
    }

    /** The key of our own file, which is made where there is none. */
    private MasterKey made() {
        try {
            return place instanceof KeyPlace.Beside beside ? beside.made() : opening();
        } catch (IOException | IllegalStateException e) {
            throw unusable(folder, e);
        }
    }

    /** A new key before that one, written where they lie before anything is sealed with it. */
    private MasterKey next(MasterKey key) {
        if (!(place instanceof KeyPlace.Beside)) {
            throw new StartException(
                    "The key comes from " + place + ", which is not ours to change. Put a new one before"
                            + " the old one there, with a space or a new line between them (openssl rand -base64 32 makes one),"
                            + " and run this again");
        }
        MasterKey next = key.rotated();
        write(next);
        return next;
    }

    private void write(MasterKey key) {
        try {
            place.write(key);
        } catch (IOException | IllegalStateException e) {
            throw new StartException("The key cannot be written to " + place + ": " + e.getMessage());
        }
    }

    private Map<String, Integer> ofOthers(MasterKey key) {
        return seals.count(id -> !id.isEmpty() && !id.equals(key.id()));
    }

    private List<String> older(MasterKey key) {
        return known.ids().stream().filter(id -> !id.equals(key.id())).toList();
    }

    private ApiKeys keys(MasterKey key) {
        return new ApiKeys(store.values(), key.sealer(ApiKeys.PURPOSE), InstantSource.system(), stays);
    }

    private List<ApiKey> waiting(MasterKey key) {
        return keys(key).marked(id -> !id.equals(key.id()));
    }

    private List<String> lost(Optional<MasterKey> there) {
        if (known.ids().isEmpty()) {
            boolean isLost = there.map(seals::isForeign).orElseGet(seals::areAny);
            return isLost ? List.of(UNNAMED) : List.of();
        }
        return there.map(known::missing).orElseGet(known::ids);
    }

    /** What was sealed before keys had ids was sealed with the oldest. */
    private Predicate<String> isLost(Optional<MasterKey> there) {
        List<String> lost = lost(there);
        String oldest = known.ids().stream().findFirst().orElse(UNNAMED);
        return id -> lost.contains(id.isEmpty() ? oldest : id);
    }

    private Path copied(String lost) {
        Path copy = folder.toAbsolutePath().resolve("before-forget-" + lost + ".yumen");
        Path partial = copy.resolveSibling(copy.getFileName() + ".partial");
        try {
            if (!Files.exists(copy)) {
                Files.deleteIfExists(partial);
                store.backup(partial);
                Files.move(partial, copy, StandardCopyOption.ATOMIC_MOVE);
            }
            return copy;
        } catch (IOException e) {
            throw new StartException("The copy " + copy + " cannot be written, and nothing was forgotten: " + e);
        }
    }

    private static StartException unusable(Path folder, Exception e) {
        return new StartException("The state in " + folder + " cannot be used: " + e.getMessage());
    }
}
