package io.yumen.cli.pins;

import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayCall;
import io.yumen.cli.command.GatewayOption;
import io.yumen.protocol.PlainText;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code yumen pins diff}: shows what waits beside what was approved. */
@Command(
        name = "diff",
        description = {
            "Show what waits beside what was approved: a line with - for what was, with + for what would be.",
            "What cannot be seen stands there as its code point, as in \\u{200B}."
        })
final class PinsDiff implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SERVER", description = "The server's name.")
    private String server = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "NAME",
            description = "The tool or prompt, as its server knows it, or instructions. Default: all that waits.")
    private List<String> names = List.of();

    @Option(names = "--json", description = "As JSON, with all that is known.")
    private boolean json;

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Override
    public Integer call() throws InterruptedException {
        GatewayCall call = gateway.call();
        List<JsonNode> waiting = PinsCommand.waiting(call, server, names);
        for (JsonNode pin : waiting) {
            JsonNode whole = call.read(
                    PinsCommand.path(server, PinsCommand.text(pin, "kind"), PinsCommand.text(pin, "name"), ""));
            if (json) {
                System.out.println(whole.toPrettyString());
            } else {
                show(whole);
            }
        }
        if (waiting.isEmpty()) {
            System.err.println("Nothing of it waits for a decision");
        }
        return ExitCode.OK;
    }

    private static void show(JsonNode whole) {
        JsonNode pin = whole.path("pin");
        JsonNode open = pin.path("waiting");
        System.out.printf(
                "%s %s of %s: %s, seen %s%n",
                PinsCommand.text(pin, "kind"),
                shown(pin, "name"),
                shown(pin, "server"),
                PinsCommand.text(open, "reason"),
                PinsCommand.text(open, "seen"));
        PinsCommand.findings(pin);
        if (PinsCommand.text(whole, "waitingText").isEmpty()) {
            System.out.println("    It is too long to be kept and shown; only its digest is known");
        }
        for (JsonNode change : whole.path("difference")) {
            System.out.println("  " + shown(change, "at"));
            side("  - ", change, "before");
            side("  + ", change, "after");
        }
        System.out.printf(
                "  to approve it: yumen pins approve %s %s --digest %s%n%n",
                shown(pin, "server"), shown(pin, "name"), PinsCommand.text(open, "digest"));
    }

    private static void side(String mark, JsonNode change, String key) {
        if (!PinsCommand.text(change, key).isEmpty()) {
            System.out.println(mark + shown(change, key));
        }
    }

    private static String shown(JsonNode node, String key) {
        return PlainText.of(PinsCommand.text(node, key));
    }
}
