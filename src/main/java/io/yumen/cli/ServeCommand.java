package io.yumen.cli;

import io.yumen.app.Gateway;
import io.yumen.cli.command.ConfigOption;
import io.yumen.cli.command.Demo;
import io.yumen.cli.command.ExitCode;
import io.yumen.config.ConfigException;
import io.yumen.config.GatewaySettings;
import io.yumen.config.file.ConfigFile;
import io.yumen.config.file.ConfigWatcher;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code yumen serve}: runs the gateway until it is told to end. */
@Command(
        name = "serve",
        description = {
            "Run the gateway. Without a configuration it offers the built-in everything server.",
            "The configuration is watched: a change takes effect without failing a request.",
            "SIGTERM and SIGINT let requests under way finish, then end."
        })
final class ServeCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ServeCommand.class);

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private ListenOptions listen = new ListenOptions();

    @Override
    public Integer call() throws InterruptedException {
        GatewaySettings settings = listen.applyTo(config.load());
        Optional<Path> file = config.existing();
        CountDownLatch ended = new CountDownLatch(1);
        Gateway gateway = Gateway.start(file.isEmpty() ? Demo.of(settings) : settings);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(() -> end(gateway, ended)));
        Greeting.print(gateway.endpoint(), file, settings);
        if (file.isPresent()) {
            Path watched = file.get();
            try (ConfigWatcher watcher = ConfigWatcher.start(watched, () -> reload(watched, gateway))) {
                LOG.atDebug()
                        .addKeyValue("file", watched)
                        .addKeyValue("by", watcher)
                        .log("Watching the configuration");
                ended.await();
            }
        } else {
            ended.await();
        }
        return ExitCode.OK;
    }

    private void reload(Path file, Gateway gateway) {
        try {
            ConfigFile.Loaded loaded = new ConfigFile(System.getenv()).load(file);
            loaded.warnings().forEach(warning -> LOG.atWarn().log(warning.toString()));
            gateway.apply(listen.applyTo(loaded.settings()));
            LOG.atInfo().addKeyValue("file", file).log("The changed configuration is in force");
        } catch (ConfigException e) {
            e.problems().forEach(problem -> LOG.atError().log(problem.toString()));
            LOG.atError().addKeyValue("file", file).log("The changed configuration is refused; nothing has changed");
        }
    }

    private static void end(Gateway gateway, CountDownLatch ended) {
        gateway.close();
        ended.countDown();
    }
}
