package io.yumen.cli.server;

import io.yumen.app.access.State;
import io.yumen.cli.command.CommandFailed;
import io.yumen.cli.command.ConfigOption;
import io.yumen.cli.command.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code yumen restore}: makes a backup the state. */
@Command(
        name = "restore",
        description = {
            "Make a backup what the gateway remembers. The gateway must not run.",
            "The backup is checked to its end before anything changes."
        })
public final class RestoreCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(index = "0", paramLabel = "FILE", description = "What yumen backup wrote.")
    private Path file = Path.of("");

    @Option(
            names = "--force",
            description = "Replace the state that there is; it is kept beside, as state.db.replaced.")
    private boolean force;

    @Override
    public Integer call() {
        if (!Files.isRegularFile(file)) {
            throw new CommandFailed("There is no file " + file);
        }
        Path folder = State.folder(config.load().state()).toAbsolutePath();
        if (State.exists(folder) && !force) {
            throw new CommandFailed(
                    "There is a state in " + folder + "; --force replaces it, and keeps it as state.db.replaced");
        }
        long entries = State.restore(file, folder);
        System.out.println("Restored " + entries + " entries to " + folder);
        return ExitCode.OK;
    }
}
