package io.yumen.cli.pins;

import io.yumen.cli.command.CommandFailed;
import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayCall;
import io.yumen.cli.command.GatewayOption;
import io.yumen.protocol.PlainText;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code yumen pins}: shows and decides about what servers say of themselves. */
@Command(
        name = "pins",
        description = {
            "Show what servers say of their tools, prompts and instructions that nobody has approved, and decide about it.",
            "Each is pinned when it is first seen; a change, something new, and what hides something wait for a decision."
        },
        subcommands = {PinsDiff.class, PinsApprove.class, PinsReject.class, PinsReset.class})
public final class PinsCommand implements Callable<Integer> {
    @Option(names = "--all", description = "Also what is approved, and nothing is wrong with.")
    private boolean all;

    @Option(names = "--json", description = "As JSON, with all that is known.")
    private boolean json;

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Override
    public Integer call() throws InterruptedException {
        JsonNode answer = gateway.call().read("/api/v1/pins");
        if (json) {
            System.out.println(answer.toPrettyString());
            return ExitCode.OK;
        }
        List<JsonNode> shown = answer.path("pins")
                .valueStream()
                .filter(pin -> all || isOfInterest(pin))
                .toList();
        shown.forEach(PinsCommand::show);
        if (shown.isEmpty()) {
            System.out.println("Nothing waits for a decision, and nothing was found; "
                    + answer.path("pins").size() + " definitions are pinned");
        }
        return ExitCode.OK;
    }

    /** Where that is decided about. */
    static String path(String server, String kind, String name, String more) {
        return "/api/v1/pins/" + GatewayCall.encoded(server) + "/" + kind + "/" + GatewayCall.encoded(name) + more;
    }

    /** What waits at that server: all of it, or what has one of those names. */
    static List<JsonNode> waiting(GatewayCall gateway, String server, List<String> names) throws InterruptedException {
        List<JsonNode> pins = gateway.read("/api/v1/pins/" + GatewayCall.encoded(server))
                .path("pins")
                .valueStream()
                .toList();
        for (String name : names) {
            if (pins.stream().noneMatch(pin -> text(pin, "name").equals(name))) {
                throw new CommandFailed(
                        "Nothing is known of " + name + " of the server " + server + "; yumen pins --all says of what");
            }
        }
        return pins.stream()
                .filter(pin -> pin.has("waiting"))
                .filter(pin -> names.isEmpty() || names.contains(text(pin, "name")))
                .toList();
    }

    static String text(JsonNode node, String key) {
        return node.path(key).asString("");
    }

    /** What was found, a line each. */
    static void findings(JsonNode pin) {
        for (JsonNode finding : pin.path("findings")) {
            System.out.printf(
                    "    %s%s at %s: %s%n",
                    finding.path("grave").asBoolean(false) ? "! " : "",
                    text(finding, "concern"),
                    PlainText.of(text(finding, "at")),
                    PlainText.of(text(finding, "detail")));
        }
    }

    private static boolean isOfInterest(JsonNode pin) {
        return !text(pin, "state").equals("pinned") || !pin.path("findings").isEmpty();
    }

    private static void show(JsonNode pin) {
        System.out.printf(
                "%-10s  %s %s of %s%s%n",
                text(pin, "state"),
                text(pin, "kind"),
                PlainText.of(text(pin, "name")),
                PlainText.of(text(pin, "server")),
                pin.has("gone") ? ", not offered since " + text(pin, "gone") : "");
        findings(pin);
    }
}
