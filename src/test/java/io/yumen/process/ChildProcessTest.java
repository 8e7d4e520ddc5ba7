package io.yumen.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChildProcessTest {

    private static final ShutdownLimits IMPATIENT =
            new ShutdownLimits(Duration.ofMillis(100), Duration.ofMillis(300), Duration.ofSeconds(5));
    private static final ChildLimits LIMITS = ChildLimits.DEFAULT.with(IMPATIENT);

    @TempDir
    Path folder;

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
    void the_exit_code_and_the_last_words_are_told(Isolation isolation) throws Exception {
        start("echo out; echo first >&2; echo '\033[31mlast\033[0m' >&2; exit 3", isolation);

        assertThat(recorder.exit()).isEqualTo(new Exit(3, Exit.Cause.UNASKED, List.of("first", "last")));
        assertThat(recorder.line()).isEqualTo("out");
        assertThat(recorder.events.getLast()).isInstanceOf(ChildEvent.Exited.class);
    }

    private ChildProcess start(String script, Isolation isolation) {
        return start(script, isolation, LIMITS);
    }

    private ChildProcess start(String script, Isolation isolation, ChildLimits limits) {
        return children.start(Command.of("sh", "-c", script).with(isolation), limits, recorder);
    }
}
