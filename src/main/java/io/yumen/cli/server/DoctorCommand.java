package io.yumen.cli.server;

import io.yumen.app.Core;
import io.yumen.cli.command.CommandFailed;
import io.yumen.cli.command.ConfigOption;
import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.LogOptions;
import io.yumen.config.GatewaySettings;
import io.yumen.config.OAuthSettings;
import io.yumen.config.ServerSettings;
import io.yumen.pin.Pin;
import io.yumen.process.Isolation;
import io.yumen.process.OwnPlaces;
import io.yumen.process.Warden;
import io.yumen.protocol.Methods;
import io.yumen.protocol.PlainText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code yumen doctor}: finds out what keeps a gateway from working well on this machine. */
@Command(
        name = "doctor",
        description =
                "Look for what keeps a gateway from working well here: the machine, the configuration, each server.")
public final class DoctorCommand implements Callable<Integer> {
    private static final int BACKLOG = 1;

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private LogOptions log = new LogOptions();

    private int problems;

    @Override
    public Integer call() {
        log.applyQuietly();
        say(true, "Java " + Runtime.version().feature(), "");
        machine();
        GatewaySettings settings = config.loadOrDemo();
        say(true, "the configuration can be used", "");
        Optional<String> danger = settings.listen().danger(settings.access());
        say(danger.isEmpty(), "the gateway may listen at " + settings.listen().address(), danger.orElse(""));
        port(settings);
        servers(settings);
        System.out.println(
                problems == 0 ? "All is well" : problems + (problems == 1 ? " thing" : " things") + " to look at");
        return problems == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private void machine() {
        Warden warden = new Warden(OwnPlaces.NONE);
        say(
                warden.trouble(Isolation.SEALED).isEmpty(),
                "processes of servers can be isolated up to the level \""
                        + warden.highest().word() + "\"",
                warden.trouble(Isolation.SEALED).orElse(""));
    }

    private void port(GatewaySettings settings) {
        int port = settings.listen().port();
        boolean free;
        try (ServerSocket probe = new ServerSocket(
                port, BACKLOG, InetAddress.getByName(settings.listen().address()))) {
            free = probe.isBound();
        } catch (IOException e) {
            free = false;
        }
        say(free, "port " + port + " is free", "another program uses it, perhaps a gateway; see yumen status");
    }

    private void servers(GatewaySettings settings) {
        try (Core core = Core.start(settings, config.own())) {
            for (Map.Entry<String, ServerSettings> entry :
                    settings.enabledServers().entrySet()) {
                OAuthSettings oauth = entry.getValue().auth().oauth();
                if (oauth != null && oauth.isOnBehalf()) {
                    say(true, "server " + entry.getKey() + " is called by the tokens of callers: not tried", "");
                } else {
                    server(core, entry.getKey());
                }
            }
            core.intruders(config.own()).ifPresent(why -> System.out.println("note     " + why));
        }
    }

    private void server(Core core, String name) {
        try {
            ServerCall.send(ServerCall.server(core, name), Methods.DISCOVER, JsonNodeFactory.instance.objectNode());
            String isolation = core.isolation(name)
                    .map(level -> ", its processes at the isolation \"" + level.word() + "\"")
                    .orElse("");
            say(true, "server " + name + " answers" + isolation, "");
            ServerCall.send(ServerCall.server(core, name), Methods.TOOLS_LIST, JsonNodeFactory.instance.objectNode());
            suspicious(core, name);
        } catch (CommandFailed e) {
            say(false, "server " + name + " answers", String.valueOf(e.getMessage()));
        }
    }

    /** What it says is taken as at its first use: what was approved is in the state of a gateway, which may run. */
    private void suspicious(Core core, String name) {
        for (Pin pin : core.pins().list(name)) {
            pin.waiting()
                    .ifPresent(open -> open.findings()
                            .forEach(finding -> say(
                                    false,
                                    "the " + pin.kind().word() + " " + PlainText.of(pin.name()) + " of " + name
                                            + " has nothing to hide",
                                    finding.concern().word() + " at " + PlainText.of(finding.at()) + ": "
                                            + PlainText.of(finding.detail()) + "; see docs/pins.md")));
        }
    }

    private void say(boolean good, String what, String advice) {
        System.out.println((good ? "ok       " : "problem  ") + what + (good || advice.isEmpty() ? "" : ": " + advice));
        problems += good ? 0 : 1;
    }
}
