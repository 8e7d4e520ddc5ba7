package io.yumen.cli.file;

import io.yumen.cli.command.ConfigOption;
import io.yumen.cli.command.ExitCode;
import io.yumen.config.ServerSettings;
import io.yumen.config.file.ConfigFile;
import io.yumen.protocol.PlainText;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code yumen list}: says which servers are configured, as the file says it: secrets that variables hold are not shown. */
@Command(name = "list", description = "List the servers of the configuration.")
public final class ListCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() {
        ConfigFile reader = new ConfigFile(System.getenv());
        Map<String, ServerSettings> servers =
                config.existing().map(reader::servers).orElse(Map.of());
        if (servers.isEmpty()) {
            System.out.println("No servers yet; add one with: yumen add NAME -- COMMAND ARGUMENTS");
        }
        servers.forEach((name, server) -> System.out.printf(
                "%-24s %-9s %s%n", name, server.disabled() ? "disabled" : "enabled", PlainText.of(target(server))));
        return ExitCode.OK;
    }

    private static String target(ServerSettings server) {
        if (server.command() != null) {
            return server.command() + " " + String.join(" ", server.args());
        }
        if (server.service() != null) {
            return "built-in: " + server.service();
        }
        if (server.isBuiltIn()) {
            return "described: " + (server.catalogue() != null ? server.catalogue() : server.openapi());
        }
        return server.url() != null
                ? shown(server.url())
                : server.urls().stream().map(ListCommand::shown).collect(Collectors.joining(", "));
    }

    /** Without the query, where some servers want their keys. */
    private static String shown(String url) {
        return url.replaceFirst("[?#].*", "");
    }
}
