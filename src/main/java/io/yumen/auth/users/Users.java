package io.yumen.auth.users;

import io.yumen.secret.Secret;
import io.yumen.store.Entry;
import io.yumen.store.Folder;
import io.yumen.store.Key;
import io.yumen.store.KeyValues;
import io.yumen.store.Page;
import io.yumen.store.Space;
import io.yumen.store.Value;
import io.yumen.store.Written;
import io.yumen.tenant.TenantId;
import io.yumen.tenant.TenantLimits;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * The people who have a password here. Names differ in more than upper and lower case. Safe for many threads; every method may
 * wait for the store, and throws {@link io.yumen.store.StoreException}.
 */
public final class Users {
    private static final Folder FOLDER = Space.USERS.ofGateway();
    private static final int PAGE = 200;

    private final KeyValues values;
    private final UserLimits limits;
    private final Supplier<TenantLimits> shares;
    private final InstantSource clock;
    private final Passwords passwords;
    private final Semaphore verifiers;
    private final Guesses guesses;
    private final ShownPasswords shown;

    private final List<Consumer<User>> ends = new CopyOnWriteArrayList<>();

    /** Verified where there is no such user, so that it takes as long. */
    private final String nobody;

    public Users(KeyValues values, UserLimits limits, InstantSource clock) {
        this(values, limits, clock, () -> TenantLimits.DEFAULT);
    }

    /**
     * The same.
     *
     * @param shares how many of them each tenant may have, as it is in force
     */
    public Users(KeyValues values, UserLimits limits, InstantSource clock, Supplier<TenantLimits> shares) {
        this.shares = shares;
        this.values = values;
        this.limits = limits;
        this.clock = clock;
        this.passwords = new Passwords(limits.kibibytes());
        this.nobody = passwords.hash(new Secret("nobody"));
        this.verifiers = new Semaphore(limits.verifiers());
        this.guesses = new Guesses(limits, clock);
        this.shown = new ShownPasswords(limits, clock);
    }

    /** Has that told of users who are disabled, removed, or have another password, after that holds. */
    public void onEnd(Consumer<User> listener) {
        ends.add(listener);
    }

    /** What became of a name and a password. */
    public sealed interface Proof {
        /** They belong together. */
        record Right(User user) implements Proof {}

        /** They do not, or there is no such user. */
        record Wrong() implements Proof {}

        /** Too many were wrong, or are verified now: ask later. */
        record Later() implements Proof {}
    }

    /**
     * Makes a user; empty where there is one of that name.
     *
     * @throws IllegalArgumentException where nobody may have that name or password, or there are too many users
     * @throws TenantLimits.Reached where the tenant has all that it may have
     */
    public Optional<User> create(String name, TenantId tenant, Set<String> roles, Secret password) {
        User user = new User(name, tenant, roles, clock.instant());
        Passwords.requireGood(name, password);
        requireShort("The tenant", tenant.value());
        roles.forEach(role -> requireShort("A role", role));
        if (roles.size() > limits.roles()) {
            throw new IllegalArgumentException("A user has at most " + limits.roles() + " roles");
        }
        List<User> all = list();
        shares.get()
                .requireUser(
                        tenant,
                        all.stream().filter(one -> one.tenant().equals(tenant)).count());
        if (all.size() >= limits.users()) {
            throw new IllegalArgumentException("There are " + limits.users() + " users already");
        }
        UserRecord made = new UserRecord(user, passwords.hash(password));
        return values.create(key(name), Value.of(made.text())) instanceof Written.Stored
                ? Optional.of(user)
                : Optional.empty();
    }

    /** All of them, in the order of their names. */
    public List<User> list() {
        List<User> users = new ArrayList<>();
        Page page = values.list(FOLDER, PAGE);
        while (true) {
            page.entries()
                    .forEach(entry -> users.add(UserRecord.read(entry.text()).user()));
            Optional<Key> last = page.last();
            if (last.isEmpty()) {
                return users;
            }
            page = values.list(FOLDER, last.get(), PAGE);
        }
    }

    /** The user of that name. */
    public Optional<User> find(String name) {
        return record(name).map(entry -> UserRecord.read(entry.text()).user());
    }

    /**
     * Gives a user another password. Returns whether there is such a user.
     *
     * @throws IllegalArgumentException where nobody may have that password
     */
    public boolean setPassword(String name, Secret password) {
        return setPassword(name, password, Users::isAny);
    }

    /** The same, where the user is one of those: one of others stays as it is, and counts as none. */
    public boolean setPassword(String name, Secret password, Predicate<User> which) {
        Passwords.requireGood(name, password);
        String hash = passwords.hash(password);
        return told(name, change(name, which, known -> new UserRecord(known.user(), hash)));
    }

    /** Lets no password of a user in any more; the user stays. Returns whether there is such a user. */
    public boolean disable(String name) {
        return disable(name, Users::isAny);
    }

    /** The same, where the user is one of those. */
    public boolean disable(String name, Predicate<User> which) {
        return told(
                name, change(name, which, known -> new UserRecord(known.user().keptOut(), known.hash())));
    }

    /** Lets a user in again who was disabled. Returns whether there is such a user. */
    public boolean enable(String name) {
        return enable(name, Users::isAny);
    }

    /** The same, where the user is one of those. */
    public boolean enable(String name, Predicate<User> which) {
        return change(name, which, known -> new UserRecord(known.user().letIn(), known.hash()));
    }

    /** What is asked is what is changed: between the two nobody takes the name. */
    private boolean change(String name, Predicate<User> which, UnaryOperator<UserRecord> change) {
        while (true) {
            Optional<Entry> entry = record(name);
            Optional<UserRecord> known =
                    entry.map(one -> UserRecord.read(one.text())).filter(one -> which.test(one.user()));
            if (entry.isEmpty() || known.isEmpty()) {
                return false;
            }
            UserRecord changed = change.apply(known.get());
            if (values.replace(key(name), entry.get().version(), Value.of(changed.text())) instanceof Written.Stored) {
                return true;
            }
        }
    }

    /** Removes a user. Returns whether there was one. */
    public boolean remove(String name) {
        return remove(name, Users::isAny);
    }

    /** The same, where the user is one of those. */
    public boolean remove(String name, Predicate<User> which) {
        while (true) {
            Optional<Entry> entry = record(name);
            Optional<User> user =
                    entry.map(one -> UserRecord.read(one.text()).user()).filter(which);
            if (entry.isEmpty() || user.isEmpty()) {
                return false;
            }
            if (values.remove(key(name), entry.get().version())) {
                tell(user.get());
                return true;
            }
        }
    }

    private void requireShort(String what, String name) {
        if (name.isBlank() || name.length() > limits.name() || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    what + " has a name of 1 to " + limits.name() + " characters, none of them for control");
        }
    }

    private boolean told(String name, boolean known) {
        find(name).filter(user -> known).ifPresent(this::tell);
        return known;
    }

    private void tell(User user) {
        ends.forEach(listener -> listener.accept(user));
    }

    /**
     * Whether name and password belong together. Takes as long where there is no such user. One that was right a moment ago is
     * right, however many others guess.
     *
     * @param address where they come from, for the count of guesses
     */
    public Proof prove(String name, Secret password, String address) {
        Optional<UserRecord> known = record(name).map(entry -> UserRecord.read(entry.text()));
        if (known.filter(user -> shown.isKnown(user, password)).isPresent()) {
            return proof(known.get());
        }
        String byName = "name " + name.toLowerCase(Locale.ROOT);
        Object byAddress = Guesses.ofAddress(address);
        if (!guesses.take(byName, byAddress)) {
            return new Proof.Later();
        }
        Optional<Boolean> matches = verify(password, known.map(UserRecord::hash).orElse(nobody));
        if (matches.isEmpty()) {
            return new Proof.Later();
        }
        if (!matches.get() || known.isEmpty()) {
            return new Proof.Wrong();
        }
        guesses.forget(byName, byAddress);
        shown.remember(known.get(), password);
        return proof(known.get());
    }

    private static Proof proof(UserRecord known) {
        return known.user().disabled() ? new Proof.Wrong() : new Proof.Right(known.user());
    }

    /** Empty where no verifier was free in time. */
    private Optional<Boolean> verify(Secret password, String hash) {
        try {
            if (!verifiers.tryAcquire(limits.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        try {
            return Optional.of(passwords.matches(password, hash));
        } finally {
            verifiers.release();
        }
    }

    private Optional<Entry> record(String name) {
        return User.isName(name) ? values.get(key(name)) : Optional.empty();
    }

    private static boolean isAny(User user) {
        return !user.name().isEmpty();
    }

    private static Key key(String name) {
        return FOLDER.key(name.toLowerCase(Locale.ROOT));
    }
}
