package io.yumen.cli.cache;

import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayCall;
import io.yumen.cli.command.GatewayOption;
import io.yumen.protocol.PlainText;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code yumen cache}: shows how what built-in services keep has fared. */
@Command(
        name = "cache",
        description = {
            "Say how what the built-in services of a running gateway keep has fared since they were started.",
            "The subcommands show what is kept, and have it forgotten."
        },
        subcommands = {CacheGet.class, CacheInvalidate.class, CacheExport.class, CacheImport.class})
public final class CacheCommand implements Callable<Integer> {
    @Option(names = "--json", description = "As JSON, with all that is known.")
    private boolean json;

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Override
    public Integer call() throws InterruptedException {
        JsonNode answer = gateway.call().read("/api/v1/caches");
        if (json) {
            System.out.println(PlainText.escaped(answer.toPrettyString()));
            return ExitCode.OK;
        }
        for (JsonNode cache : answer.path("caches")) {
            show(cache);
        }
        if (answer.path("caches").isEmpty()) {
            System.out.println("No server keeps anything that could be shown");
        }
        return ExitCode.OK;
    }

    /** Where what a server keeps is. */
    static String path(String server, String more) {
        return "/api/v1/caches/" + GatewayCall.encoded(server) + more;
    }

    private static void show(JsonNode cache) {
        String server = PlainText.of(cache.path("server").asString(""));
        JsonNode statistics = cache.path("statistics");
        for (JsonNode level : statistics.path("levels")) {
            System.out.printf(
                    "%-16s  %-8s  %8d told  %8d not there  %6d copies  %12d of %d bytes  %6d gone%n",
                    server,
                    PlainText.of(level.path("level").asString("")),
                    number(level, "hits"),
                    number(level, "misses"),
                    number(level, "entries"),
                    number(level, "bytes"),
                    number(level, "limit"),
                    number(level, "evicted"));
        }
        JsonNode asked = statistics.path("asked");
        System.out.printf(
                "%-16s  asked %d times: %d unchanged, %d failed, %d old copies told, %d not written%n",
                server,
                number(asked, "calls"),
                number(asked, "unchanged"),
                number(asked, "failed"),
                number(asked, "stale"),
                number(asked, "unwritten"));
    }

    private static long number(JsonNode node, String key) {
        return node.path(key).asLong(0);
    }
}
