package io.yumen.cli.file;

import io.yumen.cli.command.ConfigOption;
import io.yumen.cli.command.ExitCode;
import io.yumen.config.file.ConfigEditor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code yumen add}: adds a server to the configuration. */
@Command(
        name = "add",
        description = "Add a server: a program, an endpoint, or a built-in service.",
        footer = {
            "%nExamples:",
            "  yumen add files -- npx -y @modelcontextprotocol/server-filesystem .",
            "  yumen add search --url https://mcp.example.com/mcp --header 'Authorization=Bearer ${TOKEN}'",
            "  yumen add demo --service everything"
        })
public final class AddCommand implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Parameters(index = "0", paramLabel = "NAME", description = "The server's name.")
    private String name = "";

    @Parameters(index = "1..*", paramLabel = "COMMAND", description = "The program and its arguments, after --.")
    private List<String> command = List.of();

    @Option(names = "--url", paramLabel = "URL", description = "The endpoint of a server that speaks HTTP.")
    private @Nullable String url;

    @Option(names = "--service", paramLabel = "SERVICE", description = "A built-in service.")
    private @Nullable String service;

    @Option(names = "--env", paramLabel = "NAME=VALUE", description = "A variable of the program's environment.")
    private Map<String, String> env = Map.of();

    @Option(names = "--header", paramLabel = "NAME=VALUE", description = "A header of every request to the endpoint.")
    private Map<String, String> headers = Map.of();

    @Override
    public Integer call() {
        Path file = config.toChange();
        new ConfigEditor(file, System.getenv()).add(name, entry());
        System.out.println("Added " + name + " to " + file);
        return ExitCode.OK;
    }

    private ObjectNode entry() {
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        if (!command.isEmpty()) {
            entry.put("command", command.getFirst());
            command.stream().skip(1).forEach(entry.putArray("args")::add);
        }
        if (url != null) {
            entry.put("url", url);
        }
        if (service != null) {
            entry.put("service", service);
        }
        putAll(entry, "env", env);
        putAll(entry, "headers", headers);
        return entry;
    }

    private static void putAll(ObjectNode entry, String key, Map<String, String> values) {
        if (!values.isEmpty()) {
            values.forEach(entry.putObject(key)::put);
        }
    }
}
