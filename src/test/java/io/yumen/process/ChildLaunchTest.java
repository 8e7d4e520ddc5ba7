package io.yumen.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.yumen.process.ChildException.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a program finds when it starts, and why it may not start. */
class ChildLaunchTest {

    /** Where a process's group and session stand in its {@code /proc/PID/stat}. */
    private static final int GROUP = 4;

    private static final int SESSION = 5;

    private final Children children = new Children(ChildrenLimits.DEFAULT);
    private final Recorder recorder = new Recorder();

    @TempDir
    Path folder;

    @AfterEach
    void end() {
        children.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "PROCESS"})
    void no_shell_interprets_an_argument(Isolation isolation) throws Exception {
        List<String> hostile = List.of(
                "%s\n", "$(touch canary)", "`touch canary`", "; touch canary", "\"'\\", "--", "-c", "", "* $HOME");

        List<String> lines = output(new Command("printf", hostile, folder, Environment.SAFE, World.at(isolation)));

        assertThat(lines)
                .containsExactly("$(touch canary)", "`touch canary`", "; touch canary", "\"'\\", "--", "-c", "* $HOME");
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "PROCESS"})
    void it_sees_the_safe_and_the_declared_variables_only(Isolation isolation) throws Exception {
        Environment environment = Environment.SAFE.declaring(Map.of("TOKEN", "s3cret $HOME"));

        List<String> lines = output(Command.of("env").with(environment).with(isolation));

        assertThat(lines).contains("TOKEN=s3cret $HOME", "PATH=" + System.getenv("PATH"));
        assertThat(lines)
                .allMatch(line ->
                        line.matches("(PATH|HOME|USER|LOGNAME|SHELL|TERM|LANG|LANGUAGE|TZ|TMPDIR|XDG_RUNTIME_DIR"
                                + "|LC_[A-Z]+|TOKEN|YUMEN_CHILD|PWD|OLDPWD|SHLVL|_)=.*"));
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "PROCESS"})
    void variables_that_a_shell_would_drop_arrive(Isolation isolation) throws Exception {
        Environment environment = Environment.SAFE.declaring(Map.of("npm_config_//host/:_authToken", "t", "a.b", "c"));

        assertThat(output(Command.of("env").with(environment).with(isolation)))
                .contains("npm_config_//host/:_authToken=t", "a.b=c");
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "PROCESS"})
    void it_has_its_three_files_a_parent_and_no_core_dumps(Isolation isolation) throws Exception {
        String script = "ulimit -c; ls -C /proc/$$/fd; [ $PPID -ne 1 ] && echo parented";

        assertThat(output(Command.of("sh", "-c", script).with(isolation))).containsExactly("0", "0  1  2", "parented");
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "PROCESS"})
    void it_leads_a_session_of_its_own(Isolation isolation) throws Exception {
        Command command = Command.of("sh", "-c", "echo runs; cat").with(isolation);
        ChildProcess child = children.start(command, ChildLimits.DEFAULT, recorder);
        assertThat(recorder.line()).isEqualTo("runs");

        // Seen from outside: where a namespace hides the leader of a session, its id reads 0 within.
        String[] fields =
                Files.readString(Path.of("/proc/" + child.pid() + "/stat")).split(" ");
        assertThat(fields[GROUP]).isEqualTo(String.valueOf(child.pid()));
        assertThat(fields[SESSION]).isEqualTo(String.valueOf(child.pid()));
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "PROCESS"})
    void it_reads_and_writes_files_where_it_was_told_to_start(Isolation isolation) throws Exception {
        String script =
                "pwd; echo written > file; test -w /tmp && test -d /proc/self && test -e /sys/class/net/lo && echo open";

        List<String> lines = output(Command.of("sh", "-c", script).in(folder).with(isolation));

        assertThat(lines).containsExactly(folder.toRealPath().toString(), "open");
        assertThat(folder.resolve("file")).hasContent("written");
    }

    @Test
    void a_relative_program_starts_at_the_working_directory() throws Exception {
        Path script = Files.writeString(folder.resolve("run.sh"), "#!/bin/sh\necho \"$0\"\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();

        assertThat(output(Command.of("./run.sh").in(folder))).first().asString().endsWith("run.sh");
    }

    @Test
    void a_missing_program_is_named_with_where_it_was_looked_for() {
        Environment environment = Environment.SAFE.declaring(Map.of("PATH", "/nowhere:relative:/usr/bin"));

        ChildException problem = problem(Command.of("npx-that-is-not-there").with(environment));

        assertThat(problem.code()).isEqualTo(Code.PROGRAM_NOT_FOUND);
        assertThat(problem).hasMessageContaining("npx-that-is-not-there").hasMessageContaining("[/nowhere, /usr/bin]");
    }

    @Test
    void a_program_that_is_not_executable_is_named() throws Exception {
        Path file = Files.writeString(folder.resolve("data.txt"), "x");

        assertThat(problem(Command.of(file.toString()))).hasMessageContaining("chmod +x");
        assertThat(problem(Command.of("/nowhere/tool"))).hasMessageContaining("There is no program '/nowhere/tool'");
    }

    @Test
    void a_missing_directory_is_named() {
        ChildException problem = problem(Command.of("cat").in(folder.resolve("gone")));

        assertThat(problem.code()).isEqualTo(Code.DIRECTORY_NOT_FOUND);
        assertThat(problem).hasMessageContaining(folder.resolve("gone").toString());
    }

    @Test
    void a_program_whose_interpreter_is_missing_says_so_on_its_standard_error() throws Exception {
        Path script = Files.writeString(folder.resolve("broken"), "#!/nowhere/interpreter\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();

        children.start(Command.of(script.toString()).with(Isolation.NONE), ChildLimits.DEFAULT, recorder);

        assertThat(recorder.exit().code()).isIn(126, 127);
        assertThat(recorder.exit().lastComplaints()).anyMatch(line -> line.contains("broken"));
    }

    @Test
    void there_is_a_limit_to_the_number_of_children() throws Exception {
        try (Children few = new Children(new ChildrenLimits(1))) {
            ChildProcess first = few.start(Command.of("cat"), ChildLimits.DEFAULT, recorder);

            ChildException problem = catchThrowableOfType(
                    ChildException.class, () -> few.start(Command.of("cat"), ChildLimits.DEFAULT, recorder));
            assertThat(problem.code()).isEqualTo(Code.START_FAILED);

            first.close();
            few.start(Command.of("cat"), ChildLimits.DEFAULT, recorder).close();
        }
    }

    @Test
    void without_setsid_perl_makes_the_group() throws Exception {
        Path perl = Files.createSymbolicLink(
                folder.resolve("perl"), ProgramPath.ours().find("perl").orElseThrow());
        List<String> prefix = Launch.ownSession(ProgramPath.of(folder.toString()));
        assertThat(prefix).first().isEqualTo(perl.toString());

        List<String> line = new ArrayList<>(prefix);
        line.addAll(List.of("/bin/sh", "-c", "cut -d' ' -f1,5 /proc/$$/stat"));
        Process process = new ProcessBuilder(line).start();

        assertThat(new String(process.getInputStream().readAllBytes(), UTF_8).strip())
                .isEqualTo(process.pid() + " " + process.pid());
        assertThat(Launch.ownSession(ProgramPath.of("/nowhere"))).isEmpty();
    }

    private List<String> output(Command command) throws Exception {
        children.start(command, ChildLimits.DEFAULT, recorder);
        assertThat(recorder.exit()).isEqualTo(new Exit(0, Exit.Cause.UNASKED, List.of()));
        return recorder.linesLeft();
    }

    private ChildException problem(Command command) {
        return catchThrowableOfType(ChildException.class, () -> children.start(command, ChildLimits.DEFAULT, recorder));
    }
}
