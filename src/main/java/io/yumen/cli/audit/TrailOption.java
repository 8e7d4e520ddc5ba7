package io.yumen.cli.audit;

import io.yumen.app.access.State;
import io.yumen.cli.command.CommandFailed;
import io.yumen.cli.command.ConfigOption;
import io.yumen.config.AuditSettings;
import io.yumen.config.GatewaySettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The parameter that says which trail. */
final class TrailOption {
    @Parameters(
            arity = "0..1",
            paramLabel = "PATH",
            description = "A file of a trail, a trail, or a folder of trails. Default: where the configuration says.")
    private @Nullable Path path;

    @Mixin
    private ConfigOption config = new ConfigOption();

    /** Where the configuration has trails and key. */
    AuditSettings settings() {
        GatewaySettings settings = config.load();
        return settings.audit().in(State.folder(settings.state()).toString());
    }

    /** What is to be read. */
    Path path(AuditSettings settings) {
        return path == null ? Path.of(String.valueOf(settings.directory())) : path;
    }

    /** There is nothing to read. */
    static CommandFailed none(Path path) {
        return new CommandFailed("There is no audit trail in " + path);
    }
}
