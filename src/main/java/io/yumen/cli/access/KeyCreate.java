package io.yumen.cli.access;

import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code yumen key create}: makes a key, and shows it this once. */
@Command(
        name = "create",
        description = "Make a key for somebody, and show it this once. Standard output is the key alone.")
final class KeyCreate implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "PRINCIPAL", description = "Who its holder is, as in ann or ci-pipeline.")
    private String principal = "";

    @Mixin
    private HolderOptions holder = new HolderOptions();

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            description = "Narrows the key down; can be given several times. Default: not narrowed down.")
    private List<String> scopes = List.of();

    @Option(
            names = "--expires",
            paramLabel = "DURATION",
            description = "After which time it ends, as in P90D (ISO 8601). Default: never.")
    private @Nullable String expires;

    @Option(names = "--note", paramLabel = "TEXT", description = "What it is for.")
    private @Nullable String note;

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Override
    public Integer call() throws InterruptedException {
        ObjectNode order = JsonNodeFactory.instance.objectNode().put("principal", principal);
        holder.into(order);
        if (!scopes.isEmpty()) {
            ArrayNode narrowed = order.putArray("scopes");
            scopes.forEach(narrowed::add);
        }
        put(order, "expiresIn", expires);
        put(order, "note", note);
        JsonNode made = gateway.call().post(KeyList.PATH, order);
        System.err.println("Key " + made.path("id").asString("") + " of " + principal
                + "; it is shown only now. Take it back with: yumen key revoke "
                + made.path("id").asString(""));
        System.out.println(made.path("key").asString(""));
        return ExitCode.OK;
    }

    private static void put(ObjectNode order, String name, @Nullable String value) {
        if (value != null) {
            order.put(name, value);
        }
    }
}
