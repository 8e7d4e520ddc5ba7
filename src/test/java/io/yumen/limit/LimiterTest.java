package io.yumen.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.limit.Limiter.Counted;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class LimiterTest {
    private static final Access ALICE = access("acme", "alice");
    private static final Access BOB = access("acme", "bob");
    private static final Access EVE = access("other", "alice");
    private static final InetAddress ADDRESS = InetAddress.ofLiteral("192.0.2.7");

    private final AtomicLong now = new AtomicLong();
    private final List<String> told = new ArrayList<>();

    @Test
    void a_burst_passes_and_then_the_sustained_rate() {
        Limiter limiter = limiter(principal("60/m burst 5"));
        assertThat(passed(limiter, ALICE, 10)).isEqualTo(5);
        pass(Duration.ofSeconds(3));
        assertThat(passed(limiter, ALICE, 10)).isEqualTo(3);
        pass(Duration.ofHours(1));
        assertThat(passed(limiter, ALICE, 10)).isEqualTo(5);
        assertThat(told).containsOnly("principal").hasSize(5 + 7 + 5);
    }

    @Test
    void whoever_is_refused_learns_when_to_come_again_and_then_passes() {
        Limiter limiter = limiter(principal("60/m burst 1"));
        assertThat(limiter.begins(ALICE, Counted.HELD)).isEmpty();
        Exceeded exceeded = limiter.begins(ALICE, Counted.HELD).orElseThrow();
        assertThat(exceeded.retryAfter()).isEqualTo(Duration.ofSeconds(1));
        assertThat(exceeded.message())
                .isEqualTo("Too many requests: the limit \"principal\" allows 60/m burst 1; try again in 1 s");
        pass(exceeded.retryAfter());
        assertThat(limiter.begins(ALICE, Counted.HELD)).isEmpty();
    }

    @Test
    void never_more_than_the_burst_and_the_rate_of_the_time_in_any_window() {
        Random random = new Random(41);
        for (int round = 0; round < 200; round++) {
            RateConfig rate = new RateConfig(1 + random.nextInt(1_000), Duration.ofSeconds(1), 1 + random.nextInt(50));
            Buckets buckets = new Buckets("x", rate, 10, now::get);
            List<Long> taken = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                now.addAndGet(random.nextInt(3_000_000));
                if (buckets.take("k") == 0) {
                    taken.add(now.get());
                }
            }
            requireWithin(rate, taken);
        }
    }

    private static void requireWithin(RateConfig rate, List<Long> taken) {
        for (int from = 0; from < taken.size(); from += 7) {
            for (int to = from; to < taken.size(); to += 5) {
                double seconds = (taken.get(to) - taken.get(from)) / 1e9;
                // An interval is cut to whole nanoseconds, which lets a millionth more pass.
                double most = rate.burst() + rate.count() * seconds * (1 + 1e-6);
                assertThat(to - from + 1).isLessThanOrEqualTo((int) Math.floor(most + 1e-3));
            }
        }
    }

    @Test
    void sixty_four_threads_take_exactly_what_there_is() throws InterruptedException {
        Limiter limiter = limiter(principal("1/d burst 5000"));
        AtomicInteger passed = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            threads.add(Thread.startVirtualThread(() -> passed.addAndGet(passed(limiter, ALICE, 200))));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(passed).hasValue(5_000);
    }

    @Test
    void principals_of_the_same_name_in_other_tenants_are_others() {
        Limiter limiter = limiter(principal("1/m burst 1"));
        assertThat(passed(limiter, ALICE, 3)).isOne();
        assertThat(passed(limiter, EVE, 3)).isOne();
        assertThat(passed(limiter, BOB, 3)).isOne();
    }

    @Test
    void who_is_refused_by_a_wider_limit_has_not_used_his_own() {
        Limiter limiter = limiter(new LimitConfig(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(RateConfig.parse("60/m burst 2")),
                Optional.of(RateConfig.parse("1/h burst 3")),
                9));
        assertThat(passed(limiter, BOB, 2)).isEqualTo(2);
        assertThat(passed(limiter, ALICE, 5)).isZero();
        pass(Duration.ofSeconds(2));
        assertThat(passed(limiter, ALICE, 2)).isEqualTo(2);
        assertThat(told).containsOnly("tenant");
        assertThat(limiter.standing(ALICE).orElseThrow().limit()).isEqualTo("tenant");
    }

    @Test
    void what_is_under_way_is_limited_until_it_ends() {
        Limiter limiter = limiter(new LimitConfig(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 2));
        assertThat(passed(limiter, ALICE, 3)).isEqualTo(3);
        assertThat(limiter.begins(ALICE, Counted.UNDER_WAY)).isEmpty();
        assertThat(limiter.begins(ALICE, Counted.UNDER_WAY)).isEmpty();
        assertThat(limiter.begins(ALICE, Counted.UNDER_WAY))
                .map(Exceeded::limit)
                .hasValue("concurrency");
        assertThat(limiter.begins(BOB, Counted.UNDER_WAY)).isEmpty();
        limiter.ends(ALICE, Counted.UNDER_WAY);
        assertThat(limiter.begins(ALICE, Counted.UNDER_WAY)).isEmpty();
    }

    @Test
    void an_address_of_ipv6_stands_for_its_network() {
        Limiter limiter = limiter(address("1/m burst 2", "1/m burst 1"));
        assertThat(limiter.arrives(InetAddress.ofLiteral("2001:db8:0:1::1"))).isEmpty();
        assertThat(limiter.arrives(InetAddress.ofLiteral("2001:db8:0:1:ffff::2")))
                .isEmpty();
        assertThat(limiter.arrives(InetAddress.ofLiteral("2001:db8:0:1::3")))
                .map(Exceeded::limit)
                .hasValue("address");
        assertThat(limiter.arrives(InetAddress.ofLiteral("2001:db8:0:2::1"))).isEmpty();
        assertThat(limiter.arrives(ADDRESS)).isEmpty();
    }

    @Test
    void this_machine_is_not_limited_by_address() {
        Limiter limiter = limiter(address("1/m burst 1", "1/m burst 1"));
        for (int i = 0; i < 5; i++) {
            limiter.refused(InetAddress.ofLiteral("127.0.0.1"));
            assertThat(limiter.arrives(InetAddress.ofLiteral("127.0.0.1"))).isEmpty();
            assertThat(limiter.arrives(InetAddress.ofLiteral("127.9.9.9"))).isEmpty();
            assertThat(limiter.arrives(InetAddress.ofLiteral("::1"))).isEmpty();
        }
    }

    @Test
    void who_shows_too_much_that_does_not_hold_is_not_listened_to_for_a_while() {
        Limiter limiter = limiter(address("1000/s", "60/m burst 2"));
        for (int i = 0; i < 2; i++) {
            assertThat(limiter.arrives(ADDRESS)).isEmpty();
            limiter.refused(ADDRESS);
        }
        assertThat(limiter.arrives(ADDRESS)).map(Exceeded::limit).hasValue("refused");
        assertThat(limiter.arrives(InetAddress.ofLiteral("192.0.2.8"))).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(limiter.arrives(ADDRESS)).isEmpty();
    }

    @Test
    void counts_of_rates_that_stay_outlive_a_reload() {
        Limiter limiter = limiter(principal("1/h burst 3"));
        assertThat(passed(limiter, ALICE, 5)).isEqualTo(3);
        limiter.apply(new LimitConfig(
                Optional.of(RateConfig.parse("1000/s")),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(RateConfig.parse("1/h burst 3")),
                9));
        assertThat(passed(limiter, ALICE, 5)).isZero();
        limiter.apply(principal("1/h burst 4"));
        assertThat(passed(limiter, ALICE, 5)).isEqualTo(4);
    }

    @Test
    void who_is_held_up_on_the_way_is_not_refused_for_what_others_took_meanwhile() {
        AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
        Buckets buckets = new Buckets("x", RateConfig.parse("60/m burst 1"), 3, () -> {
            long read = now.get();
            meanwhile.getAndSet(() -> {}).run();
            return read;
        });
        meanwhile.set(() -> {
            now.addAndGet(Duration.ofSeconds(10).toNanos());
            assertThat(buckets.take("a")).isZero();
            now.addAndGet(Duration.ofSeconds(10).toNanos());
        });

        assertThat(buckets.take("a")).isZero();
    }

    @Test
    void more_keys_than_are_remembered_share_one_count_and_idle_ones_are_forgotten() {
        Buckets buckets = new Buckets("x", RateConfig.parse("60/m burst 1"), 3, now::get);
        for (int i = 0; i < 3; i++) {
            assertThat(buckets.take("k" + i)).isZero();
        }
        assertThat(buckets.take("new")).isZero();
        assertThat(buckets.take("newer")).as("shares the count of new").isPositive();
        assertThat(buckets.keys()).isEqualTo(4);
        pass(Duration.ofSeconds(10));
        assertThat(buckets.take("newest")).isZero();
        assertThat(buckets.keys()).isOne();
    }

    private int passed(Limiter limiter, Access access, int tries) {
        int passed = 0;
        for (int i = 0; i < tries; i++) {
            passed += limiter.begins(access, Counted.HELD).isEmpty() ? 1 : 0;
        }
        return passed;
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private Limiter limiter(LimitConfig config) {
        return new Limiter(config, now::get, exceeded -> {
            synchronized (told) {
                told.add(exceeded.limit());
            }
        });
    }

    private static LimitConfig principal(String rate) {
        return new LimitConfig(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(RateConfig.parse(rate)),
                9);
    }

    private static LimitConfig address(String rate, String refused) {
        return new LimitConfig(
                Optional.empty(),
                Optional.of(RateConfig.parse(rate)),
                Optional.of(RateConfig.parse(refused)),
                Optional.empty(),
                Optional.empty(),
                9);
    }

    private static Access access(String tenant, String name) {
        return Access.plain(new Principal(new TenantId(tenant), name), Access.Proof.KEY);
    }
}
