package io.yumen.cli.file;

import io.yumen.cli.command.ConfigOption;
import io.yumen.cli.command.ExitCode;
import io.yumen.config.file.ConfigEditor;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code yumen enable}: takes a server in that was left out. */
@Command(name = "enable", description = "Take a server in that was left out.")
public final class EnableCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(index = "0", paramLabel = "NAME", description = "The server's name.")
    private String name = "";

    @Override
    public Integer call() {
        Path file = config.toChange();
        new ConfigEditor(file, System.getenv()).enable(name);
        System.out.println("Enabled " + name + " in " + file);
        return ExitCode.OK;
    }
}
