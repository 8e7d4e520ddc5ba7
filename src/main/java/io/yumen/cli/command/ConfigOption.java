package io.yumen.cli.command;

import io.yumen.app.servers.Demo;
import io.yumen.config.GatewaySettings;
import io.yumen.config.file.ConfigFile;
import io.yumen.process.OwnPlaces;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the configuration file, for all commands that use one. */
public final class ConfigOption {
    private static final String DEFAULT_NAME = "yumen.json";

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = {
                "The configuration: an mcp.json, or one with Yumen's own settings too.",
                "Default: yumen.json here, else ~/.config/yumen/yumen.json, else none."
            })
    private @Nullable Path file;

    /** The file that is used, or empty where there is none. */
    public Optional<Path> existing() {
        return file != null
                ? Optional.of(file)
                : Stream.of(Path.of(DEFAULT_NAME), home())
                        .filter(Files::isRegularFile)
                        .findFirst();
    }

    /** Whether the command line names one. */
    public boolean isGiven() {
        return file != null;
    }

    /** The file that is changed: the one in use, else the one in the user's own folder. */
    public Path toChange() {
        return existing().orElseGet(ConfigOption::home);
    }

    /** The file's settings and what its author should know, or the defaults where there is none. */
    public ConfigFile.Loaded read() {
        return existing()
                .map(new ConfigFile(System.getenv())::load)
                .orElseGet(() -> new ConfigFile.Loaded(ConfigFile.defaults(), List.of()));
    }

    /** The settings of the file, or the defaults where there is none; warnings go to standard error. */
    public GatewaySettings load() {
        ConfigFile.Loaded loaded = read();
        loaded.warnings().forEach(warning -> System.err.println("Warning: " + warning));
        return loaded.settings();
    }

    /** The settings of a file that need not exist yet. */
    public GatewaySettings load(Path toChange) {
        return Files.exists(toChange) ? load() : ConfigFile.defaults();
    }

    /** The settings of the file, or those of the demonstration where there is none. */
    public GatewaySettings loadOrDemo() {
        GatewaySettings settings = load();
        return existing().isPresent() ? settings : Demo.of(settings);
    }

    /** What no process of a server may see: the file, what lies beside it, and the tokens of the commands of this machine. */
    public OwnPlaces own() {
        OwnPlaces tokens = OwnPlaces.NONE.withFolder(RunningGateway.directory());
        return existing().map(tokens::withConfiguration).orElse(tokens);
    }

    private static Path home() {
        return Home.configuration().resolve("yumen").resolve(DEFAULT_NAME);
    }
}
