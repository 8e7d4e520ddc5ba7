package io.yumen.cli;

import io.yumen.app.access.State;
import io.yumen.cli.command.LogOptions;
import io.yumen.config.GatewaySettings;
import io.yumen.config.ListenSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that stand above the configuration: where to listen, and how to log; and where this user's state lies. */
final class ListenOptions {
    @Option(names = "--address", paramLabel = "A", description = "The address to bind, a loopback one.")
    private @Nullable String address;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "N",
            description = "The port to bind; 0 takes a free one. Default: 3050.")
    private @Nullable Integer port;

    @Mixin
    private LogOptions log = new LogOptions();

    /** Those settings with what was given on the command line. */
    GatewaySettings over(GatewaySettings settings) {
        ListenSettings listen = settings.listen();
        return settings.withListen(
                        listen.at(address == null ? listen.address() : address, port == null ? listen.port() : port))
                .withLog(log.over(settings.log()))
                .withAudit(settings.audit().in(State.folder(settings.state()).toString()));
    }

    /** The same; and logging follows at once. */
    GatewaySettings applyTo(GatewaySettings settings) {
        log.apply(settings.log());
        return over(settings);
    }
}
