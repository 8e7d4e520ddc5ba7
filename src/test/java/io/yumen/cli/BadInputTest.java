package io.yumen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.cli.command.ExitCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands say of input that they cannot use, and how they end; FILE stands for a good configuration. */
class BadInputTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    @TempDir
    Path directory;

    @BeforeEach
    void capture() {
        PrintStream captured = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(captured);
        System.setErr(captured);
    }

    @AfterEach
    void restore() {
        System.setOut(out);
        System.setErr(err);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "serve",
                "stdio",
                "everything",
                "check",
                "list",
                "add",
                "remove",
                "enable",
                "disable",
                "import",
                "tools",
                "call",
                "status",
                "doctor",
                "connect",
                "start",
                "stop",
                "restart",
                "logs",
                "schema"
            })
    void every_command_explains_itself(String command) {
        assertThat(Main.run(command, "--help")).isZero();
        assertThat(printed()).contains("Usage: yumen " + command, "Exit codes:");
        assertThat(Main.run("help", command)).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "serv | Unmatched argument at index 0: 'serv'",
                "serve --prot | Unknown option: '--prot'",
                "serve --port many | 'many' is not an int",
                "serve --log-level loud | expected one of [TRACE, DEBUG, INFO, WARN, ERROR]",
                "everything | Missing required argument",
                "everything --stdio --http | are mutually exclusive",
                "add | Missing required parameter: 'NAME'",
                "add x --env A | should be in KEY=VALUE format",
                "remove | Missing required parameter: 'NAME'",
                "call | Missing required parameter",
                "status --url ::: | Invalid value for option '--url'",
                "tools a b | Unmatched argument",
            })
    void a_command_that_is_called_wrongly_ends_with_two(String line, String said) {
        assertThat(Main.run(line.split(" "))).as(printed()).isEqualTo(ExitCode.USAGE);
        assertThat(printed()).contains(said).doesNotContain("\tat ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "check -c /nowhere/mcp.json | There is no such file",
                "check -c / | This is a folder",
                "check -c /etc | This is a folder",
                "serve -c /nowhere/mcp.json | There is no such file",
                "stdio -c /nowhere/mcp.json | There is no such file",
                "list -c /nowhere/mcp.json | There is no such file",
                "remove nobody -c FILE | There is no server \"nobody\"",
                "enable nobody -c FILE | There is no server \"nobody\"",
                "add demo --service everything -c FILE | There is a server \"demo\" already",
                "add x -c FILE | add \"command\", \"url\", \"service\", \"catalogue\" or \"openapi\"",
                "add x --url ftp://h/ -c FILE | write one such as https://mcp.example.com/mcp",
                "add x --service everything -c FILE -- program | Only one of",
                "add a/b --service everything -c FILE | A server's name has",
                "add users --service everything -c FILE | This name is reserved",
                "add x --service everything -c /dev/null/x.json | cannot be changed",
                "call demo/add {\"a\": -c FILE | The arguments are no JSON",
                "call demo/add [1] -c FILE | The arguments are a JSON object",
                "call demo/ -c FILE | Name the server and the tool",
                "call nobody/add -c FILE | There is no server \"nobody\"; there is demo",
                "call demo/ad -c FILE | Unknown tool",
                "tools nobody -c FILE | There is no server \"nobody\"; there is demo",
                "import nobody -c FILE | There is no client \"nobody\"; known are claude-desktop",
                "status --url gopher://h | --url names a gateway as in http://127.0.0.1:3050",
            })
    void a_command_that_cannot_do_it_ends_with_one_and_says_what_to_do(String line, String said) throws IOException {
        String file = configuration();
        String[] arguments = Arrays.stream(line.split(" "))
                .map(word -> word.equals("FILE") ? file : word)
                .toArray(String[]::new);

        assertThat(Main.run(arguments)).as(printed()).isEqualTo(ExitCode.FAILED);
        assertThat(printed()).contains(said).doesNotContain("\tat ");
    }

    @Test
    void check_tells_errors_and_warnings_at_once() throws IOException {
        Path file = Files.writeString(directory.resolve("mcp.json"), """
                {"mcpServers": {"a": {"command": "x", "argz": []}},
                 "listen": {"prot": 1}}""");

        assertThat(Main.run("check", "-c", file.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(printed())
                .contains(
                        "Warning: mcp.json:1: mcpServers.a.argz", "did you mean \"args\"?", "mcp.json:2: listen.prot");
    }

    @Test
    void check_and_doctor_say_that_anybody_could_come_in() throws IOException {
        Path file = Files.writeString(directory.resolve("mcp.json"), """
                {"mcpServers": {"demo": {"service": "everything"}}, "access": {"anonymous": {}},
                 "listen": {"address": "0.0.0.0", "port": 0, "trustedProxies": ["10.0.0.1"]}}""");

        for (String command : List.of("check", "doctor", "serve")) {
            assertThat(Main.run(command, "-c", file.toString())).as(command).isEqualTo(ExitCode.FAILED);
            assertThat(printed())
                    .as(command)
                    .contains("letInAnybodyFromAnywhere")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void check_knows_the_built_in_services() throws IOException {
        Path file = Files.writeString(
                directory.resolve("mcp.json"), "{\"mcpServers\": {\"a\": {\"service\": \"evrything\"}}}");

        assertThat(Main.run("check", "-c", file.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(printed()).contains("mcpServers.a", "there is ", "everything");
    }

    @Test
    void a_server_that_lacks_a_variable_can_be_left_out() throws IOException {
        Path file = Files.writeString(
                directory.resolve("mcp.json"),
                "{\"mcpServers\": {\"a\": {\"url\": \"${NOT_SET_ANYWHERE}\"}, \"demo\": {\"service\": \"everything\"}}}");

        assertThat(Main.run("check", "-c", file.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(printed()).contains("mcpServers.a: The variable NOT_SET_ANYWHERE is not set");
        assertThat(Main.run("disable", "a", "-c", file.toString())).isZero();
        assertThat(Main.run("check", "-c", file.toString())).isZero();
        assertThat(Main.run("enable", "a", "-c", file.toString())).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void what_a_variable_holds_is_neither_listed_nor_told() throws IOException {
        Files.writeString(directory.resolve("token"), "canary-of-file");
        Path file = Files.writeString(directory.resolve("mcp.json"), """
                {"listen": {"port": "${file:token}"}, "mcpServers": {
                  "a": {"url": "${file:token}", "requestTimeout": "${file:token}"},
                  "b": {"command": "x", "args": ["--token", "${file:token}"]}}}""");

        assertThat(Main.run("check", "-c", file.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(printed()).contains("mcpServers.a.requestTimeout", "listen.port");
        assertThat(Main.run("list", "-c", file.toString())).isEqualTo(ExitCode.FAILED);
        Files.writeString(
                file, Files.readString(file).replace("\"requestTimeout\": \"${file:token}\"", "\"tags\": []"));
        assertThat(Main.run("list", "-c", file.toString())).isZero();
        assertThat(printed()).contains("x --token ${file:token}").doesNotContain("canary-of-file");
    }

    @Test
    void a_link_to_a_configuration_stays_a_link() throws IOException {
        Path file = Path.of(configuration());
        Path link = Files.createSymbolicLink(directory.resolve("link.json"), file);

        assertThat(Main.run("disable", "demo", "-c", link.toString())).isZero();

        assertThat(link).isSymbolicLink();
        assertThat(Files.readString(file)).contains("\"disabled\": true");
        assertThat(directory.resolve("link.json.bak")).isRegularFile();
    }

    private String configuration() throws IOException {
        return Files.writeString(
                        directory.resolve("demo.json"), "{\"mcpServers\": {\"demo\": {\"service\": \"everything\"}}}")
                .toString();
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
