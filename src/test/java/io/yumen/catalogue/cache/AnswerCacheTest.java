package io.yumen.catalogue.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.yumen.exchange.Cancellation;
import io.yumen.protocol.RpcException;
import io.yumen.service.ToolFailure;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What was read is told again, to whom it was told, as long as it may be. */
class AnswerCacheTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger readings = new AtomicInteger();
    private final AnswerCache<String> cache = new AnswerCache<>(new CacheLimits(100_000), String::length, now::get);

    @Test
    void a_thousand_who_ask_the_same_at_once_make_one_reading() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<Future<String>> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 1_000; i++) {
                answers.add(callers.submit(() -> cache.get(of("ann", "a"), MINUTE, new Cancellation(), () -> {
                    begun.countDown();
                    await(go);
                    return "read " + readings.incrementAndGet();
                })));
            }
            begun.await();
            go.countDown();
            for (Future<String> answer : answers) {
                assertThat(answer.get()).isEqualTo("read 1");
            }
        }
        assertThat(readings).hasValue(1);
    }

    @Test
    void nobody_is_told_what_was_read_for_another_one_or_elsewhere() {
        assertThat(read(of("ann", "a"))).isEqualTo("read 1");
        assertThat(read(of("bob", "a"))).isEqualTo("read 2");
        assertThat(read(of("ann", "b"))).isEqualTo("read 3");
        assertThat(read(new Question("other", of("ann", "a").who(), "", "a"))).isEqualTo("read 4");
        Principal stranger = new Principal(new TenantId("elsewhere"), "ann");
        assertThat(read(new Question("backend", stranger, "", "a"))).isEqualTo("read 5");
        assertThat(read(new Question("backend", of("ann", "a").who(), "another right", "a")))
                .isEqualTo("read 6");
        assertThat(read(of("ann", "a"))).isEqualTo("read 1");
    }

    @Test
    void what_is_old_is_read_again() {
        assertThat(read(of("ann", "a"))).isEqualTo("read 1");
        now.addAndGet(MINUTE.toNanos() - 1);
        assertThat(read(of("ann", "a"))).isEqualTo("read 1");
        now.addAndGet(1);
        assertThat(read(of("ann", "a"))).isEqualTo("read 2");
    }

    @Test
    void a_failure_is_told_to_all_who_wait_and_not_kept() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> first = callers.submit(() -> cache.get(of("ann", "a"), MINUTE, new Cancellation(), () -> {
                begun.countDown();
                await(go);
                throw new ToolFailure("no");
            }));
            begun.await();
            Future<String> second = callers.submit(() -> read(of("ann", "a")));
            go.countDown();
            assertThatThrownBy(first::get).hasRootCauseMessage("no");
            try {
                assertThat(second.get()).isEqualTo("read 1");
            } catch (ExecutionException waited) {
                assertThat(waited).hasRootCauseMessage("no");
            }
        }
        assertThat(read(of("ann", "a"))).startsWith("read");
    }

    @Test
    void who_goes_away_takes_no_answer_from_others() throws Exception {
        Cancellation leaving = new Cancellation();
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> first = callers.submit(() -> cache.get(of("ann", "a"), MINUTE, leaving, () -> {
                begun.countDown();
                await(gone);
                throw RpcException.cancelled();
            }));
            begun.await();
            Future<String> second = callers.submit(() -> read(of("ann", "a")));
            gone.countDown();
            assertThatThrownBy(first::get).hasRootCauseInstanceOf(RpcException.class);
            assertThat(second.get()).isEqualTo("read 1");
        }
    }

    private String read(Question question) {
        return cache.get(question, MINUTE, new Cancellation(), () -> "read " + readings.incrementAndGet());
    }

    private static Question of(String who, String text) {
        return new Question("backend", new Principal(TenantId.LOCAL, who), "", text);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
