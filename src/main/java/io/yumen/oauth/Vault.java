package io.yumen.oauth;

import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.secret.Sealer;
import io.yumen.secret.Sha256;
import io.yumen.tenant.Principal;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps tokens and registrations, sealed with where they lie: an entry that is moved under another key does not open.
 * Safe for many threads.
 */
public final class Vault {
    private final Shelf shelf;
    private final Supplier<Sealer> sealers;
    private volatile @Nullable Sealer known;
    private final JsonCodec codec = new JsonCodec(JsonLimits.DEFAULT);

    public Vault(Shelf shelf, Sealer sealer) {
        this(shelf, () -> sealer);
    }

    /** @param sealers asked when there is something to seal or to open; as often as that be, it is the same one */
    public Vault(Shelf shelf, Supplier<Sealer> sealers) {
        this.shelf = shelf;
        this.sealers = sealers;
    }

    /** What an entry is. */
    enum Kind {
        TOKENS,
        REGISTRATION,
        ISSUER
    }

    /**
     * What an entry is for.
     *
     * @param owner whose it is, or null where it is the gateway's own
     * @param server the server's name and endpoint
     * @param issuer the authorization server; empty where it says which one that is
     */
    record Key(Kind kind, @Nullable Principal owner, String server, String issuer) {
        /** No two keys have the same text: each part is preceded by its length. */
        String text() {
            Stream<String> parts = owner == null
                    ? Stream.of(kind.name(), "gateway", server, issuer)
                    : Stream.of(kind.name(), "principal", owner.tenant().value(), owner.name(), server, issuer);
            return parts.map(part -> part.length() + ":" + part).collect(Collectors.joining());
        }
    }

    Optional<ObjectNode> get(Key key) {
        String place = place(key);
        return shelf.get(place)
                .flatMap(text -> opened(text, place, key))
                .map(bytes -> codec.read(bytes) instanceof ObjectNode entry ? entry : null);
    }

    void put(Key key, ObjectNode entry) {
        shelf.put(place(key), sealer().seal(JsonCodec.bytes(entry), place(key)));
    }

    void remove(Key key) {
        shelf.remove(place(key));
    }

    /** As for {@link Shelf#alone}. */
    <T> T alone(Supplier<T> work) {
        return shelf.alone(work);
    }

    /** What was sealed before keys had ids was sealed with what it is for. */
    private Optional<byte[]> opened(String text, String place, Key key) {
        return sealer().open(text, Sealer.keyOf(text).isPresent() ? place : key.text());
    }

    private Sealer sealer() {
        Sealer sealer = known;
        if (sealer == null) {
            sealer = sealers.get();
            known = sealer;
        }
        return sealer;
    }

    /** Where it lies: a digest, since strangers choose how long the names of issuers are. */
    private static String place(Key key) {
        return SigningKey.encode(Sha256.of(key.text()));
    }
}
