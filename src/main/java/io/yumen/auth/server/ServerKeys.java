package io.yumen.auth.server;

import io.yumen.oauth.SigningKey;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.secret.Randoms;
import io.yumen.secret.Sealer;
import io.yumen.store.Entry;
import io.yumen.store.Folder;
import io.yumen.store.KeyValues;
import io.yumen.store.SealedFolder;
import io.yumen.store.Space;
import io.yumen.store.Value;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The keys that sign our tokens (ES256), sealed in the store. One signs for its time; the one before it is still published until
 * what it signed has ended. Safe for many threads.
 */
final class ServerKeys {
    private static final String PRIVATE = "private";
    private static final Folder FOLDER = Space.GRANTS.ofGateway().below("keys");
    private static final JsonCodec CODEC = new JsonCodec(JsonLimits.DEFAULT);
    private static final int ID_BYTES = 9;
    private static final int MOST = 100;

    /** The longest life of a token, and the leeway of clocks. */
    private static final Duration OVERLAP = Duration.ofHours(25);

    /** The keys of all of them. */
    static final SealedFolder SEALED = new SealedFolder(
            "keys that sign our tokens",
            "tokens of our own",
            FOLDER,
            UnaryOperator.identity(),
            new SealedFolder.Form() {
                @Override
                public String sealed(String text) {
                    return read(text).path(PRIVATE).asString("");
                }

                @Override
                public String with(String text, String sealed) {
                    return JsonCodec.text(read(text).put(PRIVATE, sealed));
                }
            });

    private final KeyValues values;
    private final Sealer sealer;
    private final Duration time;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Signing current;

    /** @param time how long a key signs */
    ServerKeys(KeyValues values, Sealer sealer, Duration time, InstantSource clock) {
        this.values = values;
        this.sealer = sealer;
        this.time = time;
        this.clock = clock;
    }

    /** A key that signs. */
    private record Signing(String id, SigningKey key, Instant created) {}

    /** The JWT of those claims. */
    String sign(String type, ObjectNode claims) {
        Signing signing = signing();
        ObjectNode header =
                JsonNodeFactory.instance.objectNode().put("typ", type).put("kid", signing.id());
        return signing.key().sign(header, claims);
    }

    /** The public keys, as a JWK set. */
    ObjectNode published() {
        signing();
        ObjectNode set = JsonNodeFactory.instance.objectNode();
        set.putArray("keys")
                .addAll(kept().map(Entry::text)
                        .map(text -> read(text).path("public"))
                        .toList());
        return set;
    }

    private Signing signing() {
        Instant now = clock.instant();
        Signing known = remembered(null);
        if (known == null || !known.created().plus(time).isAfter(now)) {
            known = remembered(newest(now).orElseGet(() -> create(now)));
        }
        return Objects.requireNonNull(known);
    }

    private @Nullable Signing remembered(@Nullable Signing next) {
        lock.lock();
        try {
            if (next != null) {
                current = next;
            }
            return current;
        } finally {
            lock.unlock();
        }
    }

    private Optional<Signing> newest(Instant now) {
        return kept().map(entry -> open(entry.key().name(), read(entry.text())))
                .flatMap(Optional::stream)
                .filter(signing -> signing.created().plus(time).isAfter(now))
                .max(Comparator.comparing(Signing::created));
    }

    private Stream<Entry> kept() {
        return values.list(FOLDER, MOST).entries().stream();
    }

    /** A key that was sealed with another master key signs nothing. */
    private Optional<Signing> open(String id, JsonNode tree) {
        return sealer.open(tree.path(PRIVATE).asString(""), id)
                .map(encoded -> new Signing(
                        id,
                        SigningKey.ofEncoded(encoded),
                        Instant.parse(tree.path("created").asString(""))));
    }

    private Signing create(Instant now) {
        SigningKey.Pair pair = SigningKey.pair();
        String id = Randoms.text(ID_BYTES);
        ObjectNode open = pair.published().put("kid", id).put("use", "sig").put("alg", "ES256");
        ObjectNode tree = JsonNodeFactory.instance.objectNode();
        tree.put("created", now.toString()).put(PRIVATE, sealer.seal(pair.key().encoded(), id));
        tree.set("public", open);
        values.put(FOLDER.key(id), Value.until(now.plus(time).plus(OVERLAP), JsonCodec.text(tree)));
        return new Signing(id, pair.key(), now);
    }

    private static ObjectNode read(String text) {
        return (ObjectNode) CODEC.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
