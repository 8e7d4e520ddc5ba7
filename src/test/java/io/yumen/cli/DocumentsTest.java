package io.yumen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.http.server.Certificates;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the pages for users say must work: every command that they show is one, every configuration can be used. */
class DocumentsTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\n(.*?)^```");
    private static final Pattern COMMAND = Pattern.compile("(?m)^(?:\\$ )?(?:\\./)?yumen +(.+?)(?: +#.*)?$");
    private static final Pattern INLINE = Pattern.compile("`(?:\\./)?yumen ([a-z][^`]*)`");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    /** What makes a JSON document a configuration of ours or of another client. */
    private static final Set<String> CONFIGURATION =
            Set.of("mcpServers", "servers", "listen", "names", "limits", "log");

    /** What {@code ./yumen} does before there is a program. */
    private static final String PACKAGE = "package";

    @TempDir
    private static Path files;

    @TempDir
    Path directory;

    /** The certificates that pages name. */
    @BeforeAll
    static void certify() throws Exception {
        Certificates own = Certificates.make(files, "yumen");
        Files.copy(own.certificate(), files.resolve("company.pem"));
    }

    static List<Path> pages() throws IOException {
        List<Path> pages =
                new ArrayList<>(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md"), Path.of("SECURITY.md")));
        try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
            docs.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages;
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_command_that_is_shown_is_one(Path page) throws IOException {
        String text = Files.readString(page);
        for (Matcher block = BLOCK.matcher(text); block.find(); ) {
            COMMAND.matcher(block.group(2)).results().forEach(command -> parse(page, command.group(1)));
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_command_that_is_named_exists_with_its_options(Path page) throws IOException {
        for (Matcher named = INLINE.matcher(Files.readString(page)); named.find(); ) {
            List<String> words = words(named.group(1));
            if (words.getFirst().equals(PACKAGE)) {
                continue;
            }
            CommandLine command = Main.commandLine().getSubcommands().get(words.getFirst());
            assertThat(command).as("%s names: yumen %s", page, named.group(1)).isNotNull();
            CommandSpec known = deepest(command, words).getCommandSpec();
            words.stream()
                    .takeWhile(word -> !word.equals("--"))
                    .filter(word -> word.startsWith("-"))
                    .forEach(option -> assertThat(known.findOption(option))
                            .as("%s names: yumen %s", page, named.group(1))
                            .isNotNull());
        }
    }

    /** The subcommand that those words name. */
    private static CommandLine deepest(CommandLine command, List<String> words) {
        CommandLine deepest = command;
        for (String word : words.subList(1, words.size())) {
            CommandLine next = deepest.getSubcommands().get(word);
            if (next == null) {
                return deepest;
            }
            deepest = next;
        }
        return deepest;
    }

    @Test
    void every_command_has_its_place_on_the_page() throws IOException {
        String page = Files.readString(Path.of("docs/commands.md"));
        Set<String> commands = new TreeSet<>(Main.commandLine().getSubcommands().keySet());
        commands.remove("help");

        commands.forEach(command -> assertThat(page).containsPattern("(?m)^yumen " + command + "\\b"));
    }

    /** What configurations name beside them is that of the examples. */
    @BeforeEach
    void describe() throws IOException {
        Files.createSymbolicLink(
                directory.resolve("described"), Path.of("examples", "described").toAbsolutePath());
        Files.createSymbolicLink(directory.resolve("tls"), files);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_configuration_that_is_shown_can_be_used(Path page) throws IOException {
        for (Matcher block = BLOCK.matcher(Files.readString(page)); block.find(); ) {
            if (block.group(1).startsWith("json") && isConfiguration(page, block.group(2))) {
                Path file = Files.writeString(directory.resolve("mcp.json"), block.group(2));
                assertThat(check(file)).as("%s shows: %s", page, block.group(2)).endsWith("is good");
            }
        }
    }

    private static boolean isConfiguration(Path page, String text) {
        String plain = text.replaceAll("(?m)(^|\\s)//.*$", "").replaceAll(",(\\s*[}\\]])", "$1");
        for (String document : plain.lines().allMatch(line -> line.startsWith("{"))
                ? plain.lines().toList()
                : List.of(plain)) {
            JsonNode tree = JsonMapper.shared().readTree(document);
            assertThat(tree.isObject()).as("%s shows: %s", page, text).isTrue();
            if (tree.propertyNames().stream().anyMatch(CONFIGURATION::contains)) {
                return true;
            }
        }
        return false;
    }

    /** What {@code yumen check} says of a file: that it is good, without an unknown key, or everything that is wrong. */
    private static String check(Path file) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        PrintStream captured = new PrintStream(printed, true, StandardCharsets.UTF_8);
        System.setOut(captured);
        System.setErr(captured);
        try {
            int code = Main.run("check", "-c", file.toString());
            String said = printed.toString(StandardCharsets.UTF_8);
            return code == 0 && !said.contains("not known") ? "is good" : said;
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private static void parse(Path page, String line) {
        List<String> words = words(line);
        if (words.getFirst().equals(PACKAGE)) {
            return;
        }
        try {
            Main.commandLine().setCaseInsensitiveEnumValuesAllowed(true).parseArgs(words.toArray(String[]::new));
        } catch (ParameterException e) {
            throw new AssertionError(page + " shows: yumen " + line + ": " + e.getMessage(), e);
        }
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        for (Matcher word = WORD.matcher(line); word.find(); ) {
            words.add(Stream.of(1, 2, 3)
                    .map(word::group)
                    .filter(found -> found != null)
                    .findFirst()
                    .orElse(""));
        }
        return words;
    }
}
