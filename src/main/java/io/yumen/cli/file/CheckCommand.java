package io.yumen.cli.file;

import io.yumen.app.Gateway;
import io.yumen.cli.command.CommandFailed;
import io.yumen.cli.command.ConfigOption;
import io.yumen.cli.command.ExitCode;
import io.yumen.config.ConfigException;
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
        ConfigFile.Loaded loaded = load(file);
        loaded.warnings().forEach(warning -> System.out.println("Warning: " + warning));
        Gateway.check(loaded.settings());
        int servers = loaded.settings().enabledServers().size();
        System.out.println(file + " is good: " + servers + (servers == 1 ? " server" : " servers"));
        return ExitCode.OK;
    }

    /** Whoever mends a file wants to see everything at once. */
    private static ConfigFile.Loaded load(Path file) {
        try {
            return new ConfigFile(System.getenv()).load(file);
        } catch (ConfigException e) {
            e.warnings().forEach(warning -> System.out.println("Warning: " + warning));
            throw e;
        }
    }
}
