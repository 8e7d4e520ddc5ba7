package io.yumen.cli.audit;

import io.yumen.audit.Times;
import io.yumen.audit.trail.Query;
import io.yumen.audit.trail.Search;
import io.yumen.cli.command.CommandFailed;
import io.yumen.cli.command.ExitCode;
import io.yumen.protocol.JsonCodec;
import io.yumen.protocol.PlainText;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code yumen audit search}: shows records of the trail. */
@Command(
        name = "search",
        description = {
            "Show the newest records of the audit trail that say so, newest first.",
            "It does not say whether they are as they were written: audit verify does."
        })
final class AuditSearch implements Callable<Integer> {
    private static final String ROW = "%-27s  %-16s  %-14s  %-15s  %-34s  %-14s  %s%n";

    @Mixin
    private TrailOption trail = new TrailOption();

    @Option(names = "--principal", paramLabel = "NAME", description = "Who did it.")
    private String principal = "";

    @Option(names = "--server", paramLabel = "NAME", description = "The server that it was for.")
    private String server = "";

    @Option(names = "--tool", paramLabel = "NAME", description = "The tool, resource or prompt.")
    private String tool = "";

    @Option(
            names = "--outcome",
            paramLabel = "WORD",
            description = "ok, tool_error, input_required, denied, cancelled or failed.")
    private String outcome = "";

    @Option(
            names = "--kind",
            paramLabel = "WORD",
            description = "call, refusal, order or login; others are of the trail itself.")
    private String kind = "";

    @Option(names = "--trace", paramLabel = "ID", description = "The trace that it belongs to.")
    private String trace = "";

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Not before, as in 2026-11-21 or 2026-11-21T08:00:00Z.")
    private @Nullable String from;

    @Option(names = "--until", paramLabel = "TIME", description = "Before.")
    private @Nullable String until;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "N",
            defaultValue = "100",
            description = "How many, at most 10000. Default: ${DEFAULT-VALUE}.")
    private int limit;

    @Option(names = "--json", description = "A line of JSON for each, with all that is recorded.")
    private boolean json;

    @Override
    public Integer call() {
        List<ObjectNode> found = find(trail.path(trail.settings()));
        if (json) {
            found.forEach(record -> System.out.println(JsonCodec.text(record)));
        } else {
            System.out.printf(ROW, "TIME", "PRINCIPAL", "ADDRESS", "SERVER", "WHAT", "OUTCOME", "MILLIS");
            found.forEach(AuditSearch::show);
        }
        return ExitCode.OK;
    }

    private List<ObjectNode> find(Path path) {
        try {
            return new Search(path).find(query());
        } catch (NoSuchFileException e) {
            throw TrailOption.none(path);
        } catch (IOException e) {
            throw new CommandFailed("The trail cannot be read: " + e);
        } catch (IllegalArgumentException e) {
            throw new CommandFailed(ExitCode.USAGE, String.valueOf(e.getMessage()));
        }
    }

    private Query query() {
        Query query = new Query(Map.of(), time(from), time(until), limit);
        for (Map.Entry<String, String> field : Map.of(
                        "principal", principal,
                        "server", server,
                        "name", tool,
                        "outcome", outcome,
                        "kind", kind,
                        "trace", trace)
                .entrySet()) {
            query = field.getValue().isEmpty() ? query : query.with(field.getKey(), field.getValue());
        }
        return query;
    }

    private static @Nullable Instant time(@Nullable String text) {
        return text == null ? null : Times.read(text);
    }

    private static void show(ObjectNode record) {
        String name = text(record, "name");
        String method = text(record, "method");
        String what = method.isEmpty() ? text(record, "kind") : method;
        String place = name.isEmpty() ? text(record, "place") : name;
        System.out.printf(
                ROW,
                text(record, "time"),
                text(record, "principal"),
                text(record, "address"),
                text(record, "server"),
                what + " " + place,
                record.has("outcome") ? text(record, "outcome") : text(record, "stage"),
                record.has("micros") ? record.path("micros").asLong() / 1000.0 : "");
    }

    private static String text(ObjectNode record, String field) {
        return PlainText.of(record.path(field).asString(""));
    }
}
