package io.yumen.cli.cache;

import io.yumen.app.servers.DocsPacks;
import io.yumen.cli.command.ConfigOption;
import io.yumen.cli.command.ExitCode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code yumen cache import}: takes in a pack. */
@Command(
        name = "import",
        description = {
            "Take in a file that yumen cache export wrote: what is newer in it than what the server keeps.",
            "All of it is looked at before anything is kept. No gateway may run with that server meanwhile."
        })
final class CacheImport implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SERVER", description = "The server's name.")
    private String server = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "The file.")
    private Path file = Path.of("");

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() {
        DocsPacks.Taken outcome = DocsPacks.read(config.load(), server, file);
        System.err.println("Taken into " + outcome.folder() + ": " + outcome.taken() + " copies; " + outcome.newer()
                + " were no newer than what is kept; " + outcome.failed() + " could not be kept");
        if (outcome.evicted() > 0) {
            System.err.println("There was no room for all of that: " + outcome.evicted()
                    + " copies went. Set a larger \"awsDocs.size\", and import it again");
        }
        return ExitCode.OK;
    }
}
