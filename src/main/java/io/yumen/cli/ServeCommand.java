package io.yumen.cli;

import io.yumen.app.Gateway;
import io.yumen.app.servers.Demo;
import io.yumen.cli.command.CommandFailed;
import io.yumen.cli.command.ConfigOption;
import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.RunningGateway;
import io.yumen.config.GatewaySettings;
import io.yumen.config.file.ConfigFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code yumen serve}: runs the gateway until it is told to end. */
@Command(
        name = "serve",
        description = {
            "Run the gateway. Without a configuration it offers the built-in everything server.",
            "The configuration is watched: a change takes effect without failing a request.",
            "SIGTERM and SIGINT let requests under way finish, then end; a second one ends at once."
        })
final class ServeCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private ListenOptions listen = new ListenOptions();

    @Option(
            names = "--demo",
            paramLabel = "NAME",
            description = {
                "Serve a demonstration in place of a configuration: ${COMPLETION-CANDIDATES}.",
                "aws-docs needs no Internet: AWS's sites are on this machine then, with pages of our own."
            })
    private Demo.@Nullable Name demo;

    @Override
    public Integer call() throws InterruptedException {
        Optional<Path> file = file();
        try (Reload reload = new Reload(file);
                Demo shown =
                        Objects.requireNonNullElse(demo, Demo.Name.EVERYTHING).start()) {
            ConfigFile.Loaded loaded =
                    file.isEmpty() ? new ConfigFile.Loaded(ConfigFile.defaults(), List.of()) : config.read();
            GatewaySettings settings = listen.applyTo(loaded.settings());
            Reload.warn(loaded.warnings());
            RunningGateway.prepare();
            Gateway gateway = Gateway.start(file.isEmpty() ? shown.over(settings) : settings, config.own());
            file.ifPresent(existing -> gateway.checksWith(() -> Reload.check(existing)));
            reload.start(follower(gateway));
            Greeting.print(gateway.endpoint(), file, settings, shown);
            RunningGateway.Announcement announcement = RunningGateway.announce(
                    gateway.endpoint(),
                    gateway.operatedAt(),
                    gateway.operatorToken(),
                    gateway.certificate(),
                    gateway.state());
            Ending.await(() -> {
                announcement.close();
                gateway.close();
            });
        }
        return ExitCode.OK;
    }

    private Optional<Path> file() {
        if (demo == null) {
            return config.existing();
        }
        if (config.isGiven()) {
            throw new CommandFailed(
                    ExitCode.USAGE,
                    "A demonstration has no configuration: leave out --demo, or --config and YUMEN_CONFIG");
        }
        return Optional.empty();
    }

    private Reload.Follower follower(Gateway gateway) {
        return new Reload.Follower() {
            @Override
            public void apply(GatewaySettings changed) {
                gateway.apply(listen.over(changed));
                listen.applyTo(changed);
            }

            @Override
            public void refused(List<String> problems) {
                gateway.refused(problems);
            }
        };
    }
}
