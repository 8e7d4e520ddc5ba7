package io.yumen.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is learnt from servers that are played in a time of their own, where as many callers as wanted wait for places. */
class AdaptiveConcurrencyTest {
    private static final int CEILING = 100;
    private static final long MILLI = 1_000_000;

    private final Random random = new Random(7);
    private final PriorityQueue<Request> underWay = new PriorityQueue<>(Comparator.comparingLong(Request::end));
    private long now;
    private int capacity = 1_000;
    private double slowness = 1;
    private AdaptiveConcurrency learning = new AdaptiveConcurrency(CEILING, () -> now);

    private record Request(String kind, long begin, long end) {}

    @Test
    void all_places_are_given_while_more_at_once_cost_nothing() {
        play(40, CEILING);
        assertThat(learning.limit()).isEqualTo(CEILING);
    }

    @Test
    void a_server_that_does_ten_at_once_gets_about_as_many_as_it_does_in_twice_the_time() {
        capacity = 10;
        play(60, CEILING);
        assertThat(learning.limit()).isBetween(8, 40);
    }

    @Test
    void fewer_are_let_in_when_a_server_can_do_less_and_more_when_it_recovers() {
        play(30, CEILING);
        capacity = 5;
        play(50, CEILING);
        assertThat(learning.limit()).isLessThan(20);
        capacity = 1_000;
        play(80, CEILING);
        assertThat(learning.limit()).isGreaterThan(60);
    }

    @Test
    void a_server_that_became_slower_for_good_has_its_places_back_after_a_while() {
        play(30, CEILING);
        slowness = 5;
        play(400, CEILING);
        assertThat(learning.limit()).isGreaterThan(60);
    }

    @Test
    void kinds_that_take_long_by_nature_lower_nothing() {
        play(30, CEILING);
        for (int i = 0; i < 3; i++) {
            play(10, CEILING, "report");
        }
        assertThat(learning.limit()).isEqualTo(CEILING);
    }

    @Test
    void what_is_hardly_used_is_not_judged() {
        play(30, CEILING);
        play(5, 3);
        slowness = 20;
        play(30, 3);
        assertThat(learning.limit())
                .as("it is slow, but not for the number of requests")
                .isEqualTo(CEILING);
    }

    @Test
    void the_fewest_places_are_two_or_all_that_there_may_be() {
        capacity = 1;
        play(2, 1);
        capacity = 0;
        play(100, CEILING);
        assertThat(learning.limit()).isBetween(1, 10);
        learning = new AdaptiveConcurrency(1, () -> now);
        play(100, 1);
        assertThat(learning.limit()).isEqualTo(1);
    }

    private void play(int seconds, int callers) {
        play(seconds, callers, "search");
    }

    /** So many callers call again and again for so long; a report takes a hundred times as long as anything else. */
    private void play(int seconds, int callers, String kind) {
        long end = now + seconds * 1_000 * MILLI;
        while (now < end) {
            while (underWay.size() < Math.min(callers, learning.limit())) {
                begin(kind);
            }
            Request next = underWay.remove();
            now = next.end();
            learning.answered(next.kind(), next.end() - next.begin(), underWay.size() + 1);
        }
    }

    private void begin(String kind) {
        double natural = (kind.equals("report") ? 2_000 : 20) * (0.5 + random.nextDouble());
        double crowd = Math.max(1, (underWay.size() + 1) / (double) Math.max(1, capacity));
        underWay.add(new Request(kind, now, now + (long) (natural * slowness * crowd * MILLI)));
    }
}
