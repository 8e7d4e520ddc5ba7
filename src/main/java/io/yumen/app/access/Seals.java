package io.yumen.app.access;

import io.yumen.app.servers.StoreShelf;
import io.yumen.auth.approval.Approvals;
import io.yumen.auth.server.AuthorizationServer;
import io.yumen.secret.MasterKey;
import io.yumen.secret.Sealer;
import io.yumen.store.Entry;
import io.yumen.store.Key;
import io.yumen.store.KeyValues;
import io.yumen.store.Page;
import io.yumen.store.SealedFolder;
import io.yumen.store.Space;
import io.yumen.store.Value;
import io.yumen.store.Written;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** All that is sealed in a store, whoever sealed it. */
final class Seals {
    private static final List<SealedFolder> ALL =
            List.of(StoreShelf.SEALED, Approvals.SEALED, AuthorizationServer.SEALED);
    private static final int PAGE = 100;

    private final KeyValues values;

    Seals(KeyValues values) {
        this.values = values;
    }

    /** Whether a master key has made anything here: seals, or marks of keys of clients. */
    boolean areAny() {
        return ALL.stream().anyMatch(folder -> !entries(folder).isEmpty())
                || !values.list(Space.KEYS.ofGateway(), 1).entries().isEmpty();
    }

    /** Whether that key opens none of what is sealed without the id of a key, and there is such. */
    boolean isForeign(MasterKey key) {
        boolean found = false;
        for (SealedFolder folder : ALL) {
            Sealer sealer = key.sealer(folder.purpose());
            for (Entry entry : of(folder, String::isEmpty)) {
                if (opened(folder, entry, sealer).isPresent()) {
                    return false;
                }
                found = true;
            }
        }
        return found;
    }

    /** Seals with the newest of those keys what was sealed with another of them, a value at a time. Returns how many. */
    int renew(MasterKey key) {
        int renewed = 0;
        for (SealedFolder folder : ALL) {
            Sealer sealer = key.sealer(folder.purpose());
            for (Entry entry : entries(folder)) {
                if (!idOf(folder, entry).equals(key.id()) && renew(folder, entry, sealer)) {
                    renewed++;
                }
            }
        }
        return renewed;
    }

    /** How many there are of keys of such ids, by what they are; the id is empty where it was sealed before keys had ids. */
    Map<String, Integer> count(Predicate<String> by) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (SealedFolder folder : ALL) {
            int found = of(folder, by).size();
            if (found > 0) {
                counts.put(folder.what(), found);
            }
        }
        return counts;
    }

    /** Removes them. */
    void remove(Predicate<String> by) {
        for (SealedFolder folder : ALL) {
            of(folder, by).forEach(entry -> values.remove(entry.key()));
        }
    }

    private boolean renew(SealedFolder folder, Entry entry, Sealer sealer) {
        String context = folder.context().apply(entry.key().name());
        Optional<String> sealed = opened(folder, entry, sealer).map(bytes -> sealer.seal(bytes, context));
        return sealed.isPresent()
                && values.replace(
                                entry.key(),
                                entry.version(),
                                new Value(
                                        folder.form().with(entry.text(), sealed.get()),
                                        entry.value().expires()))
                        instanceof Written.Stored;
    }

    private static Optional<byte[]> opened(SealedFolder folder, Entry entry, Sealer sealer) {
        return sealer.open(
                folder.form().sealed(entry.text()),
                folder.context().apply(entry.key().name()));
    }

    private List<Entry> of(SealedFolder folder, Predicate<String> by) {
        return entries(folder).stream()
                .filter(entry -> by.test(idOf(folder, entry)))
                .toList();
    }

    private static String idOf(SealedFolder folder, Entry entry) {
        return Sealer.keyOf(folder.form().sealed(entry.text())).orElse("");
    }

    private List<Entry> entries(SealedFolder folder) {
        List<Entry> entries = new ArrayList<>();
        Page page = values.list(folder.folder(), PAGE);
        while (true) {
            entries.addAll(page.entries());
            Optional<Key> last = page.last();
            if (last.isEmpty()) {
                return entries;
            }
            page = values.list(folder.folder(), last.get(), PAGE);
        }
    }
}
