package io.yumen.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Starting and ending children leaves no thread, no open file and no process; {@code -Dyumen.soak} makes it a
 * thousand.
 */
class ChildLeakTest {

    private static final int CYCLES = System.getProperty("yumen.soak") == null ? 30 : 1000;
    private static final ChildLimits LIMITS = ChildLimits.DEFAULT.with(
            new ShutdownLimits(Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofSeconds(5)));

    /** A good one, one that crashes, one with grandchildren, one that has to be killed. */
    private static final List<String> KINDS = List.of(
            "cat",
            "read -r line; echo \"$line\"; exit 9",
            "sleep 50 & (setsid sleep 50 &); cat",
            "trap '' TERM; cat; while :; do sleep 0.01; done");

    @ParameterizedTest
    @EnumSource
    void nothing_is_left_of_children_that_came_and_went(Isolation isolation) throws Exception {
        String mark = Marked.fresh();
        try (Children children = new Children(ChildrenLimits.DEFAULT)) {
            cycle(children, isolation, mark, 0);
            long files = openFiles();
            long processes = processes();

            for (int number = 1; number <= CYCLES; number++) {
                cycle(children, isolation, mark, number);
            }

            assertThat(Marked.count(mark)).isZero();
            Recorder.await("no child is left, dead or alive", () -> processes() <= processes);
            Recorder.await("no file is left open", () -> openFiles() <= files);
            Recorder.await("no reader is left", () -> readers() == 0);
        }
        AtomicLong last = new AtomicLong();
        Recorder.await("the keeper went too", () -> {
            last.set(ProcessHandle.current().children().count());
            return last.get() == 0;
        });
    }

    private static void cycle(Children children, Isolation isolation, String mark, int number) throws Exception {
        Recorder recorder = new Recorder();
        String script = "export " + mark + "; " + KINDS.get(number % KINDS.size());
        ChildProcess child = children.start(Command.of("sh", "-c", script).with(isolation), LIMITS, recorder);
        child.send("hello".getBytes(UTF_8));
        assertThat(recorder.line()).isEqualTo("hello");
        child.close();
        recorder.exit();
    }

    private static long openFiles() {
        String[] files = new File("/proc/self/fd").list();
        return files == null ? 0 : files.length;
    }

    private static long processes() {
        return ProcessHandle.current().children().count();
    }

    private static long readers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("child-"))
                .count();
    }
}
