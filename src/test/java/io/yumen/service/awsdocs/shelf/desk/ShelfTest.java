package io.yumen.service.awsdocs.shelf.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.exchange.Cancellation;
import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.shelf.Key;
import io.yumen.service.awsdocs.shelf.Kind;
import io.yumen.service.awsdocs.shelf.Revision;
import io.yumen.service.awsdocs.shelf.index.IndexDepot;
import io.yumen.service.awsdocs.shelf.index.IndexLimits;
import io.yumen.service.awsdocs.upstream.Fetched;
import io.yumen.service.awsdocs.upstream.Form;
import io.yumen.service.awsdocs.upstream.Freshness;
import io.yumen.service.awsdocs.upstream.Upstream;
import io.yumen.service.awsdocs.upstream.UpstreamFailed;
import io.yumen.store.TurnedClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the shelf tells, and what it asks AWS for that. */
final class ShelfTest {
    private static final String LAMPS = "https://docs.aws.amazon.com/lantern/latest/userguide/lamps.html";

    @TempDir
    private Path folder;

    private final TurnedClock clock = new TurnedClock();
    private final Site site = new Site();

    private Shelf open(ShelfLimits limits) {
        return new Shelf(limits, site, IndexDepot.open(folder.resolve("pages"), IndexLimits.DEFAULT, clock), clock);
    }

    @Test
    void a_page_is_asked_for_once_while_it_is_good() throws UpstreamFailed {
        site.pages.put(LAMPS, "# Lamps\n\nThey shine.\n");
        try (Shelf shelf = open(ShelfLimits.DEFAULT)) {
            Answer.Have<Document> first = have(shelf);
            assertThat(first.thing().text()).contains("They shine.");
            assertThat(first.copy().tier()).isEqualTo(Tier.UPSTREAM);
            clock.turn(Duration.ofMinutes(59));
            Answer.Have<Document> second = have(shelf);
            assertThat(second.copy().tier()).isEqualTo(Tier.MEMORY);
            assertThat(second.copy().note()).isEmpty();
            assertThat(second.copy().form()).isEqualTo(Form.MARKDOWN);
        }
        try (Shelf shelf = open(ShelfLimits.DEFAULT)) {
            assertThat(have(shelf).copy().tier()).isEqualTo(Tier.DISK);
            assertThat(have(shelf).copy().tier()).isEqualTo(Tier.MEMORY);
            assertThat(shelf.statistics().disk().hits()).isOne();
            assertThat(shelf.statistics().memory().hits()).isOne();
        }
        assertThat(site.calls).hasValue(1);
    }

    @Test
    void a_thousand_who_ask_at_once_make_one_call() throws Exception {
        int callers = 1_000;
        site.pages.put(LAMPS, "# Lamps\n\nThey shine.\n");
        CountDownLatch all = new CountDownLatch(callers);
        try (Shelf shelf = open(ShelfLimits.DEFAULT);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer.Have<Document>>> answers = new ArrayList<>();
            for (int i = 0; i < callers; i++) {
                answers.add(threads.submit(() -> {
                    all.countDown();
                    all.await();
                    return have(shelf);
                }));
            }
            for (Future<Answer.Have<Document>> answer : answers) {
                assertThat(answer.get().thing().text()).contains("They shine.");
            }
        }
        assertThat(site.calls).hasValue(1);
    }

    @Test
    void an_ageing_page_is_told_while_it_is_asked_for_anew_by_its_validator() throws UpstreamFailed {
        site.pages.put(LAMPS, "# Lamps\n\nThey shine.\n");
        try (Shelf shelf = open(ShelfLimits.DEFAULT)) {
            have(shelf);
            clock.turn(Duration.ofHours(2));
            Answer.Have<Document> old = have(shelf);
            assertThat(old.copy().note())
                    .hasValueSatisfying(note -> assertThat(note)
                            .isEqualTo("This copy was last confirmed by AWS at 2030-01-01T00:00:00Z, 2 hours ago;"
                                    + " a new one is asked for now."));
        }
        assertThat(site.calls).hasValue(2);
        assertThat(site.unchanged).hasValue(1);
        try (Shelf shelf = open(ShelfLimits.DEFAULT)) {
            Answer.Have<Document> confirmed = have(shelf);
            assertThat(confirmed.copy().note()).isEmpty();
            assertThat(confirmed.copy().stamp().checked())
                    .isEqualTo(confirmed.copy().fetched().plus(Duration.ofHours(2)));
        }
        assertThat(site.calls).hasValue(2);
    }

    @Test
    void a_changed_page_is_told_and_the_old_one_is_a_revision() throws UpstreamFailed {
        site.pages.put(LAMPS, "# Lamps\n\nThey shine.\n");
        String before;
        try (Shelf shelf = open(ShelfLimits.DEFAULT)) {
            before = have(shelf).thing().hash();
        }
        site.pages.put(LAMPS, "# Lamps\n\nThey shine brighter.\n");
        clock.turn(Duration.ofDays(3));
        try (Shelf shelf = open(ShelfLimits.DEFAULT)) {
            Answer.Have<Document> now = have(shelf);
            assertThat(now.thing().text()).contains("brighter");
            assertThat(now.copy().tier()).isEqualTo(Tier.UPSTREAM);
        }
        try (Shelf shelf = open(ShelfLimits.DEFAULT)) {
            assertThat(shelf.revisions(LAMPS)).extracting(Revision::hash).containsExactly(before);
            assertThat(shelf.revision(LAMPS, before).orElseThrow().text()).contains("They shine.");
            assertThat(shelf.revision(LAMPS, "none")).isEmpty();
        }
    }

    @Test
    void where_aws_is_away_an_old_copy_is_told_with_its_age_until_its_grace_ends() throws UpstreamFailed {
        site.pages.put(LAMPS, "# Lamps\n\nThey shine.\n");
        try (Shelf shelf = open(ShelfLimits.DEFAULT)) {
            have(shelf);
        }
        try (Shelf shelf = open(ShelfLimits.DEFAULT)) {
            site.down = true;
            clock.turn(Duration.ofDays(3));
            Answer.Have<Document> old = have(shelf);
            assertThat(old.copy().note())
                    .hasValueSatisfying(note ->
                            assertThat(note).contains("3 days ago, and AWS did not answer since: The site is away"));
            clock.turn(Duration.ofDays(40));
            assertThatThrownBy(() -> have(shelf))
                    .isInstanceOf(UpstreamFailed.class)
                    .hasMessage("The site is away");
            assertThat(shelf.statistics().upstream().stale()).isOne();
            assertThat(shelf.statistics().upstream().failed()).isEqualTo(2);
        }
    }

    @Test
    void what_there_is_not_is_remembered_for_a_short_while() throws UpstreamFailed {
        try (Shelf shelf = open(ShelfLimits.DEFAULT)) {
            for (int i = 0; i < 3; i++) {
                assertThat(shelf.page(LAMPS, new Cancellation())).isEqualTo(new Answer.Missing<>(404, "No such page"));
            }
            assertThat(site.calls).hasValue(1);
            site.pages.put(LAMPS, "# Lamps\n");
            clock.turn(Duration.ofMinutes(6));
            assertThat(have(shelf).copy().tier()).isEqualTo(Tier.UPSTREAM);
        }
    }

    @Test
    void what_aws_says_of_its_age_counts_between_floor_and_ceiling() throws UpstreamFailed {
        site.pages.put(LAMPS, "# Lamps\n");
        site.maxAge = Optional.of(Duration.ofSeconds(1));
        try (Shelf shelf = open(ShelfLimits.DEFAULT)) {
            have(shelf);
            clock.turn(Duration.ofMinutes(4));
            assertThat(have(shelf).copy().note()).isEmpty();
            clock.turn(Duration.ofMinutes(2));
            assertThat(have(shelf).copy().note()).isPresent();
        }
        site.maxAge = Optional.of(Duration.ofDays(365));
        try (Shelf shelf = open(ShelfLimits.DEFAULT)) {
            assertThat(shelf.invalidate(Pattern.of("*/lantern/*"))).isOne();
            have(shelf);
        }
        try (Shelf shelf = open(ShelfLimits.DEFAULT)) {
            clock.turn(Duration.ofHours(23));
            assertThat(have(shelf).copy().note()).isEmpty();
            clock.turn(Duration.ofHours(2));
            assertThat(have(shelf).copy().note()).isPresent();
        }
    }

    @Test
    void the_first_rule_that_fits_an_address_counts() throws UpstreamFailed {
        site.pages.put(LAMPS, "# Lamps\n");
        ShelfLimits bypass = ShelfLimits.DEFAULT.withRules(List.of(
                Rule.bypass(Pattern.of("/lantern/*/userguide/*")),
                Rule.keeping(Pattern.of("*"), new Rule.Times(Optional.of(Duration.ofDays(9)), Optional.empty()))));
        try (Shelf shelf = open(bypass)) {
            have(shelf);
            have(shelf);
            assertThat(site.calls).hasValue(2);
            assertThat(shelf.statistics().depot().entries()).isZero();
        }
    }

    @Test
    void a_rule_says_how_long_copies_are_good_whatever_aws_says() throws UpstreamFailed {
        site.pages.put(LAMPS, "# Lamps\n");
        site.maxAge = Optional.of(Duration.ofHours(2));
        Rule.Times times = new Rule.Times(Optional.of(Duration.ofMinutes(10)), Optional.of(Duration.ofHours(3)));
        ShelfLimits ruled = ShelfLimits.DEFAULT.withRules(List.of(Rule.keeping(Pattern.of("/lantern/*"), times)));
        try (Shelf shelf = open(ruled)) {
            have(shelf);
            site.down = true;
            clock.turn(Duration.ofMinutes(9));
            assertThat(have(shelf).copy().note()).isEmpty();
            clock.turn(Duration.ofMinutes(2));
            assertThat(have(shelf).copy().note()).isPresent();
            clock.turn(Duration.ofHours(3));
            assertThatThrownBy(() -> have(shelf)).isInstanceOf(UpstreamFailed.class);
        }
    }

    @Test
    void a_rule_without_a_time_leaves_it_as_it_is() throws UpstreamFailed {
        site.pages.put(LAMPS, "# Lamps\n");
        Rule.Times times = new Rule.Times(Optional.empty(), Optional.of(Duration.ZERO));
        ShelfLimits ruled = ShelfLimits.DEFAULT.withRules(List.of(Rule.keeping(Pattern.of(LAMPS), times)));
        try (Shelf shelf = open(ruled)) {
            have(shelf);
            site.down = true;
            clock.turn(Duration.ofMinutes(59));
            assertThat(have(shelf).copy().note()).isEmpty();
            clock.turn(Duration.ofMinutes(2));
            assertThatThrownBy(() -> have(shelf)).isInstanceOf(UpstreamFailed.class);
        }
    }

    @Test
    void what_is_invalidated_is_asked_for_again() throws UpstreamFailed {
        site.pages.put(LAMPS, "# Lamps\n");
        try (Shelf shelf = open(ShelfLimits.DEFAULT)) {
            have(shelf);
            shelf.invalidate(Pattern.of("*other*"));
            have(shelf);
            assertThat(site.calls).hasValue(1);
            shelf.invalidate(Pattern.of("https://docs.aws.amazon.com/*.html"));
            have(shelf);
            assertThat(site.calls).hasValue(2);
        }
    }

    @Test
    void texts_are_kept_by_all_that_is_asked() throws UpstreamFailed {
        Origin origin = (known, cancellation) -> {
            site.calls.incrementAndGet();
            return new Fetched.Found("https://search.example/", Form.JSON, "{\"found\":1}", Freshness.UNKNOWN);
        };
        try (Shelf shelf = open(ShelfLimits.DEFAULT)) {
            for (String words : List.of("one", "two", "one")) {
                assertThat(shelf.text(new Key(Kind.SEARCH, words), origin, new Cancellation()))
                        .isInstanceOfSatisfying(
                                Answer.Have.class,
                                have -> assertThat(have.thing()).isEqualTo("{\"found\":1}"));
            }
            assertThat(site.calls).hasValue(2);
        }
    }

    @Test
    void rules_are_of_addresses_and_not_of_what_else_is_asked() throws UpstreamFailed {
        Origin origin = (known, cancellation) -> {
            site.calls.incrementAndGet();
            return new Fetched.Found("https://search.example/", Form.JSON, "{}", Freshness.UNKNOWN);
        };
        Key recommended = new Key(Kind.RECOMMENDATION, LAMPS);
        try (Shelf shelf = open(ShelfLimits.DEFAULT.withRules(List.of(Rule.bypass(Pattern.of("*")))))) {
            for (int i = 0; i < 2; i++) {
                shelf.text(new Key(Kind.SEARCH, "0a1b"), origin, new Cancellation());
            }
            assertThat(site.calls).hasValue(1);
            for (int i = 0; i < 2; i++) {
                shelf.text(recommended, origin, new Cancellation());
            }
            assertThat(site.calls).hasValue(3);
        }
    }

    @Test
    void what_is_invalidated_while_it_is_converted_is_not_kept() throws UpstreamFailed {
        site.pages.put(LAMPS, "# Lamps\n");
        AtomicReference<Shelf> there = new AtomicReference<>();
        AtomicBoolean once = new AtomicBoolean(true);
        InstantSource between = () -> {
            // The first who looks at the clock after AWS has answered is about to convert that.
            if (site.calls.get() == 1 && once.getAndSet(false)) {
                there.get().invalidate(Pattern.of("*"));
            }
            return clock.instant();
        };
        IndexDepot depot = IndexDepot.open(folder.resolve("pages"), IndexLimits.DEFAULT, clock);
        try (Shelf shelf = new Shelf(ShelfLimits.DEFAULT, site, depot, between)) {
            there.set(shelf);
            have(shelf);
            assertThat(once).isFalse();
            assertThat(shelf.keys(Pattern.of("*"))).isEmpty();
            have(shelf);
            assertThat(site.calls).hasValue(2);
        }
    }

    @Test
    void of_what_a_rule_passes_by_nothing_is_told_that_was_kept_before() throws UpstreamFailed {
        site.pages.put(LAMPS, "# Lamps\n\nThey shine.\n");
        String before;
        try (Shelf shelf = open(ShelfLimits.DEFAULT)) {
            before = have(shelf).thing().hash();
        }
        try (Shelf shelf = open(ShelfLimits.DEFAULT)) {
            assertThat(shelf.revision(LAMPS, before)).isPresent();
        }
        try (Shelf shelf = open(ShelfLimits.DEFAULT.withRules(List.of(Rule.bypass(Pattern.of(LAMPS)))))) {
            assertThat(have(shelf).copy().tier()).isEqualTo(Tier.UPSTREAM);
            assertThat(shelf.revision(LAMPS, before)).isEmpty();
            assertThat(shelf.revisions(LAMPS)).isEmpty();
        }
    }

    private static Answer.Have<Document> have(Shelf shelf) throws UpstreamFailed {
        Answer<Document> answer = shelf.page(LAMPS, new Cancellation());
        if (answer instanceof Answer.Have<Document> have) {
            return have;
        }
        throw new AssertionError(answer);
    }

    /** Stands for AWS, which is not asked in tests. */
    private static final class Site implements Upstream {
        private final Map<String, String> pages = new ConcurrentHashMap<>();
        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicInteger unchanged = new AtomicInteger();
        private volatile boolean down;
        private volatile Optional<Duration> maxAge = Optional.empty();

        @Override
        public Fetched page(String address, Optional<Known> known, Cancellation cancellation) throws UpstreamFailed {
            calls.incrementAndGet();
            if (down) {
                throw new UpstreamFailed("The site is away", Optional.empty());
            }
            String page = pages.get(address);
            if (page == null) {
                return new Fetched.Missing(404, "No such page");
            }
            Freshness freshness = new Freshness(Optional.of("\"" + page.hashCode() + "\""), Optional.empty(), maxAge);
            if (known.flatMap(copy -> copy.freshness().etag()).equals(freshness.etag())) {
                unchanged.incrementAndGet();
                return new Fetched.Unchanged(freshness);
            }
            return new Fetched.Found(address, Form.MARKDOWN, page, freshness);
        }
    }
}
