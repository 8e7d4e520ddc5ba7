package io.yumen.cli;

import io.yumen.app.Core;
import io.yumen.app.Pipe;
import io.yumen.app.access.State;
import io.yumen.app.servers.Demo;
import io.yumen.cli.command.ConfigOption;
import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.LogOptions;
import io.yumen.config.GatewaySettings;
import io.yumen.config.file.ConfigFile;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code yumen stdio}: serves one client over standard input and output. */
@Command(
        name = "stdio",
        description = {
            "Serve one MCP client over standard input and output; ends when the input ends.",
            "Without a configuration it offers the built-in everything server."
        })
final class StdioCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private LogOptions log = new LogOptions();

    @Override
    public Integer call() {
        Optional<Path> file = config.existing();
        try (Reload reload = new Reload(file)) {
            ConfigFile.Loaded loaded = config.read();
            log.apply(loaded.settings().log());
            Reload.warn(loaded.warnings());
            GatewaySettings settings = file.isPresent() ? loaded.settings() : Demo.of(loaded.settings());
            try (Core core = Core.remembering(settings, config.own())) {
                reload.start(follower(core));
                Pipe.serve(
                        core,
                        settings.withAudit(settings.audit()
                                .in(State.folder(settings.state()).toString())),
                        new FileInputStream(FileDescriptor.in),
                        new FileOutputStream(FileDescriptor.out));
            }
        }
        return ExitCode.OK;
    }

    private Reload.Follower follower(Core core) {
        return new Reload.Follower() {
            @Override
            public void apply(GatewaySettings changed) {
                core.apply(changed);
                log.apply(changed.log());
            }

            @Override
            public void refused(List<String> problems) {
                // The log has them; nobody else can ask.
            }
        };
    }
}
