package io.yumen.app.access;

import io.yumen.secret.MasterKey;
import io.yumen.secret.Sealer;
import io.yumen.store.Entry;
import io.yumen.store.Folder;
import io.yumen.store.KeyValues;
import io.yumen.store.Space;
import io.yumen.store.Value;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;

/** With which master keys anything in a store was sealed: the id of each, and a seal that shows whether a key is that one. */
final class KnownKeys {
    private static final Folder FOLDER = Space.SEALS.ofGateway();
    private static final String PURPOSE = "key check";

    private final KeyValues values;

    KnownKeys(KeyValues values) {
        this.values = values;
    }

    /** The ids, the oldest first. */
    List<String> ids() {
        return entries().stream().map(entry -> entry.key().name()).toList();
    }

    /** Whether that key is one of them, and opens what it sealed. */
    boolean opens(MasterKey key, String id) {
        return values.get(FOLDER.key(id))
                .flatMap(entry -> key.sealer(PURPOSE).open(sealOf(entry), id))
                .isPresent();
    }

    /** Those that are not in that key. */
    List<String> missing(MasterKey key) {
        return ids().stream().filter(id -> !opens(key, id)).toList();
    }

    /** From now on the newest of those keys seals. */
    void remember(MasterKey key, InstantSource clock) {
        if (!opens(key, key.id())) {
            String seal = key.sealer(PURPOSE).seal("yumen".getBytes(StandardCharsets.UTF_8), key.id());
            values.put(FOLDER.key(key.id()), Value.of(clock.instant() + " " + seal));
        }
    }

    /** Nothing is sealed with that one any more. */
    void forget(String id) {
        values.remove(FOLDER.key(id));
    }

    private List<Entry> entries() {
        return values.list(FOLDER, MasterKey.MOST * MasterKey.MOST).entries().stream()
                .sorted(Comparator.comparing((Entry entry) -> since(entry)))
                .toList();
    }

    private static Instant since(Entry entry) {
        return Instant.parse(entry.text().substring(0, entry.text().indexOf(' ')));
    }

    private static String sealOf(Entry entry) {
        String seal = entry.text().substring(entry.text().indexOf(' ') + 1);
        return Sealer.keyOf(seal).isPresent() ? seal : "";
    }
}
