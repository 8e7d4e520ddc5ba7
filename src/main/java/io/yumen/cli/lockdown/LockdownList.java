package io.yumen.cli.lockdown;

import io.yumen.auth.lockdown.Lock;
import io.yumen.cli.command.AnyGateway;
import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayOption;
import io.yumen.protocol.PlainText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code yumen lockdown list}: says what is locked. */
@Command(name = "list", description = "Say what is locked, the oldest first.")
final class LockdownList implements Callable<Integer> {
    @Option(names = "--json", description = "As JSON, with all that is known.")
    private boolean json;

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Override
    public Integer call() throws InterruptedException {
        JsonNode answer = new AnyGateway(gateway).order(running -> running.read(Lock.API), state -> {
            ObjectNode body = JsonNodeFactory.instance.objectNode();
            ArrayNode locks = body.putArray("locks");
            state.locks().forEach(one -> locks.add(one.toJson()));
            return body;
        });
        if (json) {
            System.out.println(answer.toPrettyString());
        } else {
            answer.path("locks").valueStream().forEach(LockdownList::show);
        }
        return ExitCode.OK;
    }

    private static void show(JsonNode lock) {
        System.out.printf(
                "%-10s  %-10s  %-40s  %s  by %s  %s%n",
                text(lock, "kind"),
                text(lock, "tenant"),
                text(lock, "name"),
                text(lock, "since"),
                text(lock, "by"),
                text(lock, "reason"));
    }

    private static String text(JsonNode lock, String name) {
        return PlainText.of(lock.path(name).asString(""));
    }
}
