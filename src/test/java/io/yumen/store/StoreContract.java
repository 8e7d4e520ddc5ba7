package io.yumen.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.store.Subscription.Delivery;
import io.yumen.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store holds to. */
abstract class StoreContract {
    private static final StoreLimits LIMITS = new StoreLimits(64, 100, 10, 3);
    private static final TenantId ACME = new TenantId("acme");
    private static final Folder FOLDER = Space.KEYS.in(ACME);
    private static final Key KEY = FOLDER.key("a");
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final TurnedClock clock = new TurnedClock();
    private Store store;

    /** An empty store. */
    abstract Store open(StoreLimits limits, InstantSource clock);

    @BeforeEach
    final void openOne() {
        store = open(LIMITS, clock);
    }

    @AfterEach
    final void closeIt() {
        store.close();
    }

    @Test
    void what_was_written_is_there_until_it_is_removed() {
        assertThat(store.values().get(KEY)).isEmpty();
        long version = store.values().put(KEY, Value.of("one"));
        assertThat(store.values().get(KEY)).contains(new Entry(KEY, Value.of("one"), version));
        assertThat(store.values().remove(KEY)).isTrue();
        assertThat(store.values().get(KEY)).isEmpty();
        assertThat(store.values().remove(KEY)).isFalse();
    }

    @Test
    void any_text_comes_back_as_it_was() {
        for (String text : List.of("", "\0", "\uD83D\uDE00 é", "a|b\nc", "\"{}")) {
            store.values().put(KEY, Value.of(text));
            assertThat(store.values().get(KEY).orElseThrow().text()).isEqualTo(text);
        }
    }

    @Test
    void a_version_is_never_given_twice() {
        List<Long> versions = new ArrayList<>();
        versions.add(store.values().put(KEY, Value.of("one")));
        versions.add(store.values().put(KEY, Value.of("one")));
        store.values().remove(KEY);
        versions.add(store.values().put(KEY, Value.until(clock.instant().plus(SECOND), "one")));
        clock.turn(SECOND);
        versions.add(store.values().put(KEY, Value.of("one")));
        assertThat(versions).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void only_what_is_not_there_is_created() {
        Written first = store.values().create(KEY, Value.of("one"));
        assertThat(first).isInstanceOf(Written.Stored.class);
        Entry present = store.values().get(KEY).orElseThrow();
        assertThat(store.values().create(KEY, Value.of("two"))).isEqualTo(new Written.Conflict(Optional.of(present)));
        assertThat(store.values().get(KEY)).contains(present);
    }

    @Test
    void only_the_expected_version_is_replaced() {
        long first = store.values().put(KEY, Value.of("one"));
        assertThat(store.values().replace(KEY, first, Value.of("two"))).isInstanceOf(Written.Stored.class);
        Entry second = store.values().get(KEY).orElseThrow();
        assertThat(second.text()).isEqualTo("two");
        assertThat(store.values().replace(KEY, first, Value.of("three")))
                .isEqualTo(new Written.Conflict(Optional.of(second)));
        assertThat(store.values().get(KEY)).contains(second);
        store.values().remove(KEY);
        assertThat(store.values().replace(KEY, second.version(), Value.of("three")))
                .isEqualTo(new Written.Conflict(Optional.empty()));
    }

    @Test
    void only_the_expected_version_is_removed() {
        long first = store.values().put(KEY, Value.of("one"));
        long second = store.values().put(KEY, Value.of("one"));
        assertThat(store.values().remove(KEY, first)).isFalse();
        assertThat(store.values().get(KEY)).isPresent();
        assertThat(store.values().remove(KEY, second)).isTrue();
        assertThat(store.values().get(KEY)).isEmpty();
    }

    @Test
    void what_has_expired_is_as_if_it_were_not_there() {
        long version = store.values().put(KEY, Value.until(clock.instant().plus(SECOND), "one"));
        clock.turn(SECOND.minusMillis(1));
        assertThat(store.values().get(KEY)).isPresent();
        clock.turn(Duration.ofMillis(1));
        assertThat(store.values().get(KEY)).isEmpty();
        assertThat(store.values().list(FOLDER, 10).entries()).isEmpty();
        assertThat(store.values().remove(KEY)).isFalse();
        assertThat(store.values().replace(KEY, version, Value.of("two")))
                .isEqualTo(new Written.Conflict(Optional.empty()));
        assertThat(store.values().create(KEY, Value.of("two"))).isInstanceOf(Written.Stored.class);
        assertThat(store.values().get(KEY).orElseThrow().value()).isEqualTo(Value.of("two"));
    }

    @Test
    void a_write_sets_the_expiry_anew() {
        store.values().put(KEY, Value.until(clock.instant().plus(SECOND), "one"));
        store.values().put(KEY, Value.of("two"));
        clock.turn(SECOND.multipliedBy(2));
        IntStream.range(0, 5).forEach(i -> store.values().put(FOLDER.key("other"), Value.of("x")));
        assertThat(store.values().get(KEY)).isPresent();
    }

    @Test
    void the_number_of_changes_is_another_one_after_each_write_and_each_removal_and_no_other_after_reading() {
        long before = store.values().changes();
        long version = store.values().put(KEY, Value.of("one"));
        long put = store.values().changes();
        assertThat(store.values().replace(KEY, version, Value.of("two"))).isInstanceOf(Written.Stored.class);
        long replaced = store.values().changes();
        store.values().get(KEY);
        store.values().list(FOLDER, 1);
        assertThat(store.values().changes()).isEqualTo(replaced);
        assertThat(store.values().remove(KEY)).isTrue();
        long removed = store.values().changes();
        assertThat(store.values().create(KEY, Value.of("three"))).isInstanceOf(Written.Stored.class);
        assertThat(List.of(before, put, replaced, removed, store.values().changes()))
                .doesNotHaveDuplicates();
    }

    @Test
    void a_listing_shows_a_folder_and_what_is_below_it_in_the_order_of_keys() {
        Folder users = Space.USERS.in(ACME);
        List<Key> within = Stream.of(
                        users.key("b"),
                        users.key("a"),
                        users.below("a").key("c"),
                        users.below("a").below("a").key("d"))
                .toList();
        List<Key> beyond = List.of(
                FOLDER.key("a"),
                Space.USERS.in(new TenantId("acme2")).key("a"),
                Space.USERS.in(new TenantId("acm")).key("a"),
                Space.USERS.ofGateway().key("a"));
        Stream.concat(within.stream(), beyond.stream())
                .forEach(key -> store.values().put(key, Value.of(key.text())));
        assertThat(store.values().list(users, 10).entries())
                .extracting(Entry::key)
                .containsExactly(
                        users.key("a"),
                        users.below("a").below("a").key("d"),
                        users.below("a").key("c"),
                        users.key("b"));
        assertThat(store.values().list(users.below("a"), 10).entries()).hasSize(2);
        assertThat(store.values().list(Space.USERS.ofGateway(), 10).entries()).hasSize(1);
        assertThat(store.values().list(Space.PINS.in(ACME), 10)).isEqualTo(new Page(List.of(), Optional.empty()));
    }

    @Test
    void pages_follow_each_other_and_are_never_larger_than_the_limit() {
        IntStream.range(100, 125).forEach(i -> store.values().put(FOLDER.key("k" + i), Value.of("v" + i)));
        store.values().put(FOLDER.key("k110"), Value.until(clock.instant(), "expired"));
        List<String> seen = new ArrayList<>();
        Page page = store.values().list(FOLDER, 1000);
        assertThat(page.entries()).hasSize(LIMITS.pageEntries());
        while (page.last().isPresent()) {
            page.entries().forEach(entry -> seen.add(entry.text()));
            store.values().remove(page.last().get());
            page = store.values().list(FOLDER, page.last().get(), 7);
        }
        page.entries().forEach(entry -> seen.add(entry.text()));
        assertThat(seen)
                .containsExactlyElementsOf(IntStream.range(100, 125)
                        .filter(i -> i != 110)
                        .mapToObj(i -> "v" + i)
                        .toList());
    }

    @Test
    void a_page_that_is_just_full_has_no_next_one() {
        IntStream.range(0, 10).forEach(i -> store.values().put(FOLDER.key("k" + i), Value.of("v")));
        store.values().put(FOLDER.below("x").key("expired"), Value.until(clock.instant(), "v"));
        assertThat(store.values().list(FOLDER, 10).last()).isEmpty();
    }

    @Test
    void what_is_too_large_is_refused_and_changes_nothing() {
        store.values().put(KEY, Value.of("é".repeat(50)));
        Key longest =
                FOLDER.key("k".repeat(LIMITS.keyCharacters() - FOLDER.text().length()));
        store.values().put(longest, Value.of(""));
        Key longer = FOLDER.key(longest.name() + "k");
        Stream.<Runnable>of(
                        () -> store.values().put(KEY, Value.of("é".repeat(51))),
                        () -> store.values().put(longer, Value.of("")),
                        () -> store.values().get(longer),
                        () -> store.logs().append(KEY, "a".repeat(101)),
                        () -> store.logs().append(longer, ""),
                        () -> store.counters().add(longer, 1),
                        () -> store.topics().publish(KEY, "a".repeat(101)))
                .forEach(use -> assertRefused(use, StoreException.Code.TOO_LARGE));
        assertThat(store.values().get(KEY).orElseThrow().text()).hasSize(50);
        assertThat(store.logs().next(KEY)).isEqualTo(1);
    }

    @Test
    void records_are_numbered_from_one_without_gaps() {
        assertThat(store.logs().next(KEY)).isEqualTo(1);
        assertThat(store.logs().read(KEY, 1, 10)).isEmpty();
        assertThat(IntStream.range(0, 5).mapToLong(i -> store.logs().append(KEY, "r" + i)))
                .containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(store.logs().append(FOLDER.key("b"), "other")).isEqualTo(1);
        assertThat(store.logs().next(KEY)).isEqualTo(6);
        assertThat(store.logs().read(KEY, 2, 3))
                .containsExactly(new LogRecord(2, "r1"), new LogRecord(3, "r2"), new LogRecord(4, "r3"));
        assertThat(store.logs().read(KEY, 6, 3)).isEmpty();
        assertThat(store.logs().read(KEY, -1, 1)).containsExactly(new LogRecord(1, "r0"));
    }

    @Test
    void a_log_that_is_trimmed_goes_on_with_its_numbers() {
        IntStream.range(0, 12).forEach(i -> store.logs().append(KEY, "r" + i));
        assertThat(store.logs().read(KEY, 1, 1000)).hasSize(LIMITS.pageEntries());
        assertThat(store.logs().trim(KEY, 11)).isEqualTo(10);
        assertThat(store.logs().trim(KEY, 11)).isZero();
        assertThat(store.logs().read(KEY, 1, 10)).containsExactly(new LogRecord(11, "r10"), new LogRecord(12, "r11"));
        assertThat(store.logs().trim(KEY, 1000)).isEqualTo(2);
        assertThat(store.logs().next(KEY)).isEqualTo(13);
        assertThat(store.logs().append(KEY, "r12")).isEqualTo(13);
        assertThat(store.logs().trim(FOLDER.key("none"), 5)).isZero();
    }

    @Test
    void a_counter_adds_up() {
        assertThat(store.counters().get(KEY)).isEqualTo(Count.NONE);
        store.counters().add(KEY, 5);
        assertThat(store.counters().add(KEY, -7)).isEqualTo(new Count(-2, Optional.empty()));
        assertThat(store.counters().get(KEY).value()).isEqualTo(-2);
        store.counters().reset(KEY);
        assertThat(store.counters().get(KEY)).isEqualTo(Count.NONE);
    }

    @Test
    void a_counter_begins_anew_when_its_window_has_ended() {
        Optional<Instant> end = Optional.of(clock.instant().plus(SECOND));
        assertThat(store.counters().add(KEY, 1, SECOND)).isEqualTo(new Count(1, end));
        clock.turn(SECOND.minusMillis(1));
        assertThat(store.counters().add(KEY, 1, SECOND.multipliedBy(10))).isEqualTo(new Count(2, end));
        assertThat(store.counters().add(KEY, 1)).isEqualTo(new Count(3, end));
        clock.turn(Duration.ofMillis(1));
        assertThat(store.counters().get(KEY)).isEqualTo(Count.NONE);
        assertThat(store.counters().add(KEY, 1, SECOND))
                .isEqualTo(new Count(1, Optional.of(clock.instant().plus(SECOND))));
    }

    @Test
    void a_sum_that_is_too_large_changes_nothing() {
        store.counters().add(KEY, Long.MAX_VALUE);
        assertThatThrownBy(() -> store.counters().add(KEY, 1)).isInstanceOf(ArithmeticException.class);
        assertThat(store.counters().get(KEY).value()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void a_value_a_log_and_a_counter_under_equal_keys_are_three_things() {
        store.values().put(KEY, Value.of("v"));
        store.logs().append(KEY, "r");
        store.counters().add(KEY, 1);
        store.values().remove(KEY);
        store.counters().reset(KEY);
        assertThat(store.logs().read(KEY, 1, 10)).hasSize(1);
    }

    @Test
    void everyone_who_listens_gets_a_message() throws InterruptedException {
        store.topics().publish(KEY, "before");
        try (Subscription first = store.topics().subscribe(KEY);
                Subscription second = store.topics().subscribe(KEY);
                Subscription other = store.topics().subscribe(FOLDER.key("b"))) {
            store.topics().publish(KEY, "one");
            store.topics().publish(KEY, "two");
            for (Subscription subscription : List.of(first, second)) {
                assertThat(subscription.next(SECOND.multipliedBy(30))).isEqualTo(new Delivery.Message("one"));
                assertThat(subscription.next(SECOND.multipliedBy(30))).isEqualTo(new Delivery.Message("two"));
                assertThat(subscription.next(Duration.ZERO)).isEqualTo(new Delivery.Nothing());
            }
            assertThat(other.next(Duration.ofMillis(1))).isEqualTo(new Delivery.Nothing());
        }
    }

    @Test
    void who_is_too_slow_learns_that_messages_are_missing() throws InterruptedException {
        try (Subscription subscription = store.topics().subscribe(KEY)) {
            IntStream.range(0, 5).forEach(i -> store.topics().publish(KEY, "m" + i));
            assertThat(subscription.next(SECOND.multipliedBy(30))).isEqualTo(new Delivery.Missed());
            assertThat(subscription.next(SECOND)).isEqualTo(new Delivery.Message("m2"));
            assertThat(subscription.next(SECOND)).isEqualTo(new Delivery.Message("m3"));
        }
    }

    @Test
    void after_the_end_nothing_goes() throws InterruptedException {
        Subscription subscription = store.topics().subscribe(KEY);
        store.close();
        assertThat(subscription.next(SECOND.multipliedBy(30))).isEqualTo(new Delivery.Ended());
        Stream.<Runnable>of(
                        () -> store.values().get(KEY),
                        () -> store.values().put(KEY, Value.of("")),
                        () -> store.values().remove(KEY),
                        () -> store.values().list(FOLDER, 1),
                        () -> store.logs().append(KEY, ""),
                        () -> store.logs().read(KEY, 1, 1),
                        () -> store.counters().add(KEY, 1),
                        () -> store.topics().publish(KEY, ""),
                        () -> store.topics().subscribe(KEY))
                .forEach(use -> assertRefused(use, StoreException.Code.CLOSED));
    }

    @Test
    void any_order_of_uses_does_what_a_simple_model_does() {
        try (Store used = open(StoreLimits.DEFAULT, clock)) {
            for (int seed = 0; seed < 12; seed++) {
                new RandomUse(seed, used, clock).run(150);
            }
        }
    }

    @Test
    void additions_and_replacements_of_many_threads_all_count() throws InterruptedException {
        new ManyThreads(store, FOLDER).run();
    }

    private static void assertRefused(Runnable use, StoreException.Code code) {
        assertThatThrownBy(use::run)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }
}
