package io.yumen.cli.file;

import io.yumen.cli.command.CommandFailed;
import io.yumen.cli.command.ConfigOption;
import io.yumen.cli.command.ExitCode;
import io.yumen.config.file.ConfigFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code yumen check}: says whether a configuration can be used. */
@Command(name = "check", description = "Check a configuration: every problem, with its line and what to do.")
public final class CheckCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() {
        Path file = config.existing()
                .orElseThrow(() -> new CommandFailed("There is no configuration to check; name one with --config"));
        ConfigFile.Loaded loaded = new ConfigFile(System.getenv()).load(file);
        loaded.warnings().forEach(warning -> System.out.println("Warning: " + warning));
        int servers = loaded.settings().enabledServers().size();
        System.out.println(file + " is good: " + servers + (servers == 1 ? " server" : " servers"));
        return ExitCode.OK;
    }
}
