package io.yumen.service.awsdocs.upstream;

import static io.yumen.service.awsdocs.upstream.Simulator.page;
import static io.yumen.service.awsdocs.upstream.Simulator.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.yumen.exchange.Cancellation;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A site is asked no more, and no more often, than it wants and we allow. */
class GateTest extends SitesTest {
    private static final String PAGE = GUIDE + "page.html";
    private static final String MARKDOWN = GUIDE + "page.md";
    private static final String CHINA = "https://docs.amazonaws.cn/en_us/harbor/latest/guide/welcome.html";

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch go = new CountDownLatch(1);
    private final AtomicInteger inside = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @AfterEach
    void ends() {
        go.countDown();
        callers.shutdownNow();
    }

    @Test
    void a_pause_that_is_asked_for_is_waited_for() throws Exception {
        simulator.on(GUIDE + "welcome.md", status(429, "Retry-After", "1"), simulator.whole());
        long before = System.nanoTime();

        assertThat(found(GUIDE + "welcome.html").form()).isEqualTo(Form.MARKDOWN);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void a_pause_that_is_too_long_is_told_to_all_who_want_that_site_and_to_no_others() throws Exception {
        simulator.on(GUIDE + "welcome.md", status(503, "Retry-After", "600"));

        UpstreamFailed first = catchThrowableOfType(UpstreamFailed.class, () -> fetched(GUIDE + "welcome.html"));
        UpstreamFailed second = catchThrowableOfType(UpstreamFailed.class, () -> fetched(GUIDE + "berths.html"));

        assertThat(first)
                .hasMessageMatching(
                        "Failed to fetch " + GUIDE
                                + "welcome.html: docs.aws.amazon.com asks for a pause; it is asked again in (600|59[0-9]) seconds");
        assertThat(second).hasMessageContaining("docs.aws.amazon.com asks for a pause");
        assertThat(second.retryAfter())
                .hasValueSatisfying(pause -> assertThat(pause).isGreaterThan(Duration.ofMinutes(9)));
        assertThat(simulator.asked).hasSize(1);
        assertThat(sites.troubles()).containsExactly("docs.aws.amazon.com asks for a pause");
        assertThat(found(CHINA).form()).isEqualTo(Form.HTML);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 502, 503, 504})
    void a_pause_may_be_a_date(int status) {
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                Instant.now().plusSeconds(600).atOffset(ZoneOffset.UTC));
        simulator.on(GUIDE + "welcome.md", status(status, "Retry-After", date));

        UpstreamFailed failure = catchThrowableOfType(UpstreamFailed.class, () -> fetched(GUIDE + "welcome.html"));

        assertThat(failure).hasMessageContaining("docs.aws.amazon.com asks for a pause");
        assertThat(failure.retryAfter())
                .hasValueSatisfying(pause -> assertThat(pause).isGreaterThan(Duration.ofMinutes(8)));
        assertThat(simulator.asked).hasSize(1);
    }

    @Test
    void the_last_refusal_says_when_to_come_again() {
        limited(new SitesLimits(Duration.ofSeconds(20), 1, 1 << 20, 5, 8, 64, 1_000, 100, Duration.ofMinutes(1)));
        simulator.on(PAGE, status(429, "Retry-After", "7"));

        UpstreamFailed failure = catchThrowableOfType(UpstreamFailed.class, () -> fetched(PAGE));

        assertThat(failure)
                .hasMessage("Failed to fetch " + PAGE
                        + " - status code 429; docs.aws.amazon.com is asked too often; try again later");
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(7));
    }

    @Test
    void a_site_that_fails_again_and_again_is_left_alone_and_no_other() throws Exception {
        limited(breaking(3, Duration.ofMinutes(1)));
        simulator.on(MARKDOWN, status(500));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> fetched(PAGE)).hasMessageContaining("status code 500");
        }
        simulator.on(MARKDOWN, page("text/markdown", "# Back"));

        UpstreamFailed failure = catchThrowableOfType(UpstreamFailed.class, () -> fetched(PAGE));

        assertThat(failure)
                .hasMessageStartingWith("Failed to fetch " + PAGE + ": docs.aws.amazon.com is not asked at the moment,"
                        + " for it failed 3 times in a row; it is tried again in ");
        assertThat(failure.retryAfter())
                .hasValueSatisfying(pause -> assertThat(pause).isPositive());
        assertThat(simulator.count(MARKDOWN)).isEqualTo(3);
        assertThat(sites.troubles())
                .containsExactly("docs.aws.amazon.com is not asked at the moment, for it failed 3 times in a row");
        assertThat(found(CHINA).text()).contains("arn:aws-cn");
    }

    @Test
    void failures_that_are_not_in_a_row_are_no_reason() throws Exception {
        limited(breaking(2, Duration.ofMinutes(1)));
        simulator.on(MARKDOWN, status(500), status(404), status(500), status(404));
        simulator.on(PAGE, page("text/html", "<html>x"));

        assertThatThrownBy(() -> fetched(PAGE)).hasMessageContaining("status code 500");
        assertThat(found(PAGE).form()).isEqualTo(Form.HTML);
        assertThatThrownBy(() -> fetched(PAGE)).hasMessageContaining("status code 500");
        assertThat(found(PAGE).form()).isEqualTo(Form.HTML);
    }

    @Test
    void a_site_that_is_well_again_is_asked_again() {
        limited(breaking(1, Duration.ofMillis(200)));
        simulator.on(MARKDOWN, status(500), page("text/markdown", "# Back"));
        assertThatThrownBy(() -> fetched(PAGE)).hasMessageContaining("status code 500");

        until(() -> failure(PAGE).isEmpty());

        assertThat(sites.troubles()).isEmpty();
    }

    @Test
    void a_site_that_still_fails_is_left_alone_again() {
        limited(breaking(1, Duration.ofMillis(200)));
        simulator.on(MARKDOWN, status(500));
        assertThatThrownBy(() -> fetched(PAGE)).hasMessageContaining("status code 500");

        until(() -> failure(PAGE).contains("status code 500"));

        until(() -> failure(PAGE).contains("is not asked at the moment"));
    }

    @Test
    void one_that_was_under_way_before_lets_nobody_try_beside_the_one_that_does() throws Exception {
        Gate gate = new Gate("a site", breaking(1, Duration.ofNanos(1)));
        Gate.Turn before = entered(gate);
        try (Gate.Turn failing = entered(gate)) {
            failing.failed();
        }
        try (Gate.Turn trial = entered(gate)) {
            before.close();

            assertThatThrownBy(() -> entered(gate)).hasMessageContaining("a site is not asked at the moment");
            trial.answered(200);
        }
        entered(gate).close();
        assertThat(gate.trouble()).isEmpty();
    }

    private static Gate.Turn entered(Gate gate) throws UpstreamFailed {
        return gate.enter(Trip.begin("Asked", Duration.ofSeconds(20), new Cancellation()));
    }

    @Test
    void what_another_try_mended_is_no_failure() throws Exception {
        limited(new SitesLimits(Duration.ofSeconds(20), 2, 1 << 20, 5, 8, 64, 1_000, 1, Duration.ofMinutes(1)));
        simulator.on(
                MARKDOWN, status(500), page("text/markdown", "# Page"), status(500), page("text/markdown", "# Page"));

        assertThat(found(PAGE).text()).isEqualTo("# Page");
        assertThat(found(PAGE).text()).isEqualTo("# Page");
    }

    @Test
    void no_more_than_so_many_are_asked_at_once() throws Exception {
        limited(new SitesLimits(Duration.ofSeconds(20), 1, 1 << 20, 5, 2, 64, 1_000, 100, Duration.ofMinutes(1)));
        counted();

        List<Future<Fetched>> answers = callers(8);
        until(() -> inside.get() == 2);
        go.countDown();

        for (Future<Fetched> answer : answers) {
            assertThat(answer.get()).isInstanceOf(Fetched.Found.class);
        }
        assertThat(most).hasValue(2);
    }

    @Test
    void no_more_than_so_many_wait() throws Exception {
        limited(new SitesLimits(Duration.ofSeconds(20), 1, 1 << 20, 5, 1, 2, 1_000, 100, Duration.ofMinutes(1)));
        counted();

        List<Future<Fetched>> answers = callers(4);
        until(() -> answers.stream().anyMatch(Future::isDone));

        Future<Fetched> refused =
                answers.stream().filter(Future::isDone).findFirst().orElseThrow();
        assertThat(catchThrowableOfType(ExecutionException.class, refused::get).getCause())
                .hasMessageContaining("too many requests wait for docs.aws.amazon.com already; try again later");
        assertThat(answers.stream().filter(Future::isDone)).hasSize(1);
    }

    @Test
    void who_waits_in_vain_is_told_so() throws Exception {
        limited(new SitesLimits(Duration.ofMillis(600), 1, 1 << 20, 5, 1, 8, 1_000, 100, Duration.ofMinutes(1)));
        counted();

        List<Future<Fetched>> answers = callers(2);

        List<String> told = new ArrayList<>();
        for (Future<Fetched> answer : answers) {
            told.add(catchThrowableOfType(ExecutionException.class, answer::get)
                    .getCause()
                    .getMessage());
        }
        assertThat(told)
                .anySatisfy(message -> assertThat(message).contains("there was no answer within a second"))
                .anySatisfy(message -> assertThat(message)
                        .contains("the 1 requests that docs.aws.amazon.com is asked at once were all under way"));
    }

    @Test
    void who_gives_up_leaves_the_queue() throws Exception {
        limited(new SitesLimits(Duration.ofSeconds(20), 1, 1 << 20, 5, 1, 1, 1_000, 100, Duration.ofMinutes(1)));
        counted();
        Future<Fetched> first = callers.submit(() -> fetched(PAGE));
        until(() -> inside.get() == 1);
        Cancellation cancellation = new Cancellation();
        Callable<Fetched> other = () -> sites.page(PAGE, Optional.empty(), cancellation);
        List<Future<Fetched>> others = List.of(callers.submit(other), callers.submit(other));
        until(() -> others.stream().anyMatch(Future::isDone)); // one has the only place in the queue
        Future<Fetched> queued =
                others.stream().filter(answer -> !answer.isDone()).findFirst().orElseThrow();

        cancellation.cancel();

        assertThat(catchThrowableOfType(ExecutionException.class, queued::get)).hasCauseInstanceOf(RpcException.class);
        go.countDown();
        assertThat(first.get()).isInstanceOf(Fetched.Found.class);
        assertThat(fetched(PAGE)).isInstanceOf(Fetched.Found.class);
    }

    @Test
    void no_more_than_so_many_are_asked_in_a_second() throws Exception {
        limited(new SitesLimits(Duration.ofSeconds(20), 1, 1 << 20, 5, 2, 64, 4, 100, Duration.ofMinutes(1)));
        go.countDown();
        counted();
        long before = System.nanoTime();

        for (Future<Fetched> answer : callers(6)) {
            answer.get();
        }

        // Two have a place at once; the other four come at four a second.
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(700));
    }

    private static SitesLimits breaking(int failures, Duration pause) {
        return new SitesLimits(Duration.ofSeconds(20), 1, 1 << 20, 5, 8, 64, 1_000, failures, pause);
    }

    /** A page in Markdown that waits for the word to go on, and counts who is there. */
    private void counted() {
        simulator.on(MARKDOWN, (peer, asked) -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            inside.decrementAndGet();
            page("text/markdown", "# Page").play(peer, asked);
        });
    }

    private List<Future<Fetched>> callers(int count) {
        List<Future<Fetched>> answers = new ArrayList<>();
        Callable<Fetched> one = () -> fetched(PAGE);
        for (int i = 0; i < count; i++) {
            answers.add(callers.submit(one));
        }
        return answers;
    }

    /** Why that page does not come; empty where it does. */
    private String failure(String url) {
        try {
            fetched(url);
            return "";
        } catch (UpstreamFailed e) {
            return String.valueOf(e.getMessage());
        }
    }
}
