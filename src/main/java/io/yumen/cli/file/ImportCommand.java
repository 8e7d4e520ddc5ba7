package io.yumen.cli.file;

import io.yumen.cli.command.CommandFailed;
import io.yumen.cli.command.ConfigOption;
import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.Home;
import io.yumen.config.ConfigException;
import io.yumen.config.file.ClientFiles;
import io.yumen.config.file.ClientFiles.Found;
import io.yumen.config.file.ConfigEditor;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code yumen import}: takes over the servers of other MCP clients. */
@Command(
        name = "import",
        description = {
            "Take over the servers of Claude Desktop, Claude Code, Cursor, VS Code, Windsurf, Gemini CLI and others.",
            "Their files are read, never changed; the configuration before it is kept as .bak."
        })
public final class ImportCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(arity = "0..*", paramLabel = "CLIENT", description = "Only these clients, as in cursor; default: all.")
    private List<String> clients = List.of();

    @Option(names = "--dry-run", description = "Only say what would be taken over.")
    private boolean dryRun;

    @Override
    public Integer call() {
        ClientFiles files = ClientFiles.of(Home.folder(), Path.of("").toAbsolutePath());
        for (String client : clients) {
            if (!files.clients().contains(client)) {
                throw new CommandFailed(
                        "There is no client \"" + client + "\"; known are " + String.join(", ", files.clients()));
            }
        }
        List<Found> found = files.find(clients);
        if (found.isEmpty()) {
            System.out.println("No servers of other clients were found");
            return ExitCode.OK;
        }
        Path file = config.toChange();
        Set<String> known = new TreeSet<>(config.load(file).mcpServers().keySet());
        ConfigEditor editor = new ConfigEditor(file, System.getenv());
        found.forEach(one -> take(one, known, editor));
        System.out.println(dryRun ? "Nothing was changed" : "The configuration is " + file);
        return ExitCode.OK;
    }

    private void take(Found one, Set<String> known, ConfigEditor editor) {
        String source = one.client() + " (" + one.file() + ")";
        if (!known.add(one.server())) {
            System.out.println("Kept     " + one.server() + ": there is one already; not taken from " + source);
            return;
        }
        try {
            if (!dryRun) {
                editor.add(one.server(), one.entry());
            }
            System.out.println("Imported " + one.server() + " from " + source);
        } catch (ConfigException e) {
            System.out.println("Left out " + one.server() + " of " + source + ": " + e.getMessage());
        }
    }
}
