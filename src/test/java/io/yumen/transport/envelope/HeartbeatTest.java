package io.yumen.transport.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.channel.FakeTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private final FakeTime time = new FakeTime();
    private final List<String> pings = new ArrayList<>();
    private final List<String> ends = new ArrayList<>();
    private final Heartbeat heart =
            new Heartbeat(time.wheel(), EnvelopeLimits.DEFAULT, pings::add, () -> ends.add("silent"));

    @Test
    void a_ping_goes_out_every_thirty_seconds_to_the_tick() {
        heart.start();
        time.pass(Duration.ofMillis(29_999));
        assertThat(pings).isEmpty();
        time.pass(Duration.ofMillis(1));
        assertThat(pings).containsExactly("ping_1");
        heart.pong("ping_1");
        time.pass(Duration.ofSeconds(30));
        assertThat(pings).containsExactly("ping_1", "ping_2");
    }

    @Test
    void a_client_that_misses_three_pings_in_a_row_counts_as_gone_ten_seconds_after_the_third() {
        heart.start();
        time.pass(Duration.ofMillis(99_999));
        assertThat(pings).hasSize(3);
        assertThat(ends).isEmpty();
        time.pass(Duration.ofMillis(1));
        assertThat(ends).containsExactly("silent");
    }

    @Test
    void anything_that_the_client_sends_counts_as_an_answer() {
        heart.start();
        for (int i = 0; i < 20; i++) {
            time.pass(Duration.ofSeconds(35));
            heart.heard();
        }
        assertThat(ends).isEmpty();
    }

    @Test
    void a_pong_says_how_long_it_took_and_is_good_once_and_for_its_own_ping() {
        heart.start();
        time.pass(Duration.ofSeconds(30));
        assertThat(heart.pong("ping_2")).isEmpty();
        time.pass(Duration.ofMillis(700));
        assertThat(heart.pong("ping_1")).hasValue(Duration.ofMillis(700).toNanos());
        assertThat(heart.pong("ping_1")).isEmpty();
    }

    @Test
    void a_stopped_heart_does_not_beat() {
        heart.start();
        time.pass(Duration.ofSeconds(31));
        heart.stop();
        time.pass(Duration.ofMinutes(10));
        assertThat(pings).hasSize(1);
        assertThat(ends).isEmpty();
    }
}
