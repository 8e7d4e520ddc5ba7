package io.yumen.cli.access;

import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayOption;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.PlainText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code yumen approvals list}: says which calls wait, and what was decided of late. */
@Command(name = "list", description = "Say which calls wait, and what was decided of late.")
final class ApprovalsList implements Callable<Integer> {
    @Option(names = "--json", description = "As JSON, with all that is known.")
    private boolean json;

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Override
    public Integer call() throws InterruptedException {
        JsonNode answer = gateway.call().read(ApprovalsCommand.PATH);
        if (json) {
            System.out.println(answer.toPrettyString());
        } else {
            answer.path("approvals").valueStream().forEach(ApprovalsList::show);
        }
        return ExitCode.OK;
    }

    private static void show(JsonNode one) {
        String by = one.path("by").asString("");
        System.out.printf(
                "%s  %s%s  until %s  rule \"%s\"%n    %s calls %s of %s with %s%n",
                text(one, "id"),
                text(one, "state"),
                by.isEmpty() ? "" : " by " + PlainText.of(by),
                text(one, "expires"),
                text(one, "rule"),
                text(one, "principal"),
                text(one, "name"),
                text(one, "server"),
                one.get("arguments") instanceof ObjectNode arguments ? PlainText.of(JsonCodec.text(arguments)) : "");
    }

    private static String text(JsonNode one, String key) {
        return PlainText.of(one.path(key).asString(""));
    }
}
