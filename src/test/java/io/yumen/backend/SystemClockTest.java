package io.yumen.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The clock that all deadlines hang on. */
final class SystemClockTest {
    private final SystemClock clock = new SystemClock();
    private final List<String> done = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        clock.close();
    }

    @Test
    void tasks_run_in_the_order_in_which_they_are_due() {
        later(60, "third");
        later(30, "first");
        later(45, "second");
        awaitAll(70);

        assertThat(done).containsExactly("first", "second", "third");
    }

    @Test
    void what_is_taken_back_does_not_run_even_where_it_was_due_with_another() {
        AtomicReference<BackendClock.Timer> second = new AtomicReference<>();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        clock.schedule(Duration.ZERO, () -> {
            begun.countDown();
            await(goOn);
        });
        await(begun);
        clock.schedule(Duration.ZERO, () -> second.get().cancel());
        second.set(clock.schedule(Duration.ZERO, () -> done.add("taken back")));
        goOn.countDown();
        awaitAll(1);

        assertThat(done).isEmpty();
    }

    @Test
    void a_task_that_fails_in_any_way_stops_no_other() {
        clock.schedule(Duration.ZERO, () -> {
            throw new IllegalStateException("a bug");
        });
        clock.schedule(Duration.ZERO, () -> {
            throw new AssertionError("a worse one");
        });
        clock.schedule(Duration.ZERO, () -> Thread.currentThread().interrupt());
        later(5, "after it");
        awaitAll(10);

        assertThat(done).containsExactly("after it");
    }

    @Test
    void nothing_runs_once_it_is_closed() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        clock.schedule(Duration.ZERO, () -> {
            begun.countDown();
            await(goOn);
            ended.countDown();
        });
        await(begun);
        later(0, "too late");
        clock.close();
        later(0, "later still").cancel();
        goOn.countDown();
        await(ended);

        assertThat(done).isEmpty();
    }

    private BackendClock.Timer later(long millis, String name) {
        return clock.schedule(Duration.ofMillis(millis), () -> done.add(name));
    }

    /** Everything that is due before then has run. */
    private void awaitAll(long millis) {
        CountDownLatch last = new CountDownLatch(1);
        clock.schedule(Duration.ofMillis(millis), last::countDown);
        await(last);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
