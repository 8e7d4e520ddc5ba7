package io.yumen.cli.command;

import io.yumen.config.ConfigException;
import io.yumen.config.GatewaySettings;
import io.yumen.config.ListenSettings;
import io.yumen.config.file.ConfigFile;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say where a running gateway is. */
public final class GatewayOption {
    @Option(
            names = "--url",
            paramLabel = "URL",
            description = {
                "Where the gateway is. Default: where one runs for this user, the newest first; else where the configuration",
                "says; else http://127.0.0.1:3050."
            })
    private @Nullable URI url;

    @Option(names = "--address", paramLabel = "A", description = "The address that it is bound to.")
    private @Nullable String address;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "N",
            description = "The port that it is bound to.")
    private @Nullable Integer port;

    @Mixin
    private ConfigOption config = new ConfigOption();

    /** The gateway's root. */
    public URI root() {
        if (url != null) {
            if (url.getHost() == null
                    || url.getScheme() == null
                    || !url.getScheme().startsWith("http")) {
                throw new CommandFailed("--url names a gateway as in http://127.0.0.1:3050, not " + url);
            }
            return url;
        }
        Optional<RunningGateway> running = running();
        if (running.isPresent()) {
            return running.get().endpoint().resolve("/");
        }
        ListenSettings listen = listen();
        return listen.at(address == null ? listen.address() : address, port == null ? listen.port() : port)
                .origin(port == null ? listen.port() : port);
    }

    /** Calls of that gateway, as its operator where it runs for this user. */
    public GatewayCall call() {
        return own().orElseGet(() -> new GatewayCall(root(), Optional.empty()));
    }

    /** Calls of that gateway as its operator; empty where none runs there for this user, whoever else answers. */
    public Optional<GatewayCall> own() {
        URI root = root().resolve("/");
        return RunningGateway.all().stream()
                .filter(gateway -> gateway.endpoint().resolve("/").equals(root))
                .findFirst()
                .map(RunningGateway::call);
    }

    /** The settings of the gateway whether it runs or not; empty where it is one that the command line names by a URL. */
    public Optional<GatewaySettings> settings() {
        return url == null ? Optional.of(config.load()) : Optional.empty();
    }

    private Optional<RunningGateway> running() {
        boolean named = address != null || port != null || config.isGiven();
        return named ? Optional.empty() : RunningGateway.all().stream().findFirst();
    }

    /** A gateway that runs is to be found also when its file has become bad. */
    private ListenSettings listen() {
        try {
            return config.read().settings().listen();
        } catch (ConfigException e) {
            return ConfigFile.defaults().listen();
        }
    }
}
