package io.yumen.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
    private final FakeTime time = new FakeTime();
    private final List<String> rung = new ArrayList<>();

    @Test
    void an_alarm_rings_once_at_its_time_and_not_before() {
        time.wheel().schedule(Duration.ofSeconds(30), () -> rung.add("ping"));

        time.pass(Duration.ofMillis(29_999));
        assertThat(rung).isEmpty();
        time.pass(Duration.ofMillis(1));
        assertThat(rung).containsExactly("ping");
        time.pass(Duration.ofMinutes(5));
        assertThat(rung).containsExactly("ping");
    }

    @Test
    void an_alarm_that_was_taken_back_does_not_ring() {
        TimerWheel.Alarm alarm = time.wheel().schedule(Duration.ofSeconds(1), () -> rung.add("late"));
        alarm.cancel();
        alarm.cancel();

        time.pass(Duration.ofMinutes(5));

        assertThat(rung).isEmpty();
    }

    @Test
    void a_task_that_fails_stops_no_other_and_may_set_the_next() {
        time.wheel().schedule(Duration.ofSeconds(1), () -> {
            throw new IllegalStateException("bug");
        });
        time.wheel()
                .schedule(
                        Duration.ofSeconds(1),
                        () -> time.wheel().schedule(Duration.ofSeconds(1), () -> rung.add("second")));

        time.pass(Duration.ofMillis(1_900));
        assertThat(rung).isEmpty();
        time.pass(Duration.ofMillis(100));
        assertThat(rung).containsExactly("second");
    }

    @Test
    void ten_thousand_alarms_ring_each_at_its_own_tick_however_far_ahead() {
        Random random = new Random(7);
        List<Long> late = new ArrayList<>();
        long start = time.wheel().nanoTime();
        for (int i = 0; i < 10_000; i++) {
            Duration delay = Duration.ofMillis(random.nextInt(400_000));
            time.wheel().schedule(delay, () -> late.add(time.wheel().nanoTime() - start - delay.toNanos()));
        }

        time.pass(Duration.ofMillis(400_100));

        assertThat(late).hasSize(10_000).allMatch(nanos -> nanos >= 0 && nanos <= TimerWheel.TICK.toNanos());
    }
}
