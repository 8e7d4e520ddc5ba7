package io.yumen.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of children when the whole program dies. */
class OrphanTest {

    /** The keeper leaves a group one second between SIGTERM and SIGKILL. */
    private static final Duration GONE_WITHIN = Duration.ofSeconds(3);

    @ParameterizedTest
    @CsvSource({"NONE, KILL", "PROCESS, KILL", "FILES, KILL", "SEALED, KILL", "NONE, HALT", "SEALED, HALT"})
    void nobody_outlives_a_program_that_dies(Isolation isolation, String death) throws Exception {
        String mark = Marked.fresh();
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Doomed.class.getName(),
                        isolation.name(),
                        mark)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output = program.inputReader()) {
            // SLF4J may have something to say first.
            assertThat(output.lines().anyMatch("ready"::equals)).isTrue();
            Recorder.await("child, grandchild and stray run", () -> Marked.count(mark) >= 3);

            if (death.equals("KILL")) {
                program.destroyForcibly();
            } else {
                program.getOutputStream().close();
            }

            Recorder.await("all are gone", GONE_WITHIN, () -> !program.isAlive() && Marked.count(mark) == 0);
        } finally {
            program.destroyForcibly();
        }
    }

    /** Starts a family that resists everything but SIGKILL, and never closes it. */
    static final class Doomed {

        private static final String STUBBORN = "trap '' TERM HUP INT; while :; do sleep 0.1; done";

        public static void main(String[] arguments) throws Exception {
            Isolation isolation = Isolation.valueOf(arguments[0]);
            String[] mark = arguments[1].split("=");
            String script = "trap '' TERM HUP INT; (setsid sh -c \"" + STUBBORN + "\" &); sh -c \"" + STUBBORN
                    + "\" & echo ready; while :; do sleep 0.1; done";
            Recorder recorder = new Recorder();
            Children children = new Children(ChildrenLimits.DEFAULT);
            var ignored = children.start(
                    new Command(
                            "sh",
                            List.of("-c", script),
                            null,
                            Environment.SAFE.declaring(Map.of(mark[0], mark[1])),
                            World.at(isolation)),
                    ChildLimits.DEFAULT,
                    recorder);
            recorder.line();
            System.out.println("ready");
            int end = System.in.read();
            Runtime.getRuntime().halt(end);
        }
    }
}
