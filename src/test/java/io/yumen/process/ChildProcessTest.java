package io.yumen.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.yumen.process.ChildException.Code;
import io.yumen.process.pipe.ComplaintLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes in and out of a child. */
class ChildProcessTest {

    private static final ShutdownLimits IMPATIENT =
            new ShutdownLimits(Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofSeconds(5));
    private static final ChildLimits LIMITS = ChildLimits.DEFAULT.with(IMPATIENT);
    private static final Duration DEADLINE = Duration.ofMillis(300);
    private static final ChildLimits SHORT_DEADLINE =
            new ChildLimits(1000, 2, DEADLINE, ComplaintLimits.DEFAULT, IMPATIENT);

    private final Children children = new Children(ChildrenLimits.DEFAULT);
    private final Recorder recorder = new Recorder();

    @AfterEach
    void end() {
        children.close();
    }

    @ParameterizedTest
    @EnumSource
    void lines_go_in_and_come_out(Isolation isolation) throws Exception {
        ChildProcess child = children.start(Command.of("cat").with(isolation), LIMITS, recorder);

        child.send("{\"id\":1}".getBytes(UTF_8));
        child.send("玉门".getBytes(UTF_8));

        assertThat(recorder.line()).isEqualTo("{\"id\":1}");
        assertThat(recorder.line()).isEqualTo("玉门");
        child.close();
        assertThat(recorder.exit()).isEqualTo(new Exit(0, Exit.Cause.STOPPED, List.of()));
        assertThat(Recorder.alive(child.pid())).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void the_exit_code_and_the_last_words_are_told_last(Isolation isolation) throws Exception {
        start("echo out; echo first >&2; printf '\\033[31mlast\\033[0m\\n' >&2; exit 3", isolation, LIMITS);

        assertThat(recorder.exit()).isEqualTo(new Exit(3, Exit.Cause.UNASKED, List.of("first", "last")));
        assertThat(recorder.line()).isEqualTo("out");
        assertThat(recorder.events.getLast()).isInstanceOf(ChildEvent.Exited.class);
    }

    @Test
    void a_child_that_is_killed_is_told_with_the_signal() throws Exception {
        ChildProcess child = start("echo ready; exec sleep 60");
        recorder.line();

        ProcessHandle.of(child.pid()).orElseThrow().destroyForcibly();

        assertThat(recorder.exit().describe()).isEqualTo("was ended by signal 9");
        assertThat(child.exit()).contains(recorder.exit());
    }

    @Test
    void garbage_is_delivered_as_it_is_and_empty_lines_are_left_out() throws Exception {
        List<byte[]> lines = new ArrayList<>();
        Recorder exits = new Recorder();
        children.start(Command.of("sh", "-c", "printf '\\377\\000x\\n\\n\\r\\nab\\r\\nhalf'"), LIMITS, event -> {
            if (event instanceof ChildEvent.Line line) {
                lines.add(line.bytes());
            }
            exits.on(event);
        });

        exits.exit();

        assertThat(lines).containsExactly(new byte[] {-1, 0, 'x'}, "ab".getBytes(UTF_8), "half".getBytes(UTF_8));
    }

    @Test
    void a_line_over_the_limit_is_skipped_and_the_next_one_delivered() throws Exception {
        ChildLimits limits = new ChildLimits(1024 * 1024, 2, DEADLINE, ComplaintLimits.DEFAULT, IMPATIENT);
        start("head -c 10485760 /dev/zero | tr '\\0' x; echo; echo next", Isolation.PROCESS, limits);

        assertThat(recorder.line()).isEqualTo("next");
        assertThat(recorder.events).first().isEqualTo(new ChildEvent.LineTooLong("x".repeat(200)));
    }

    @Test
    void a_large_line_comes_whole() throws Exception {
        ChildProcess child = children.start(Command.of("cat"), LIMITS, recorder);
        String large = "y".repeat(10 * 1024 * 1024);

        child.send(large.getBytes(UTF_8));

        assertThat(recorder.line()).isEqualTo(large);
    }

    @Test
    void a_flood_of_complaints_neither_blocks_the_child_nor_fills_the_memory() throws Exception {
        ChildProcess child =
                start("yes 0123456789012345678901234567890123456789 | head -c 100000000 >&2; echo done; cat");

        assertThat(recorder.line()).isEqualTo("done");
        Recorder.await("the flood is read", () -> child.lastComplaints(1000).size() == 500);
        assertThat(recorder.events).hasSizeLessThan(50 * 60);
        assertThat(recorder.events)
                .anyMatch(event -> event instanceof ChildEvent.Complaint complaint && complaint.omitted() == 0);
    }

    @Test
    void a_complaint_without_end_is_cut() throws Exception {
        start("head -c 1000000 /dev/zero | tr '\\0' x >&2; echo >&2; echo end >&2; exit 1");

        assertThat(recorder.exit().lastComplaints()).containsExactly("x".repeat(4096), "end");
    }

    @Test
    void lines_of_concurrent_senders_never_mix() throws Exception {
        Set<String> received = ConcurrentHashMap.newKeySet();
        ChildProcess child = children.start(Command.of("cat"), LIMITS, event -> {
            if (event instanceof ChildEvent.Line line) {
                received.add(new String(line.bytes(), UTF_8));
            }
        });
        List<String> sent = IntStream.range(0, 500)
                .mapToObj(number -> (number + ":" + (char) ('a' + number % 26)).repeat(1 + number * 20))
                .toList();

        List<Thread> senders = sent.stream()
                .map(line -> Thread.startVirtualThread(() -> child.send(line.getBytes(UTF_8))))
                .toList();
        for (Thread sender : senders) {
            sender.join();
        }

        Recorder.await("all lines came back", () -> received.size() == sent.size());
        assertThat(received).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void a_child_that_does_not_read_costs_a_sender_no_more_than_the_deadline() throws Exception {
        ChildProcess child = start("echo ready; exec sleep 60", Isolation.PROCESS, SHORT_DEADLINE);
        recorder.line();
        byte[] moreThanThePipeHolds = new byte[1024 * 1024];

        assertThat(codeOfSending(child, moreThanThePipeHolds)).isEqualTo(Code.UNCERTAIN);
        long before = System.nanoTime();
        assertThat(codeOfSending(child, new byte[] {'x'})).isEqualTo(Code.STALLED);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isBetween(DEADLINE, DEADLINE.multipliedBy(5));
        long beforeClose = System.nanoTime();
        child.close();
        assertThat(Duration.ofNanos(System.nanoTime() - beforeClose)).isLessThan(Duration.ofSeconds(3));
        assertThat(Recorder.alive(child.pid())).isFalse();
    }

    @Test
    void a_stopped_child_that_goes_on_gets_whole_lines() throws Exception {
        ChildLimits limits = new ChildLimits(8 * 1024 * 1024, 2, DEADLINE, ComplaintLimits.DEFAULT, IMPATIENT);
        ChildProcess child = start("exec cat", Isolation.NONE, limits);
        child.send("first".getBytes(UTF_8));
        recorder.line();
        signal("STOP", child.pid());
        String large = "z".repeat(4 * 1024 * 1024);
        assertThat(codeOfSending(child, large.getBytes(UTF_8))).isEqualTo(Code.UNCERTAIN);
        assertThat(codeOfSending(child, "abandoned".getBytes(UTF_8))).isEqualTo(Code.STALLED);

        signal("CONT", child.pid());
        child.send("last".getBytes(UTF_8));

        assertThat(recorder.line()).isEqualTo(large);
        assertThat(recorder.line()).isEqualTo("last");
    }

    @Test
    void nothing_is_sent_to_a_child_that_has_ended() throws Exception {
        ChildProcess child = start("exit 0");
        recorder.exit();

        assertThat(codeOfSending(child, new byte[] {'x'})).isEqualTo(Code.ENDED);
    }

    @Test
    void senders_that_wait_are_released_when_the_child_dies() throws Exception {
        ChildProcess child = start("echo ready; exec sleep 60");
        recorder.line();
        List<Code> codes = new CopyOnWriteArrayList<>();
        List<Thread> senders = IntStream.range(0, 20)
                .mapToObj(
                        ignored -> Thread.startVirtualThread(() -> codes.add(codeOfSending(child, new byte[100_000]))))
                .toList();

        Recorder.await("a sender waits", () -> senders.stream().anyMatch(Thread::isAlive));
        child.close();

        for (Thread sender : senders) {
            assertThat(sender.join(Duration.ofSeconds(5))).isTrue();
        }
        assertThat(codes).hasSize(20).isSubsetOf(Code.ENDED, Code.UNCERTAIN);
        assertThat(codes).filteredOn(Code.UNCERTAIN::equals).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void a_line_break_cannot_be_smuggled_in() {
        ChildProcess child = children.start(Command.of("cat"), LIMITS, recorder);

        assertThatThrownBy(() -> child.send("a\nb".getBytes(UTF_8))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_observer_that_fails_does_not_stop_the_reading() throws Exception {
        ChildProcess child = children.start(Command.of("cat"), LIMITS, event -> {
            recorder.on(event);
            throw new IllegalStateException("observer");
        });

        child.send("one".getBytes(UTF_8));
        child.send("two".getBytes(UTF_8));

        assertThat(recorder.line()).isEqualTo("one");
        assertThat(recorder.line()).isEqualTo("two");
    }

    private ChildProcess start(String script) {
        return start(script, Isolation.PROCESS, LIMITS);
    }

    private ChildProcess start(String script, Isolation isolation, ChildLimits limits) {
        return children.start(Command.of("sh", "-c", script).with(isolation), limits, recorder);
    }

    private static Code codeOfSending(ChildProcess child, byte[] line) {
        return catchThrowableOfType(ChildException.class, () -> child.send(line))
                .code();
    }

    private static void signal(String name, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }
}
