package io.yumen.cli;

import io.yumen.app.Bridges;
import io.yumen.cli.command.CommandFailed;
import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayOption;
import io.yumen.cli.command.LogOptions;
import io.yumen.connect.Bridge;
import io.yumen.connect.ConnectConfig;
import io.yumen.connect.ConnectLimits;
import io.yumen.http.Headers;
import io.yumen.http.client.Endpoint;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code yumen connect}: lets a client that speaks only over a pipe use a gateway that runs. */
@Command(
        name = "connect",
        description = {
            "Connect an MCP client that speaks only over standard input and output to a running gateway.",
            "Ends with its client. Where the gateway goes away for a while, requests wait for it; what surely did not reach it, and",
            "what can be done twice, is sent again.",
            "A gateway that wants a login takes a key (--key), or sends its user to a page: the browser opens there, and what is",
            "obtained is kept for later connections."
        },
        footer = {
            "",
            "In the configuration of a client:",
            "  {\"mcpServers\": {\"yumen\": {\"command\": \"yumen\", \"args\": [\"connect\"]}}}"
        })
final class ConnectCommand implements Callable<Integer> {
    private static final String ENDPOINT = "/mcp";

    @Parameters(
            arity = "0..1",
            paramLabel = "ENDPOINT",
            description =
                    "The gateway's MCP endpoint, as in http://127.0.0.1:3050/mcp. Default: /mcp of the gateway that --url"
                            + " would find.")
    private @Nullable URI endpoint;

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Mixin
    private LogOptions log = new LogOptions();

    @Mixin
    private LoginOptions login = new LoginOptions();

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "Sent as Authorization: Bearer KEY. Others can read it here; better set YUMEN_KEY.")
    private @Nullable String key;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "NAME: VALUE",
            description = "Sent with each request; may be given more than once.")
    private List<String> headers = List.of();

    @Option(
            names = "--wait",
            paramLabel = "SECONDS",
            description = "How long a request waits for a gateway that has gone away. Default: 30.")
    private @Nullable Integer wait;

    @Override
    public Integer call() {
        log.applyQuietly();
        ConnectConfig config = config();
        try (Bridge bridge = bridge(config)) {
            Optional<String> why = bridge.unreachable();
            if (why.isPresent()) {
                System.err.println("No gateway answers at " + Endpoint.shown(config.url()) + " (" + why.get()
                        + "). Start one with: yumen serve; or name its endpoint: yumen connect URL");
                return ExitCode.NOT_RUNNING;
            }
            if (login.isLoginAlone()) {
                return loggedIn(bridge, config);
            }
            Runtime.getRuntime()
                    .addShutdownHook(Thread.ofPlatform().name("shutdown").unstarted(bridge::close));
            Parent.onEnd(() -> System.exit(ExitCode.OK));
            bridge.serve(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
        }
        return ExitCode.OK;
    }

    private Bridge bridge(ConnectConfig config) {
        if (config.headers().has("Authorization")) {
            return Bridges.to(config);
        }
        try {
            return Bridges.to(config, login.read(System.getenv()));
        } catch (IllegalArgumentException e) {
            throw unusable(e);
        }
    }

    private static int loggedIn(Bridge bridge, ConnectConfig config) {
        Optional<String> why = bridge.logIn();
        System.err.println(why.orElse("The gateway at " + Endpoint.shown(config.url()) + " lets you in."));
        return why.isPresent() ? ExitCode.FAILED : ExitCode.OK;
    }

    private static CommandFailed unusable(IllegalArgumentException e) {
        return new CommandFailed("yumen connect cannot use that: " + e.getMessage());
    }

    private ConnectConfig config() {
        ConnectLimits limits = wait == null
                ? ConnectLimits.DEFAULT
                : ConnectLimits.DEFAULT.withAway(Duration.ofSeconds(Math.max(0, wait)));
        try {
            return new ConnectConfig(url(), headers(), limits);
        } catch (IllegalArgumentException e) {
            throw unusable(e);
        }
    }

    private URI url() {
        if (endpoint == null) {
            return gateway.root().resolve(ENDPOINT);
        }
        String path = endpoint.getRawPath();
        return path == null || path.isEmpty() || path.equals("/") ? endpoint.resolve(ENDPOINT) : endpoint;
    }

    private Headers headers() {
        Headers all = Headers.none();
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("A header is NAME: VALUE, not \"" + header + "\"");
            }
            all = all.with(
                    header.substring(0, colon).strip(),
                    header.substring(colon + 1).strip());
        }
        String bearer = key == null ? System.getenv().getOrDefault("YUMEN_KEY", "") : key;
        return bearer.isBlank() ? all : all.with("Authorization", "Bearer " + bearer.strip());
    }
}
