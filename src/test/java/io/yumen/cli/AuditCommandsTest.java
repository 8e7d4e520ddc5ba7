package io.yumen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.audit.Arguments;
import io.yumen.audit.Entry;
import io.yumen.audit.Outcome;
import io.yumen.audit.What;
import io.yumen.audit.Who;
import io.yumen.audit.trail.Trail;
import io.yumen.audit.trail.TrailConfig;
import io.yumen.audit.trail.TrailLimits;
import io.yumen.cli.command.ExitCode;
import io.yumen.tenant.Access;
import io.yumen.tenant.Access.Proof;
import io.yumen.tenant.Principal;
import io.yumen.tenant.TenantId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** {@code yumen audit verify} and {@code yumen audit search}, as scripts and people use them. */
class AuditCommandsTest {
    private static final Instant MORNING = Instant.parse("2025-11-21T08:00:00Z");
    private static final int SHARE = 97;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    @TempDir
    Path directory;

    private Path state;
    private String config;

    @BeforeEach
    void record() throws IOException {
        PrintStream captured = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(captured);
        System.setErr(captured);
        state = directory.resolve("state");
        config = Files.writeString(directory.resolve("mcp.json"), "{\"state\": \"" + state + "\"}")
                .toString();
        TrailConfig where = new TrailConfig(
                state.resolve("audit"), state.resolve("keys/audit.key"), state.resolve("keys"), TrailLimits.DEFAULT);
        try (Trail trail = Trail.start(where, List.of(), InstantSource.system())) {
            trail.recordDurably(entry("ann", "files", "read_file", Outcome.Word.OK, 0));
            trail.recordDurably(entry("ann", "files", "write_file", Outcome.Word.DENIED, 1));
            trail.recordDurably(entry("bob", "kubernetes", "scale\u001b[31m", Outcome.Word.TOOL_ERROR, 26));
        }
    }

    @AfterEach
    void restore() {
        System.setOut(out);
        System.setErr(err);
    }

    @ParameterizedTest
    @ValueSource(strings = {"audit", "audit verify", "audit search"})
    void every_command_explains_itself(String command) {
        assertThat(run(command + " --help")).isZero();
        assertThat(said()).contains("Usage: yumen " + command, "Exit codes:");
    }

    @Test
    void a_trail_that_is_as_it_was_written_ends_with_zero() {
        assertThat(run("audit verify -c CONFIG")).isZero();
        assertThat(said()).contains(state.resolve("audit/1") + ": intact, ", " records in 1 files");
    }

    @Test
    void a_changed_byte_ends_with_five_wherever_it_is() throws IOException {
        Path file = file();
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at += SHARE) {
            byte[] changed = whole.clone();
            changed[at] ^= 1;
            Files.write(file, changed);

            assertThat(run("audit verify -c CONFIG")).as("byte %d", at).isEqualTo(ExitCode.BROKEN);
            assertThat(said()).contains(": broken", file + ", line ", "where record ");
        }
        Files.write(file, whole);
        assertThat(run("audit verify -c CONFIG")).isZero();
    }

    @Test
    void a_trail_that_is_gone_as_a_whole_ends_with_five() throws IOException {
        Path trail = state.resolve("audit/1");
        Files.move(trail, directory.resolve("away"));
        assertThat(run("audit verify -c CONFIG")).isEqualTo(ExitCode.BROKEN);
        assertThat(said()).contains("The whole trail is gone");
        Files.delete(state.resolve("audit"));
        assertThat(run("audit verify -c CONFIG")).isEqualTo(ExitCode.BROKEN);
    }

    @Test
    void a_copy_elsewhere_is_verified_with_its_key_and_anchors() throws IOException {
        Path copy = Files.createDirectories(directory.resolve("copy/1"));
        Files.copy(file(), copy.resolve(file().getFileName()));
        String key = " --key " + state.resolve("keys/audit.key");
        String anchors = " --anchors " + state.resolve("keys");

        assertThat(run("audit verify " + copy.getParent() + key + anchors)).isZero();
        assertThat(run("audit verify " + copy + key + anchors)).isZero();
        assertThat(run("audit verify " + copy.resolve(file().getFileName()) + key))
                .isZero();
        assertThat(run("audit verify " + copy + key + " --anchors " + copy)).isZero();
        assertThat(said()).contains("There is no anchor", "may be missing from its end");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "audit verify -c CONFIG --key /nowhere/key | 1 | There is no key /nowhere/key; --key names",
                "audit verify -c CONFIG --key /etc/passwd | 1 | /etc/passwd is no key of an audit trail: it is too long",
                "audit verify -c CONFIG --key CONFIG | 1 | is no key of an audit trail",
                "audit verify /nowhere -c CONFIG --anchors /nowhere | 1 | There is no audit trail in /nowhere",
                "audit search /nowhere -c CONFIG | 1 | There is no audit trail in /nowhere",
                "audit verify one two | 2 | Unmatched argument",
                "audit verify --kee x | 2 | Unknown option: '--kee'",
                "audit search --limit many | 2 | 'many' is not an int",
                "audit search -c CONFIG --limit 0 | 2 | The limit is from 1 to 10000",
                "audit search -c CONFIG --limit 10001 | 2 | The limit is from 1 to 10000",
                "audit search -c CONFIG --from yesterday | 2 | A time is written as in 2026-11-21 or",
                "audit search -c CONFIG --until 2026-13-01 | 2 | A time is written as in 2026-11-21 or",
                "audit search -c CONFIG --from -999999999-01-01 | 2 | A time is written as in 2026-11-21 or",
                "audit search -c /nowhere/mcp.json | 1 | There is no such file",
                "audit serch | 2 | Unmatched argument at index 1: 'serch'",
            })
    void what_cannot_be_done_is_told_without_a_trace(String line, int exitCode, String message) throws IOException {
        Files.setPosixFilePermissions(Path.of(config), PosixFilePermissions.fromString("rw-------"));
        assertThat(run(line)).as(printed::toString).isEqualTo(exitCode);
        assertThat(said()).contains(message).doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--kind call | scale,write_file,read_file",
                "--principal ann | write_file,read_file",
                "--principal an | ''",
                "--server kubernetes | scale",
                "--tool read_file | read_file",
                "--outcome denied | write_file",
                "--principal ann --outcome denied | write_file",
                "--principal bob --outcome denied | ''",
                "--trace 0af7651916cd43dd8448eb211c80319c --limit 1 | scale",
                "--kind call -n 2 | scale,write_file",
                "--kind call --until 2025-11-21T08:59:59Z | read_file",
                "--kind call --until 2025-11-22 | write_file,read_file",
                "--kind call --from 2025-11-22 | scale",
                "--kind call --from 2025-11-21T10:00:00+01:00 --until 2025-11-22 | write_file",
                "--kind nonsense | ''",
            })
    void search_shows_the_newest_that_say_so(String filter, String names) {
        assertThat(run("audit search -c CONFIG --json " + filter)).isZero();
        Stream<String> found = said().lines()
                .map(line -> JsonMapper.shared().readTree(line).path("name").asString(""));
        assertThat(found.map(name -> name.replaceAll("\\W.*", "")))
                .containsExactlyElementsOf(names.isEmpty() ? List.of() : List.of(names.split(",")));
    }

    @Test
    void search_shows_people_a_table_that_moves_no_cursor() {
        assertThat(run("audit search -c CONFIG --kind call")).isZero();
        assertThat(said())
                .contains("TIME", "PRINCIPAL", "2025-11-21T09:00:00.000000Z", "tools/call write_file", "denied")
                .doesNotContain("\u001b");
        assertThat(run("audit search -c CONFIG " + file())).isZero();
        assertThat(said()).contains("tools/call read_file");
    }

    private int run(String line) {
        printed.reset();
        return Main.run(Arrays.stream(line.split(" "))
                .map(word -> word.equals("CONFIG") ? config : word)
                .toArray(String[]::new));
    }

    private String said() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private Path file() {
        return state.resolve("audit/1/audit-00000001.jsonl");
    }

    private static Entry entry(String principal, String server, String tool, Outcome.Word word, int hour) {
        Access access = Access.plain(new Principal(TenantId.LOCAL, principal), Proof.KEY);
        return new Entry(
                MORNING.plus(Duration.ofHours(hour)),
                Entry.Kind.CALL,
                Entry.Stage.END,
                Who.of(access.by("http").from("127.0.0.1"), "test/1"),
                new What("tools/call", "/mcp", server, tool, Arguments.NONE, "0af7651916cd43dd8448eb211c80319c"),
                new Outcome(word, 0, Outcome.Decision.NONE, "", Duration.ofMillis(3)));
    }
}
