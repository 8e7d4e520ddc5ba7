package io.yumen.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.yumen.secret.Sealer;
import io.yumen.secret.Secret;
import io.yumen.store.Entry;
import io.yumen.store.Folder;
import io.yumen.store.Key;
import io.yumen.store.KeyValues;
import io.yumen.store.Page;
import io.yumen.store.Space;
import io.yumen.store.StoreException;
import io.yumen.store.Value;
import io.yumen.store.Written;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import io.yumen.tenant.TenantLimits;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys by which programs show who they are: {@code ymk_}, an id, and 256 random bits. A key is shown once, when it is
 * made; what is kept is a mark that only this gateway can make, so that who reads the store has no key. A key that was taken
 * back or has expired is remembered for {@link #REMEMBERED}, to say so. Safe for many threads; every method may wait for the
 * store, and throws {@link StoreException}.
 */
public final class ApiKeys {
    /** How long it is remembered that a key was good once. */
    public static final Duration REMEMBERED = Duration.ofDays(90);

    /** For which purpose keys are marked. */
    public static final String PURPOSE = "api keys";

    private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);
    private static final Folder FOLDER = Space.KEYS.ofGateway();
    private static final int ID_BYTES = 9;
    private static final int SECRET_BYTES = 32;
    private static final int ID_LENGTH = 12;
    private static final int PAGE = 100;
    private static final int MOST_READ = 10_000;
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final KeyValues values;
    private final Sealer sealer;
    private final InstantSource clock;
    private final Stays stays;
    private final Supplier<TenantLimits> limits;
    private final SecureRandom random = new SecureRandom();
    private final Cache<String, Known> read =
            Caffeine.newBuilder().maximumSize(MOST_READ).build();

    /**
     * The keys of that store.
     *
     * @param sealer makes the marks; another one knows none of the keys
     * @param stays ends what was opened with a key that ends
     */
    public ApiKeys(KeyValues values, Sealer sealer, InstantSource clock, Stays stays) {
        this(values, sealer, clock, stays, () -> TenantLimits.DEFAULT);
    }

    /**
     * The same.
     *
     * @param limits those in force
     */
    public ApiKeys(KeyValues values, Sealer sealer, InstantSource clock, Stays stays, Supplier<TenantLimits> limits) {
        this.limits = limits;
        this.values = values;
        this.sealer = sealer;
        this.clock = clock;
        this.stays = stays;
    }

    /**
     * What was read of a key.
     *
     * @param changes of the store, before it was read: while there are no others it need not be read again
     */
    private record Known(long changes, Entry entry, KeyRecord record, Access access) {}

    /**
     * A key that was just made.
     *
     * @param key what is kept of it
     * @param secret the key itself, which nobody can show again
     */
    public record Made(ApiKey key, Secret secret) {}

    /**
     * Makes a key.
     *
     * @throws TenantLimits.Reached where its tenant has all that it may have
     */
    public Made create(NewKey wanted) {
        makeRoom(wanted.tenant());
        while (true) {
            String id = id();
            String secret = random(SECRET_BYTES);
            ApiKey key = new ApiKey(
                    id,
                    wanted.tenant().value(),
                    wanted.principal(),
                    wanted.roles(),
                    wanted.scopes(),
                    wanted.note(),
                    clock.instant(),
                    wanted.expires(),
                    Optional.empty());
            if (values.create(FOLDER.key(id), value(new KeyRecord(key, mark(id, secret)))) instanceof Written.Stored) {
                return new Made(key, new Secret(ApiKey.PREFIX + id + secret));
            }
        }
    }

    /** Of the keys of a tenant that ended no more are remembered than it may have of good ones: those that ended last. */
    private void makeRoom(TenantId tenant) {
        Instant now = clock.instant();
        TenantLimits allowed = limits.get();
        List<ApiKey> all = list().stream()
                .filter(key -> key.tenant().equals(tenant.value()))
                .toList();
        allowed.requireKey(tenant, all.stream().filter(key -> key.isGood(now)).count());
        if (tenant.equals(TenantId.LOCAL)) {
            return;
        }
        all.stream()
                .filter(key -> !key.isGood(now))
                .sorted(Comparator.comparing(ApiKeys::end).reversed())
                .skip(allowed.keys())
                .forEach(key -> values.remove(FOLDER.key(key.id())));
    }

    private static Instant end(ApiKey key) {
        return key.revoked().or(key::expires).orElse(Instant.MAX);
    }

    /** All that is known of keys, also of those that are not good any more. */
    public List<ApiKey> list() {
        return entries().map(entry -> KeyRecord.read(entry.text()).key()).toList();
    }

    private Stream<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        Page page = values.list(FOLDER, PAGE);
        while (true) {
            entries.addAll(page.entries());
            Optional<Key> last = page.last();
            if (last.isEmpty()) {
                return entries.stream();
            }
            page = values.list(FOLDER, last.get(), PAGE);
        }
    }

    /** All that is known of the key of that id, also where it is not good any more. */
    public Optional<ApiKey> get(String id) {
        return find(id).map(KeyRecord::key);
    }

    /**
     * The keys that are good and whose mark was made with a master key of such an id; the id is empty for a mark that was made before
     * those had ids. A key that is shown gets a mark of the newest.
     */
    public List<ApiKey> marked(Predicate<String> masterKey) {
        Instant now = clock.instant();
        return entries()
                .map(entry -> KeyRecord.read(entry.text()))
                .filter(record -> masterKey.test(Sealer.keyOf(record.mark()).orElse("")))
                .map(KeyRecord::key)
                .filter(key -> key.isGood(now))
                .toList();
    }

    /** Forgets all keys whose mark was made with such a master key, as for {@link #marked}. Returns those that were good. */
    public List<ApiKey> forget(Predicate<String> masterKey) {
        List<ApiKey> good = marked(masterKey);
        entries()
                .filter(entry -> masterKey.test(
                        Sealer.keyOf(KeyRecord.read(entry.text()).mark()).orElse("")))
                .forEach(entry -> values.remove(entry.key()));
        good.forEach(key -> stays.withdraw(new Withdrawal.Key(key.id())));
        return good;
    }

    /** Takes a key back, at once. Returns what is known of it, or empty where there is none of that id. */
    public Optional<ApiKey> revoke(String id) {
        Optional<ApiKey> revoked = change(id, key -> key.revoked().isPresent() ? key : key.revokedAt(clock.instant()));
        revoked.ifPresent(key -> stays.withdraw(new Withdrawal.Key(id)));
        return revoked;
    }

    /** Takes all keys of a principal back, at once. Returns how many were good until now. */
    public int revokeAll(Principal principal) {
        Instant now = clock.instant();
        List<ApiKey> good = list().stream()
                .filter(key -> key.isGood(now) && key.holder().equals(principal))
                .toList();
        good.forEach(key -> revoke(key.id()));
        return good.size();
    }

    /**
     * Makes another key for the same holder, good for as long as the old one was from its making on. The old one ends after
     * that time, or when it would have anyway.
     *
     * @return the new key, or empty where there is no good one of that id
     * @throws TenantLimits.Reached where their tenant has all that it may have
     */
    public Optional<Made> rotate(String id, Duration overlap) {
        Instant now = clock.instant();
        Optional<ApiKey> old = find(id).map(KeyRecord::key).filter(key -> key.isGood(now));
        if (old.isEmpty()) {
            return Optional.empty();
        }
        ApiKey key = old.get();
        Optional<Instant> end = key.expires().map(time -> now.plus(Duration.between(key.created(), time)));
        Made made = create(
                new NewKey(new TenantId(key.tenant()), key.principal(), key.roles(), key.scopes(), key.note(), end));
        Optional<ApiKey> ended = change(id, before -> before.endingAt(now.plus(overlap)));
        if (ended.isEmpty() || ended.get().revoked().isPresent()) {
            // It was taken back meanwhile, and so is what would have come in its place.
            revoke(made.key().id());
            return Optional.empty();
        }
        stays.withdrawAt(now.plus(overlap), new Withdrawal.Key(id));
        return Optional.of(made);
    }

    /** Who shows that key. */
    Admission admit(String text) {
        if (text.length() <= ApiKey.PREFIX.length() + ID_LENGTH) {
            return unknown();
        }
        String id = text.substring(ApiKey.PREFIX.length(), ApiKey.PREFIX.length() + ID_LENGTH);
        String secret = text.substring(ApiKey.PREFIX.length() + ID_LENGTH);
        Optional<Known> found = known(id);
        if (found.isEmpty() || !sealer.isMark(found.get().record().mark(), secret, id)) {
            return unknown();
        }
        ApiKey key = found.get().record().key();
        renew(found.get(), secret);
        if (key.revoked().isPresent()) {
            return Admission.refused(Denial.Reason.REVOKED, "This key was taken back");
        }
        return key.isGood(clock.instant())
                ? new Admission.Admitted(found.get().access())
                : Admission.refused(Denial.Reason.EXPIRED, "This key has expired");
    }

    /** A mark of an older master key is made anew, so that that key can go; another time where that fails. */
    private void renew(Known shown, String secret) {
        KeyRecord record = shown.record();
        if (Sealer.keyOf(record.mark()).equals(Optional.of(sealer.id()))) {
            return;
        }
        String id = record.key().id();
        try {
            values.replace(
                    FOLDER.key(id), shown.entry().version(), value(new KeyRecord(record.key(), mark(id, secret))));
        } catch (StoreException e) {
            LOG.atDebug().setCause(e).addKeyValue("key", id).log("The mark of a key could not be made anew");
        }
    }

    /** What is known of the key of that id, which is read again only when something was written since. */
    private Optional<Known> known(String id) {
        long changes = values.changes();
        Known kept = read.getIfPresent(id);
        if (kept != null && kept.changes() == changes && !kept.entry().value().isExpired(clock.instant())) {
            return Optional.of(kept);
        }
        Optional<Known> known = values.get(FOLDER.key(id)).map(entry -> known(changes, entry, kept));
        known.ifPresent(fresh -> read.put(id, fresh));
        return known;
    }

    private static Known known(long changes, Entry entry, @Nullable Known kept) {
        if (kept != null && kept.entry().version() == entry.version()) {
            return new Known(changes, entry, kept.record(), kept.access());
        }
        KeyRecord record = KeyRecord.read(entry.text());
        return new Known(changes, entry, record, record.key().access());
    }

    private static Admission unknown() {
        return Admission.refused(Denial.Reason.INVALID, "This key is not known here");
    }

    private Optional<KeyRecord> find(String id) {
        return id.isEmpty()
                ? Optional.empty()
                : values.get(FOLDER.key(id)).map(Entry::text).map(KeyRecord::read);
    }

    private Optional<ApiKey> change(String id, UnaryOperator<ApiKey> change) {
        if (id.isEmpty()) {
            return Optional.empty();
        }
        while (true) {
            Optional<Entry> entry = values.get(FOLDER.key(id));
            if (entry.isEmpty()) {
                return Optional.empty();
            }
            KeyRecord before = KeyRecord.read(entry.get().text());
            ApiKey after = change.apply(before.key());
            if (values.replace(FOLDER.key(id), entry.get().version(), value(new KeyRecord(after, before.mark())))
                    instanceof Written.Stored) {
                return Optional.of(after);
            }
        }
    }

    private Value value(KeyRecord written) {
        ApiKey key = written.key();
        Optional<Instant> end = key.revoked().or(key::expires);
        return new Value(written.text(), end.map(time -> time.plus(REMEMBERED)));
    }

    private String mark(String id, String secret) {
        return sealer.namedMark(secret, id);
    }

    /** People type it after a command, where a hyphen would begin an option. */
    private String id() {
        String id = random(ID_BYTES);
        while (id.startsWith("-")) {
            id = random(ID_BYTES);
        }
        return id;
    }

    private String random(int bytes) {
        byte[] value = new byte[bytes];
        random.nextBytes(value);
        return TEXT.encodeToString(value);
    }
}
