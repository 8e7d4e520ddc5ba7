package io.yumen.service.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.service.ToolFailure;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** So many requests a second, some of them at once. */
class TurnstileTest {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final long TENTH = Duration.ofMillis(100).toNanos();

    private final AtomicLong now = new AtomicLong(1_000_000);
    private final Turnstile turnstile = new Turnstile(10, 3, PATIENCE, now::get);

    @Test
    void so_many_pass_at_once_and_the_next_in_turn() {
        for (int i = 0; i < 3; i++) {
            assertThat(turnstile.turn()).isNotPositive();
        }
        assertThat(turnstile.turn()).isEqualTo(TENTH);
        assertThat(turnstile.turn()).isEqualTo(2 * TENTH);
        now.addAndGet(3 * TENTH);
        assertThat(turnstile.turn()).isNotPositive();
    }

    @Test
    void who_would_wait_too_long_is_told_so_and_takes_no_turn() {
        for (int i = 0; i < 13; i++) {
            assertThat(turnstile.turn()).isLessThanOrEqualTo(PATIENCE.toNanos());
        }
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(turnstile::turn)
                    .isInstanceOf(ToolFailure.class)
                    .hasMessageContaining("\"qps\"")
                    .extracting("code")
                    .isEqualTo("busy");
        }
        now.addAndGet(TENTH);
        assertThat(turnstile.turn()).isEqualTo(PATIENCE.toNanos());
    }

    @Test
    void a_long_rest_lets_no_more_through_than_the_burst() {
        now.addAndGet(Duration.ofHours(1).toNanos());
        for (int i = 0; i < 3; i++) {
            assertThat(turnstile.turn()).isNotPositive();
        }
        assertThat(turnstile.turn()).isEqualTo(TENTH);
    }
}
