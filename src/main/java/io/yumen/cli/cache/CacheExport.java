package io.yumen.cli.cache;

import io.yumen.app.servers.DocsPacks;
import io.yumen.cli.command.ConfigOption;
import io.yumen.cli.command.ExitCode;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code yumen cache export}: writes what is kept as a pack. */
@Command(
        name = "export",
        description = {
            "Write what a server with the service aws-docs keeps as one file, for a site without the internet.",
            "Pages and the contents of guides are in it. No gateway may run with that server meanwhile."
        })
final class CacheExport implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SERVER", description = "The server's name.")
    private String server = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "The file, which is replaced where there is one.")
    private Path file = Path.of("");

    @Option(
            names = "--pattern",
            paramLabel = "PATTERN",
            defaultValue = "*",
            description =
                    "Only of these addresses: * and ? as wildcards; what begins with / is of paths. Default: all of them.")
    private String pattern = "*";

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() {
        DocsPacks.Written written = DocsPacks.write(config.load(), server, pattern, file);
        System.err.println("Written: " + written.copies() + " copies of those in " + written.folder());
        return ExitCode.OK;
    }
}
