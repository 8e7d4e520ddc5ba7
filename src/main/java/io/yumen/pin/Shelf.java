package io.yumen.pin;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.store.Entry;
import io.yumen.store.Folder;
import io.yumen.store.Key;
import io.yumen.store.KeyValues;
import io.yumen.store.Page;
import io.yumen.store.Space;
import io.yumen.store.Value;
import io.yumen.store.Written;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.JsonNodeFactory;

/** Where pins lie. They are the gateway's own, for servers are. Safe for many threads; every method may wait for the store. */
final class Shelf {
    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.SERVER_DEFAULT);
    private static final Folder PINS = Space.PINS.ofGateway().below("pin");
    private static final Folder FIRST = Space.PINS.ofGateway().below("first");
    private static final int PAGE = 1_000;

    /** A longer name lies under its digest: keys have a limit. */
    private static final int LONGEST = 64;

    private final KeyValues values;

    Shelf(KeyValues values) {
        this.values = values;
    }

    /** Whether that was listed before. */
    boolean isBegun(String server, Kind kind) {
        return values.get(FIRST.below(server).key(kind.word())).isPresent();
    }

    /** From now on what that server lists is not its first. */
    void begin(String server, Kind kind, Instant now) {
        values.create(FIRST.below(server).key(kind.word()), Value.of(now.toString()));
    }

    /** All pins. */
    Map<Key, Pin> all() {
        return in(PINS);
    }

    /** The pins of that kind of that server, by name. */
    Map<String, Pin> of(String server, Kind kind) {
        Map<String, Pin> byName = new HashMap<>();
        in(PINS.below(server).below(kind.word())).values().forEach(pin -> byName.put(pin.name(), pin));
        return byName;
    }

    Optional<Pin> find(String server, Kind kind, String name) {
        return values.get(key(server, kind, name)).map(Shelf::read);
    }

    /**
     * Changes a pin, whatever others do to it meanwhile; returns what it is then.
     *
     * @param none what is taken where there is none
     * @param change may run several times; what it leaves as it is is not written
     */
    Pin change(Pin none, UnaryOperator<Pin> change) {
        Key key = key(none.server(), none.kind(), none.name());
        while (true) {
            Optional<Entry> entry = values.get(key);
            Pin before = entry.map(Shelf::read).orElse(none);
            Pin after = change.apply(before);
            if (after.equals(before) && entry.isPresent()) {
                return after;
            }
            Value value = Value.of(JsonCodec.text(after.toJson()));
            Written written =
                    entry.isPresent() ? values.replace(key, entry.get().version(), value) : values.create(key, value);
            if (written instanceof Written.Stored) {
                return after;
            }
        }
    }

    /** Forgets that one. Returns whether it was there. */
    boolean forget(String server, Kind kind, String name) {
        return values.remove(key(server, kind, name));
    }

    /** Forgets all of that server, so that its next use is its first. */
    void forget(String server) {
        each(PINS.below(server), (key, pin) -> values.remove(key));
        for (Kind kind : Kind.values()) {
            values.remove(FIRST.below(server).key(kind.word()));
        }
    }

    private Map<Key, Pin> in(Folder folder) {
        Map<Key, Pin> found = new LinkedHashMap<>();
        each(folder, found::put);
        return found;
    }

    private void each(Folder folder, BiConsumer<Key, Pin> visitor) {
        Page page = values.list(folder, PAGE);
        while (true) {
            page.entries().forEach(entry -> visitor.accept(entry.key(), read(entry)));
            Optional<Key> last = page.last();
            if (last.isEmpty()) {
                return;
            }
            page = values.list(folder, last.get(), PAGE);
        }
    }

    private static Key key(String server, Kind kind, String name) {
        String text = name.isEmpty() || name.length() > LONGEST
                ? "sha256-" + CanonicalDigest.of(JsonNodeFactory.instance.stringNode(name))
                : name;
        return PINS.below(server).below(kind.word()).key(text);
    }

    private static Pin read(Entry entry) {
        return Pin.read(CODEC.read(entry.text().getBytes(StandardCharsets.UTF_8)));
    }
}
