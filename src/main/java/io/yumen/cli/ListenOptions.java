package io.yumen.cli;

import io.yumen.config.GatewaySettings;
import io.yumen.config.ListenSettings;
import io.yumen.config.LogSettings;
import io.yumen.telemetry.LogConfig;
import io.yumen.telemetry.Logs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that stand above the configuration: where to listen, and how to log. */
final class ListenOptions {
    @Option(names = "--address", paramLabel = "A", description = "The address to bind, a loopback one.")
    private @Nullable String address;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "N",
            description = "The port to bind; 0 takes a free one. Default: 3050.")
    private @Nullable Integer port;

    @Option(names = "--log-level", paramLabel = "LEVEL", description = "${COMPLETION-CANDIDATES}.")
    private LogSettings.@Nullable Level logLevel;

    @Option(names = "--log-format", paramLabel = "FORMAT", description = "${COMPLETION-CANDIDATES}.")
    private LogSettings.@Nullable Format logFormat;

    /** Those settings with what was given on the command line; logging follows at once. */
    GatewaySettings applyTo(GatewaySettings settings) {
        ListenSettings listen = settings.listen();
        LogSettings log = settings.log();
        LogSettings chosen = new LogSettings(
                logLevel == null ? log.level() : logLevel, logFormat == null ? log.format() : logFormat);
        Logs.configure(new LogConfig(
                LogConfig.Level.valueOf(chosen.level().name()),
                LogConfig.Format.valueOf(chosen.format().name())));
        return new GatewaySettings(
                settings.mcpServers(),
                new ListenSettings(
                        address == null ? listen.address() : address,
                        port == null ? listen.port() : port,
                        listen.hosts(),
                        listen.origins()),
                settings.names(),
                settings.limits(),
                chosen);
    }
}
