package io.yumen.cli.access;

import io.yumen.cli.command.CommandFailed;
import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayOption;
import io.yumen.config.AccessSettings;
import io.yumen.config.RuleSettings;
import io.yumen.config.file.ConfigFile;
import io.yumen.protocol.PlainText;
import java.nio.file.Path;
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

/** {@code yumen policy try}: says what the rules of a file would have decided about calls that were recorded. */
@Command(
        name = "try",
        description = {
            "Say what the rules of a configuration would have decided otherwise about the calls in the audit trail of the",
            "gateway that runs. Nothing changes. Calls of which too little is recorded are counted as open."
        })
final class PolicyTry implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "FILE",
            description = "A configuration with an \"access\" that has \"rules\".")
    private Path file = Path.of("");

    @Option(names = "--from", paramLabel = "TIME", description = "Calls not before, as in 2026-11-21.")
    private @Nullable String from;

    @Option(names = "--until", paramLabel = "TIME", description = "Calls before.")
    private @Nullable String until;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            defaultValue = "10000",
            description = "The newest so many, at most 10000. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--json", description = "As JSON, with all that is known.")
    private boolean json;

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Override
    public Integer call() throws InterruptedException {
        ObjectNode order = JsonNodeFactory.instance.objectNode().put("limit", limit);
        ArrayNode rules = order.putArray("rules");
        rules().forEach(rule -> rules.add(rule.config().toJson()));
        if (from != null) {
            order.put("from", from);
        }
        if (until != null) {
            order.put("until", until);
        }
        JsonNode answer = gateway.call().post("/api/v1/policy/try", order);
        if (json) {
            System.out.println(answer.toPrettyString());
        } else {
            show(answer);
        }
        return ExitCode.OK;
    }

    private List<RuleSettings> rules() {
        AccessSettings access =
                new ConfigFile(System.getenv()).load(file).settings().access();
        if (access == null || access.rules().isEmpty()) {
            throw new CommandFailed(file + " has no access.rules");
        }
        return access.rules();
    }

    private static void show(JsonNode answer) {
        System.out.printf(
                "%d calls: %d as before, %d otherwise, %d open%n",
                answer.path("calls").asInt(),
                answer.path("same").asInt(),
                answer.path("changed").asInt(),
                answer.path("open").asInt());
        for (JsonNode change : answer.path("changes")) {
            System.out.printf(
                    "  %s  %s of %s: was %s by \"%s\", would be %s by \"%s\" (%d times, last %s)%n",
                    text(change, "principal"),
                    text(change, "name"),
                    text(change, "server"),
                    text(change, "was"),
                    text(change, "by"),
                    text(change, "would"),
                    text(change, "rule"),
                    change.path("times").asInt(),
                    text(change, "last"));
        }
    }

    private static String text(JsonNode change, String field) {
        return PlainText.of(change.path(field).asString(""));
    }
}
