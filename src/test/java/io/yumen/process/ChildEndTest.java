package io.yumen.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How children end, and what they leave behind: nothing. */
class ChildEndTest {

    private static final ChildLimits LIMITS = ChildLimits.DEFAULT.with(
            new ShutdownLimits(Duration.ofMillis(150), Duration.ofMillis(500), Duration.ofSeconds(5)));

    private final Children children = new Children(ChildrenLimits.DEFAULT);
    private final Recorder recorder = new Recorder();

    @AfterEach
    void end() {
        children.close();
    }

    @ParameterizedTest
    @EnumSource
    void the_end_of_input_is_tried_first(Isolation isolation) throws Exception {
        ChildProcess child = start("trap 'echo terminated' TERM; cat; echo left", isolation);

        child.close();

        assertThat(recorder.exit().code()).isZero();
        assertThat(recorder.linesLeft()).containsExactly("left");
    }

    @ParameterizedTest
    @EnumSource
    void the_whole_family_gets_a_chance_to_end_in_order(Isolation isolation) throws Exception {
        String grandchild = "trap 'echo grandchild; exit' TERM; echo ready; while :; do sleep 0.05; done";
        start(
                "sh -c \"" + grandchild + "\" & trap 'wait; echo child; exit 7' TERM; while :; do sleep 0.05; done",
                isolation);
        assertThat(recorder.line()).isEqualTo("ready");

        children.close();

        assertThat(recorder.linesLeft()).containsExactly("grandchild", "child");
        assertThat(recorder.exit().code()).isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource
    void what_ignores_every_request_is_killed_with_its_family(Isolation isolation) throws Exception {
        String mark = Marked.fresh();
        start("trap '' TERM HUP INT; " + mark + " sleep 60 & echo ready; while :; do sleep 0.05; done", isolation);
        recorder.line();
        Recorder.await("the grandchild runs", () -> Marked.count(mark) > 0);

        children.close();

        assertThat(recorder.exit().describe()).isEqualTo("was ended by signal 9");
        assertThat(Marked.count(mark)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void grandchildren_do_not_outlive_a_child_that_leaves_by_itself(Isolation isolation) throws Exception {
        String mark = Marked.fresh();
        ChildProcess child = start(mark + " sleep 60 & exit 0", isolation);

        assertThat(recorder.exit().code()).isZero();
        child.close();
        assertThat(Marked.count(mark)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void a_grandchild_in_a_session_of_its_own_goes_too(Isolation isolation) throws Exception {
        String mark = Marked.fresh();
        ChildProcess child = start("(" + mark + " setsid sleep 60 &) ; read -r go; exit 0", isolation);
        Recorder.await("the grandchild runs", () -> Marked.count(mark) > 0);
        child.send(new byte[] {'x'});

        assertThat(recorder.exit().code()).isZero();
        child.close();
        assertThat(Marked.count(mark)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void a_stopped_child_is_ended_all_the_same(Isolation isolation) throws Exception {
        String mark = Marked.fresh();
        ChildProcess child = start("kill -STOP $$; " + mark + " true", isolation);

        child.close();

        assertThat(recorder.exit().describe()).isEqualTo("was ended by signal 9");
        assertThat(Recorder.alive(child.pid())).isFalse();
    }

    @Test
    void a_child_can_be_closed_by_many_and_again() throws Exception {
        ChildProcess child = start("cat", Isolation.PROCESS);

        List<Thread> closers = IntStream.range(0, 20)
                .mapToObj(ignored -> Thread.startVirtualThread(child::close))
                .toList();
        for (Thread closer : closers) {
            closer.join();
        }
        child.close();

        assertThat(child.exit()).isPresent();
        assertThat(recorder.events).containsExactly(new ChildEvent.Exited(recorder.exit()));
    }

    @ParameterizedTest
    @EnumSource
    void the_last_words_of_one_that_was_killed_are_kept(Isolation isolation) throws Exception {
        String script = "trap 'echo never >&2' TERM; echo ready; while :; do sleep 0.05; done";
        ChildProcess child = start(script, isolation);
        recorder.line();

        child.close();

        assertThat(recorder.exit().lastComplaints()).contains("never");
    }

    @Test
    void an_observer_may_close_the_child_that_it_watches() throws Exception {
        AtomicReference<ChildProcess> child = new AtomicReference<>();
        ChildObserver closing = event -> {
            child.get().close();
            recorder.on(event);
        };
        child.set(children.start(Command.of("sh", "-c", "read -r go; echo hello; cat"), LIMITS, closing));
        child.get().send(new byte[] {'x'});

        long before = System.nanoTime();
        assertThat(recorder.line()).isEqualTo("hello");
        recorder.exit();

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(1500));
    }

    @Test
    void an_interrupted_closer_kills_at_once() {
        ChildProcess child = children.start(
                Command.of("sh", "-c", "trap '' TERM; while :; do sleep 0.05; done"), ChildLimits.DEFAULT, recorder);

        Thread closer = Thread.startVirtualThread(() -> {
            Thread.currentThread().interrupt();
            child.close();
        });

        Recorder.await("it is gone", Duration.ofSeconds(2), () -> child.exit().isPresent() && !closer.isAlive());
    }

    @Test
    void many_children_live_and_end_at_once() throws Exception {
        int count = 40;
        List<Recorder> recorders =
                IntStream.range(0, count).mapToObj(ignored -> new Recorder()).toList();
        List<Thread> users = recorders.stream()
                .map(each -> Thread.startVirtualThread(
                        () -> children.start(Command.of("cat"), LIMITS, each).send("hello".getBytes(UTF_8))))
                .toList();
        for (Thread user : users) {
            user.join();
        }
        for (Recorder each : recorders) {
            assertThat(each.line()).isEqualTo("hello");
        }

        children.close();

        for (Recorder each : recorders) {
            assertThat(each.exit().code()).isZero();
        }
    }

    @Test
    void a_keeper_that_is_killed_is_replaced() throws Exception {
        ChildProcess child = start("trap '' TERM; echo ready; while :; do sleep 0.05; done", Isolation.NONE);
        recorder.line();
        ProcessHandle keeper = keeper();

        keeper.destroyForcibly();

        Recorder.await(
                "another keeper",
                () -> ProcessHandle.current()
                        .children()
                        .anyMatch(each -> isKeeper(each) && each.pid() != keeper.pid()));
        child.close();
        assertThat(recorder.exit().describe()).isEqualTo("was ended by signal 9");
    }

    private ChildProcess start(String script, Isolation isolation) {
        return children.start(Command.of("sh", "-c", script).with(isolation), LIMITS, recorder);
    }

    private static ProcessHandle keeper() {
        return ProcessHandle.current()
                .children()
                .filter(ChildEndTest::isKeeper)
                .findFirst()
                .orElseThrow();
    }

    private static boolean isKeeper(ProcessHandle process) {
        return process.isAlive()
                && process.info().arguments().stream().flatMap(Arrays::stream).anyMatch("yumen-keeper"::equals);
    }
}
