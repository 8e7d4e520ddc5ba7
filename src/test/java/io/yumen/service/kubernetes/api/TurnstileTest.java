package io.yumen.service.kubernetes.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.exchange.Cancellation;
import io.yumen.protocol.RpcException;
import io.yumen.service.ToolFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** So many requests a second, some of them at once, and of all callers in turn. */
class TurnstileTest {
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final long TENTH = Duration.ofMillis(100).toNanos();

    private final AtomicLong now = new AtomicLong(1_000_000);
    private final Turnstile turnstile = new Turnstile(10, 3, PATIENCE, now::get);

    @Test
    void so_many_pass_at_once_and_the_next_in_turn() {
        assertThat(turns("ann", 3)).allMatch(Turnstile.Turn::hasCome);
        List<Turnstile.Turn> late = turns("ann", 2);
        assertThat(late).noneMatch(Turnstile.Turn::hasCome);
        pass(TENTH);
        assertThat(late).extracting(Turnstile.Turn::hasCome).containsExactly(true, false);
        pass(TENTH);
        assertThat(late).allMatch(Turnstile.Turn::hasCome);
        pass(TENTH);
        assertThat(turns("ann", 2)).extracting(Turnstile.Turn::hasCome).containsExactly(true, false);
    }

    @Test
    void who_would_wait_too_long_is_told_so_and_takes_no_turn() {
        turns("ann", 13);
        for (int i = 0; i < 100; i++) {
            assertThatThrownBy(() -> turnstile.turn("ann"))
                    .isInstanceOf(ToolFailure.class)
                    .hasMessageContaining("\"qps\"")
                    .extracting("code")
                    .isEqualTo("busy");
        }
        pass(TENTH);
        assertThat(turnstile.turn("ann").hasCome()).isFalse();
    }

    @Test
    void a_long_rest_lets_no_more_through_than_the_burst() {
        pass(Duration.ofHours(1).toNanos());
        assertThat(turns("ann", 4)).extracting(Turnstile.Turn::hasCome).containsExactly(true, true, true, false);
    }

    @Test
    void one_who_asks_for_much_holds_up_nobody_else() {
        turns("ann", 3);
        List<Turnstile.Turn> anns = turns("ann", 10);
        List<Turnstile.Turn> bobs = turns("bob", 2);
        List<Turnstile.Turn> cars = turns("carl", 1);
        pass(TENTH);
        assertThat(anns.getFirst().hasCome()).isTrue();
        pass(2 * TENTH);
        assertThat(bobs).extracting(Turnstile.Turn::hasCome).containsExactly(true, false);
        assertThat(cars.getFirst().hasCome()).isTrue();
        pass(2 * TENTH);
        assertThat(anns.stream().filter(Turnstile.Turn::hasCome)).hasSize(2);
        assertThat(bobs).allMatch(Turnstile.Turn::hasCome);
        for (int i = 0; i < 8; i++) {
            pass(TENTH);
        }
        assertThat(anns).allMatch(Turnstile.Turn::hasCome);
    }

    @Test
    void who_has_gone_takes_nobodys_time() {
        turns("ann", 3);
        List<Turnstile.Turn> anns = turns("ann", 3);
        anns.get(0).giveUp();
        anns.get(1).giveUp();
        pass(TENTH);
        assertThat(anns.get(2).hasCome()).isTrue();
    }

    @Test
    void a_turn_comes_by_itself_and_who_is_cancelled_waits_no_longer() {
        Turnstile real = new Turnstile(20, 1, Duration.ofMinutes(1), System::nanoTime);
        Cancellation cancellation = new Cancellation();
        for (int i = 0; i < 5; i++) {
            real.pass("ann", cancellation);
        }
        Turnstile slow = new Turnstile(1, 1, Duration.ofMinutes(1), () -> 0);
        slow.pass("ann", cancellation);
        CompletableFuture<Void> waits = CompletableFuture.runAsync(() -> slow.pass("ann", cancellation));
        cancellation.cancel();
        assertThatThrownBy(waits::join).hasCauseInstanceOf(RpcException.class);
    }

    private List<Turnstile.Turn> turns(String caller, int count) {
        return new ArrayList<>(
                IntStream.range(0, count).mapToObj(i -> turnstile.turn(caller)).toList());
    }

    private void pass(long nanos) {
        now.addAndGet(nanos);
        turnstile.letThrough();
    }
}
