package io.yumen.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.yumen.process.ChildException.Code;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What a child at each level finds of the machine, as it tells itself: real programs under the real bubblewrap. */
class IsolationTest {
    private static final String SECRET = "s3cret";

    private final List<AutoCloseable> open = new ArrayList<>();

    @TempDir
    Path folder;

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable one : open.reversed()) {
            one.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void it_gets_of_our_environment_what_is_harmless_and_what_was_declared(Isolation isolation) throws Exception {
        Environment environment = Environment.SAFE.declaring(Map.of("TOKEN", "t"));

        List<String> lines = output(Command.of("env").with(environment).with(isolation), OwnPlaces.NONE);

        assertThat(lines).contains("TOKEN=t");
        assertThat(lines)
                .allMatch(line ->
                        line.matches("(PATH|HOME|USER|LOGNAME|SHELL|TERM|LANG|LANGUAGE|TZ|TMPDIR|XDG_RUNTIME_DIR"
                                + "|LC_[A-Z]+|TOKEN|YUMEN_CHILD|PWD|OLDPWD|SHLVL|_)=.*"));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void it_sees_no_process_but_its_own(Isolation isolation) throws Exception {
        String mark = Marked.fresh();
        Process outside = new ProcessBuilder("sh", "-c", mark + " exec sleep 60").start();
        open.add(outside::destroyForcibly);
        Recorder.await("the other runs", () -> Marked.count(mark) > 0);
        String script = "cat /proc/[0-9]*/environ | tr '\\0' '\\n' | grep -c -F " + mark
                + "; grep -h NoNewPrivs /proc/$$/status";

        assertThat(output(sh(script).with(Isolation.NONE)).getFirst()).isNotEqualTo("0");
        assertThat(output(sh(script).with(isolation))).containsExactly("0", "NoNewPrivs:\t1");
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "PROCESS"})
    void below_files_it_uses_the_files_of_our_user(Isolation isolation) throws Exception {
        Path file = secret(folder.resolve("file"));

        assertThat(output(sh("cat " + file + "; echo new > " + file).with(isolation)))
                .containsExactly(SECRET);
        assertThat(file).hasContent("new");
    }

    @ParameterizedTest
    @EnumSource(names = {"FILES", "SEALED"})
    void from_files_on_it_sees_the_system_and_can_change_nothing(Isolation isolation) throws Exception {
        Path hidden = secret(folder.resolve("hidden"));
        Path home = Files.createTempFile(Path.of(System.getProperty("user.home")), "yumen-isolation", ".test");
        open.add(() -> Files.delete(home));

        assertThat(output(sh("test -e /etc/passwd && ls /usr/bin > /dev/null && echo system;"
                                + " cat " + hidden + " " + home + " 2> /dev/null;"
                                + " for d in / /usr /etc /home /run /var /opt; do touch $d/yumen-test 2> /dev/null && echo $d; done;"
                                + " grep -h CapEff /proc/self/status; ls -A . | wc -l")
                        .with(isolation)))
                .containsExactly("system", "CapEff:\t0000000000000000", "0");
    }

    @ParameterizedTest
    @EnumSource(names = {"FILES", "SEALED"})
    void home_and_temporary_files_are_its_own_and_go_with_it(Isolation isolation) throws Exception {
        Path temporary = Files.createTempFile(Path.of("/tmp"), "yumen-isolation", ".test");
        open.add(() -> Files.delete(temporary));
        String mine = temporary.getFileName() + "-mine";

        assertThat(output(sh("test -e " + temporary + " || echo private; echo a > /tmp/" + mine + "; echo a > $HOME/"
                                + mine + "; cat /tmp/" + mine + " $HOME/" + mine + "; pwd; echo $HOME")
                        .with(isolation)))
                .startsWith("private", "a", "a")
                .endsWith(System.getenv("HOME"), System.getenv("HOME"));
        assertThat(Path.of("/tmp", mine)).doesNotExist();
        assertThat(Path.of(System.getenv("HOME"), mine)).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(names = {"FILES", "SEALED"})
    void what_is_named_can_be_read_or_changed(Isolation isolation) throws Exception {
        Path read = Files.createDirectories(folder.resolve("read"));
        Path within = Files.createDirectories(read.resolve("within"));
        Path beside = Files.createDirectories(folder.resolve("beside"));
        secret(read.resolve("file"));
        secret(beside.resolve("file"));
        World world = World.at(isolation).reading(read).writing(within);

        List<String> lines = output(
                sh("cat " + read + "/file; echo x > " + read + "/new; echo y > " + within + "/new; cat " + beside
                                + "/file;" + " ls " + folder)
                        .with(world),
                OwnPlaces.NONE);

        assertThat(lines).containsExactly(SECRET, "read");
        assertThat(read.resolve("new")).doesNotExist();
        assertThat(within.resolve("new")).hasContent("y");
    }

    @ParameterizedTest
    @EnumSource(names = {"FILES", "SEALED"})
    void it_starts_where_it_was_told_to_and_can_only_read_there(Isolation isolation) throws Exception {
        secret(folder.resolve("file"));

        assertThat(output(sh("pwd; cat file; echo x > new").in(folder).with(isolation)))
                .containsExactly(folder.toString(), SECRET);
        assertThat(folder.resolve("new")).doesNotExist();

        World writing = World.at(isolation).writing(folder);
        assertThat(output(sh("echo x > new; cat new").in(folder).with(writing))).containsExactly("x");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void it_never_sees_the_folders_that_are_ours(Isolation isolation) throws Exception {
        Path state = Files.createDirectories(folder.resolve("state"));
        secret(state.resolve("master.key"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), state);
        OwnPlaces own = OwnPlaces.NONE.withFolder(link);
        World world = World.at(isolation);
        if (isolation.holds(Isolation.FILES)) {
            world = world.writing(folder);
        }

        List<String> lines = output(
                sh("cat " + state + "/master.key; cat " + link + "/master.key; ls -A " + state + " | wc -l; echo x > "
                                + state + "/new; cat /proc/*/root" + state + "/master.key")
                        .with(world),
                own);

        assertThat(lines).containsExactly("0");
        assertThat(state.resolve("new")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void it_cannot_move_away_a_folder_above_what_is_ours(Isolation isolation) throws Exception {
        Path above = Files.createDirectories(folder.resolve("above"));
        Path state = Files.createDirectories(above.resolve("below").resolve("state"));
        secret(state.resolve("master.key"));
        World world = World.at(isolation);
        if (isolation.holds(Isolation.FILES)) {
            world = world.writing(folder);
        }

        List<String> lines = output(
                sh("cd " + folder + "; mv above/below/state moved; mv above/below moved; mv above moved; "
                                + "find . -name master.key; ls -d above/below/state")
                        .with(world),
                OwnPlaces.NONE.withFolder(state));

        assertThat(lines).containsExactly("above/below/state");
        assertThat(state.resolve("master.key")).exists();
    }

    @Test
    void what_is_ours_is_hidden_by_whatever_name_it_is_reached() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Path state = Files.createDirectories(data.resolve("state"));
        secret(state.resolve("key"));
        Path alias = Files.createSymbolicLink(data.resolve("alias"), state);

        assertThat(output(
                        sh("cat " + alias + "/key; ls " + data)
                                .with(World.at(Isolation.FILES).reading(data)),
                        OwnPlaces.NONE.withFolder(state)))
                .containsExactly("alias", "state");
    }

    @Test
    void a_place_that_another_child_made_a_link_is_not_granted() throws Exception {
        Path granted = Files.createDirectories(folder.resolve("granted"));
        secret(Files.createDirectories(folder.resolve("private/notes")).resolve("file"));
        // The first one may write there, and makes a link of what the second one is to have.
        assertThat(output(sh("ln -s " + folder + "/private " + granted + "/shared; echo done")
                        .with(World.at(Isolation.FILES).writing(granted))))
                .containsExactly("done");
        Path shared = granted.resolve("shared");

        for (Path place : List.of(shared, shared.resolve("notes"))) {
            for (World world : List.of(
                    World.at(Isolation.FILES).reading(place),
                    World.at(Isolation.SEALED).writing(place))) {
                try (Children children = new Children(ChildrenLimits.DEFAULT, OwnPlaces.NONE)) {
                    assertThatThrownBy(() ->
                                    children.start(Command.of("true").with(world), ChildLimits.DEFAULT, new Recorder()))
                            .isInstanceOf(ChildException.class)
                            .hasMessageContaining("'" + shared + "' is a link")
                            .hasMessageContaining(
                                    "as in '" + folder.toRealPath().resolve("private"));
                }
            }
        }
    }

    @Test
    void a_socket_of_ours_is_hidden_from_process_on() throws Exception {
        Path bus = folder.resolve("bus");
        try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(bus));
            String script = "test -S " + bus + " && echo seen; echo end";
            OwnPlaces own = OwnPlaces.NONE.withSecret(bus);

            assertThat(output(sh(script).with(Isolation.NONE), own)).containsExactly("seen", "end");
            assertThat(output(sh(script).with(Isolation.PROCESS), own)).containsExactly("end");
        }
    }

    @Test
    void the_folder_of_the_configuration_is_hidden_but_for_what_is_named_below_it() throws Exception {
        Path project = Files.createDirectories(folder.resolve("project"));
        Path data = Files.createDirectories(project.resolve("data"));
        Path configuration = secret(project.resolve("yumen.json"));
        secret(project.resolve(".env"));
        secret(data.resolve("file"));
        OwnPlaces own = OwnPlaces.NONE.withConfiguration(configuration);
        String script = "cat " + project + "/.env; cat " + configuration + "; cat " + data + "/file";

        assertThat(output(sh(script).with(World.at(Isolation.FILES).reading(folder)), own))
                .isEmpty();
        assertThat(output(sh(script).with(World.at(Isolation.FILES).reading(folder, data)), own))
                .containsExactly(SECRET);
        assertThat(problem(sh(script).with(World.at(Isolation.FILES).reading(project)), own))
                .isEqualTo(Code.OWN_PLACE);
    }

    @ParameterizedTest
    @EnumSource
    void no_program_is_started_that_lies_where_we_keep_our_own(Isolation isolation) throws Exception {
        Path state = Files.createDirectories(folder.resolve("state"));
        Path program = Files.writeString(state.resolve("program"), "#!/bin/sh\ntouch " + folder + "/ran\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Path link = Files.createSymbolicLink(folder.resolve("link"), program);
        OwnPlaces own = OwnPlaces.NONE.withFolder(state);

        assertThat(problem(Command.of(program.toString()).with(isolation), own)).isEqualTo(Code.OWN_PLACE);
        assertThat(problem(Command.of(link.toString()).with(isolation), own)).isEqualTo(Code.OWN_PLACE);
        assertThat(problem(Command.of("true").in(state).with(isolation), own)).isEqualTo(Code.OWN_PLACE);
        assertThat(folder.resolve("ran")).doesNotExist();
    }

    @Test
    void a_folder_of_ours_cannot_be_named() throws Exception {
        Path state = Files.createDirectories(folder.resolve("state/deep"));
        OwnPlaces own = OwnPlaces.NONE.withFolder(folder.resolve("state"));

        assertThat(problem(Command.of("true").with(World.at(Isolation.FILES).writing(state)), own))
                .isEqualTo(Code.OWN_PLACE);
        assertThat(problem(
                        Command.of("true").with(World.at(Isolation.FILES).reading(folder.resolve("gone"))),
                        OwnPlaces.NONE))
                .isEqualTo(Code.DIRECTORY_NOT_FOUND);
    }

    @Test
    void a_program_that_is_not_seen_is_named_with_what_to_do() throws Exception {
        Path program = Files.writeString(folder.resolve("program"), "#!/bin/sh\necho runs\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Command command = Command.of(program.toString());

        assertThat(problem(command.with(Isolation.FILES), OwnPlaces.NONE)).isEqualTo(Code.NOT_VISIBLE);
        assertThat(output(command.with(World.at(Isolation.SEALED).reading(folder))))
                .containsExactly("runs");
    }

    @ParameterizedTest
    @EnumSource
    void only_at_sealed_it_reaches_no_network(Isolation isolation) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String script = "(exec 3<> /dev/tcp/127.0.0.1/" + server.getLocalPort()
                    + ") 2> /dev/null && echo reached || echo none";

            assertThat(output(Command.of("bash", "-c", script).with(isolation)))
                    .containsExactly(isolation == Isolation.SEALED ? "none" : "reached");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void it_has_its_limits_of_memory_processes_and_files(Isolation isolation) throws Exception {
        World world = World.at(isolation).with(new ResourceLimits(64 << 20, 50, 60));
        String hungry = "perl -e 'my $x = \"x\" x 200_000_000; print \"much\\n\"' 2> /dev/null || echo no";

        assertThat(output(Command.of("bash", "-c", "ulimit -d; ulimit -u; ulimit -n; " + hungry)
                        .with(world)))
                .containsExactly("65536", "50", "60", "no");
        assertThat(output(Command.of("bash", "-c", hungry).with(world.with(ResourceLimits.NONE))))
                .containsExactly("much");
    }

    @Test
    void more_than_our_own_limits_is_not_asked_for() {
        OwnLimits ours = new OwnLimits(Long.MAX_VALUE, 100, 20);

        assertThat(ResourceLimits.DEFAULT.options(ours))
                .containsExactly("--data=" + (8L << 30), "--nproc=100", "--nofile=20");
        assertThat(OwnLimits.read().files()).isPositive();
    }

    @Test
    void without_bubblewrap_what_is_there_is_used_unless_more_is_demanded() {
        Warden bare = new Warden(OwnPlaces.NONE, ProgramPath.of("/nowhere"));

        assertThat(bare.highest()).isEqualTo(Isolation.NONE);
        assertThat(bare.settle(World.USUAL)).isEqualTo(Isolation.NONE);
        assertThat(bare.settle(World.at(Isolation.NONE))).isEqualTo(Isolation.NONE);
        assertThatThrownBy(() -> bare.settle(World.at(Isolation.PROCESS)))
                .hasMessageContaining("\"process\" cannot be had here")
                .hasMessageContaining("install the package bubblewrap");
    }

    @Test
    void what_the_machine_can_do_is_tried_once() throws Exception {
        Path tries = folder.resolve("tries");
        Path bubblewrap = Files.writeString(folder.resolve("bwrap"), """
                #!/bin/sh
                echo once >> '%s'
                case "$*" in *--unshare-net*) echo "bwrap: loopback: not permitted" >&2; exit 1 ;; esac
                exit 42
                """.formatted(tries));
        assertThat(bubblewrap.toFile().setExecutable(true)).isTrue();
        Warden warden = new Warden(OwnPlaces.NONE, ProgramPath.of(folder.toString()));

        assertThat(warden.highest()).isEqualTo(Isolation.FILES);
        assertThat(warden.highest()).isEqualTo(Isolation.FILES);
        assertThat(warden.trouble(Isolation.SEALED))
                .map(text -> text.contains("loopback: not permitted"))
                .contains(true);
        assertThat(tries).content().hasLineCount(3);
    }

    @Test
    void this_machine_can_do_all_of_it() {
        Warden warden = new Warden(OwnPlaces.NONE);

        assertThat(warden.trouble(Isolation.SEALED)).isEqualTo(Optional.empty());
        assertThat(warden.highest()).isEqualTo(Isolation.SEALED);
    }

    private static Command sh(String script) {
        return Command.of("sh", "-c", "exec 2> /dev/null; " + script);
    }

    private static Path secret(Path file) throws IOException {
        return Files.writeString(file, SECRET + "\n");
    }

    private static List<String> output(Command command) throws Exception {
        return output(command, OwnPlaces.NONE);
    }

    private static List<String> output(Command command, OwnPlaces own) throws Exception {
        Recorder recorder = new Recorder();
        try (Children children = new Children(ChildrenLimits.DEFAULT, own)) {
            children.start(command, ChildLimits.DEFAULT, recorder);
            Exit exit = recorder.exit();
            assertThat(exit.lastComplaints()).isEmpty();
            return recorder.linesLeft();
        }
    }

    private static Code problem(Command command, OwnPlaces own) {
        try (Children children = new Children(ChildrenLimits.DEFAULT, own)) {
            return catchThrowableOfType(
                            ChildException.class, () -> children.start(command, ChildLimits.DEFAULT, new Recorder()))
                    .code();
        }
    }
}
