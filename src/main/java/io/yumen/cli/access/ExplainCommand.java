package io.yumen.cli.access;

import io.yumen.cli.command.CommandFailed;
import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayOption;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.JsonLimits;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RpcException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code yumen explain}: says which rule decides. */
@Command(
        name = "explain",
        description = {
            "Say which rule decides whether somebody may see or do something. Nothing is done.",
            "With --arguments the question is whether that call is allowed, else whether a list shows it."
        })
public final class ExplainCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "PRINCIPAL", description = "Who would do it, as in ann.")
    private String principal = "";

    @Parameters(index = "1", paramLabel = "SERVER", description = "The server's name.")
    private String server = "";

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "TOOL",
            description = "The tool, as its server knows it; left out, the question is whether the server is there.")
    private @Nullable String tool;

    @Option(names = "--prompt", paramLabel = "NAME", description = "A prompt in place of a tool.")
    private @Nullable String prompt;

    @Option(names = "--resource", paramLabel = "URI", description = "A resource in place of a tool.")
    private @Nullable String resource;

    @Option(
            names = {"-a", "--arguments"},
            paramLabel = "JSON",
            description = "The arguments of the call, as in '{\"a\": 1}'.")
    private @Nullable String arguments;

    @Option(
            names = {"-r", "--role"},
            paramLabel = "ROLE",
            description = "A role that the caller has; can be given several times.")
    private List<String> roles = List.of();

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            description = "What the credential is good for; can be given several times. Default: everything.")
    private List<String> scopes = List.of();

    @Option(names = "--claims", paramLabel = "JSON", description = "What the provider says of the caller.")
    private @Nullable String claims;

    @Option(names = "--tenant", paramLabel = "TENANT", description = "Whose data it is. Default: local.")
    private @Nullable String tenant;

    @Option(names = "--from", paramLabel = "ADDRESS", description = "The address where the caller is.")
    private @Nullable String from;

    @Option(
            names = "--view",
            paramLabel = "VIEW",
            description = "The view at whose endpoint the caller asks. Default: none.")
    private @Nullable String view;

    @Option(names = "--json", description = "As JSON, with all that is known.")
    private boolean json;

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Override
    public Integer call() throws InterruptedException {
        JsonNode answer = gateway.call().post("/api/v1/explain", question());
        if (json) {
            System.out.println(answer.toPrettyString());
        } else {
            show(answer);
        }
        return ExitCode.OK;
    }

    private ObjectNode question() {
        ObjectNode question = JsonNodeFactory.instance
                .objectNode()
                .put("principal", principal)
                .put("server", server);
        put(question, "tool", tool);
        put(question, "prompt", prompt);
        put(question, "resource", resource);
        put(question, "tenant", tenant);
        put(question, "address", from);
        put(question, "view", view);
        roles.forEach(question.withArrayProperty("roles")::add);
        if (!scopes.isEmpty()) {
            scopes.forEach(question.withArrayProperty("scopes")::add);
        }
        set(question, "claims", claims);
        set(question, "arguments", arguments);
        return question;
    }

    private static void put(ObjectNode question, String key, @Nullable String value) {
        if (value != null) {
            question.put(key, value);
        }
    }

    private static void set(ObjectNode question, String key, @Nullable String value) {
        if (value == null) {
            return;
        }
        try {
            question.set(key, new JsonCodec(JsonLimits.DEFAULT).read(value.getBytes(StandardCharsets.UTF_8)));
        } catch (RpcException e) {
            throw new CommandFailed(ExitCode.USAGE, "--" + key + ": " + e.getMessage());
        }
    }

    private static String scopes(JsonNode answer) {
        return answer.path("scopes").valueStream().map(JsonNode::stringValue).collect(Collectors.joining(" "));
    }

    private static void show(JsonNode answer) {
        String reason = answer.path("reason").asString(scopes(answer));
        System.out.println(answer.path("decision").asString("") + " by "
                + PlainText.of(answer.path("rule").asString(""))
                + (reason.isEmpty() ? "" : ": " + PlainText.of(reason)));
        for (JsonNode step : answer.path("steps")) {
            System.out.printf(
                    "  %-6s  %s: %s%n",
                    step.path("effect").asString(""),
                    PlainText.of(step.path("rule").asString("")),
                    PlainText.of(step.path("match").asString("")));
        }
        if (!answer.path("known").asBoolean(true)) {
            System.err.println(
                    "The server has nothing of that name, or nobody has read its lists yet (yumen tools does):"
                            + " what it says of the tool is not known, and is taken for the worst.");
        }
    }
}
