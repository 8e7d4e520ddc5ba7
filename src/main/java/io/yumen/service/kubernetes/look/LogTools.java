package io.yumen.service.kubernetes.look;

import io.yumen.catalogue.Parameters;
import io.yumen.protocol.PlainText;
import io.yumen.schema.Doc;
import io.yumen.service.Call;
import io.yumen.service.Tool;
import io.yumen.service.ToolFailure;
import io.yumen.service.ToolHints;
import io.yumen.service.ToolResult;
import io.yumen.service.answer.Answers;
import io.yumen.service.kubernetes.api.Clusters;
import io.yumen.service.kubernetes.api.Kind;
import io.yumen.service.kubernetes.api.Reach;
import io.yumen.service.kubernetes.api.Request;
import io.yumen.service.kubernetes.api.Selection;
import io.yumen.service.kubernetes.form.Durations;
import io.yumen.service.kubernetes.form.Secrets;
import io.yumen.service.kubernetes.form.Selectors;
import io.yumen.service.kubernetes.form.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What containers wrote. */
final class LogTools {
    private static final int MOST_BYTES = 4 << 20;
    private static final int MOST_PODS = 20;
    private static final int MOST_FOLLOWED = 5_000;
    private static final int MOST_CHARACTERS = 4 << 20;

    private final Clusters clusters;
    private final Answers answers;

    LogTools(Clusters clusters, Answers answers) {
        this.clusters = clusters;
        this.answers = answers;
    }

    record LogsInput(
            @Doc("Pod, or kind/name of a workload, as in deploy/web")
            String name,

            @Nullable @Doc("Namespace; the context's") String namespace,

            @Nullable @Doc("Container; the only or first one")
            String container,

            @Doc(name = "all_containers", value = "Of all containers", fallback = "false")
            boolean allContainers,

            @Doc(value = "Of the run before the last restart", fallback = "false")
            boolean previous,

            @Doc(value = "Last lines of each container", min = 1, max = 10_000, fallback = "100")
            int tail,

            @Nullable @Doc("Only since then: 10m, 2h, or RFC 3339")
            String since,

            @Nullable @Doc("Only lines that contain this, in whatever case")
            String search,

            @Doc(value = "With the time of each line", fallback = "false")
            boolean timestamps,

            @Doc(
                    name = "follow_sec",
                    value = "Wait for more, so many seconds; each line comes as progress",
                    min = 0,
                    max = 600,
                    fallback = "0")
            int followSec,

            @Nullable @Doc("Cluster; the usual one") String cluster) {}

    List<Tool> all() {
        return List.of(Tool.named("logs", "Logs")
                .does("Reads what containers of a pod wrote, or follows it.")
                .hints(ToolHints.READ_REMOTE)
                .returns(Words.class)
                .answers(LogsInput.class, this::logs));
    }

    private Tool.Outcome logs(LogsInput input, Call call) {
        Reach reach = clusters.reach(input.cluster(), call);
        Kind kind = reach.kind("v1", "Pod");
        String namespace = reach.namespace(input.namespace(), kind);
        Chosen chosen = pod(reach, kind, namespace, input.name());
        ObjectNode pod = chosen.pod;
        String name = name(pod);
        List<String> containers = containers(pod, input);
        Wanted wanted = new Wanted(reach, kind, namespace, name, containers);
        String text = input.followSec() > 0 ? follow(wanted, input, call) : read(wanted, input);
        String lines = text.isBlank() ? "No lines\n" : text;
        boolean isOpen = !chosen.note.isEmpty() && !lines.endsWith("\n");
        String shown = lines + (isOpen ? "\n" : "") + chosen.note;
        ToolResult result = answers.text(name + ".log", PlainText.lines(shown), Answers.Cut.BEGINNING, call);
        return Words.structured(result);
    }

    /** Containers of a pod. */
    private record Wanted(Reach reach, Kind kind, String namespace, String pod, List<String> containers) {}

    /** One that has not begun, or not begun anew, does not keep the others' logs back. */
    private static String read(Wanted of, LogsInput input) {
        Gaps gaps = new Gaps();
        List<String> told = new ArrayList<>();
        for (String container : of.containers) {
            gaps.reading(container, () -> {
                Request request = request(of.kind, of.namespace, of.pod, query(input, container));
                String log = chosen(of.reach.text(of.kind, of.namespace, of.pod, request), input.search());
                told.add(of.containers.size() == 1 ? log : "==> " + container + " <==\n" + log);
            });
        }
        String note = gaps.note();
        return String.join("\n", told) + (note.isEmpty() ? "" : "\n" + note);
    }

    private static String follow(Wanted of, LogsInput input, Call call) {
        if (of.containers.size() > 1) {
            throw new ToolFailure(
                    "One container is followed at a time; say which, of " + String.join(", ", of.containers));
        }
        List<String> lines = new ArrayList<>();
        AtomicInteger length = new AtomicInteger();
        Duration longest = Duration.ofSeconds(input.followSec());
        call.waits(longest);
        Parameters query = query(input, of.containers.getFirst()).put("follow", "true");
        Request request = request(of.kind, of.namespace, of.pod, query);
        of.reach.lines(Reach.Follow.logs(of.kind, of.namespace, of.pod, request, longest), line -> {
            boolean isRoom = lines.size() < MOST_FOLLOWED && length.get() < MOST_CHARACTERS;
            if (isRoom && isWanted(line, input.search())) {
                lines.add(line);
                length.addAndGet(line.length());
                String clean = PlainText.echo(Secrets.redactor().text(line));
                call.progress(lines.size(), MOST_FOLLOWED, clean);
            }
        });
        return String.join("\n", lines);
    }

    private static Request request(Kind kind, String namespace, String pod, Parameters query) {
        return Request.get(kind.path(namespace, pod) + "/log", query, "*/*");
    }

    private static Parameters query(LogsInput input, String container) {
        Parameters query =
                new Parameters().put("container", container).put("tailLines", Integer.toString(input.tail()));
        if (input.previous()) {
            query.put("previous", "true");
        }
        if (input.timestamps()) {
            query.put("timestamps", "true");
        }
        String since = input.since();
        if (since != null) {
            if (Durations.isTime(since)) {
                query.put("sinceTime", since);
            } else {
                query.put("sinceSeconds", Long.toString(Durations.seconds(since)));
            }
        }
        return query.put("limitBytes", input.followSec() > 0 ? null : Integer.toString(MOST_BYTES));
    }

    private static String chosen(String log, @Nullable String search) {
        return search == null
                ? log
                : log.lines().filter(line -> isWanted(line, search)).collect(Collectors.joining("\n"));
    }

    private static boolean isWanted(String line, @Nullable String search) {
        return search == null || line.toLowerCase(Locale.ROOT).contains(search.toLowerCase(Locale.ROOT));
    }

    /**
     * The pod whose logs are told.
     *
     * @param note whose they are, and whose they might be; empty where the caller knows
     */
    private record Chosen(ObjectNode pod, String note) {}

    private static String name(ObjectNode pod) {
        return pod.path("metadata").path("name").asString("");
    }

    /** The pod of that name, or the first of a workload that runs. */
    private static Chosen pod(Reach reach, Kind kind, String namespace, String said) {
        int slash = said.indexOf('/');
        if (slash < 0) {
            return new Chosen(reach.get(kind, namespace, said), "");
        }
        Kind of = reach.kind(said.substring(0, slash));
        String name = said.substring(slash + 1);
        if (of.name().equals("Pod")) {
            return new Chosen(reach.get(kind, namespace, name), "");
        }
        String selector = Selectors.of(reach.get(of, namespace, name));
        List<ObjectNode> pods = selector == null
                ? List.of()
                : reach.first(MOST_PODS + 1, kind, new Selection(namespace, selector, null));
        if (pods.isEmpty()) {
            throw new ToolFailure("not_found", said + " has no pods", Duration.ZERO);
        }
        ObjectNode first = pods.stream()
                .filter(pod -> pod.path("status").path("phase").asString("").equals("Running"))
                .findFirst()
                .orElse(pods.getFirst());
        return new Chosen(first, pods.size() == 1 ? "" : note(said, first, pods));
    }

    private static String note(String said, ObjectNode chosen, List<ObjectNode> pods) {
        String count = pods.size() > MOST_PODS ? "more than " + MOST_PODS : Integer.toString(pods.size());
        String others = pods.stream()
                .limit(MOST_PODS)
                .filter(pod -> !pod.equals(chosen))
                .map(LogTools::name)
                .collect(Collectors.joining(", "));
        return "[" + said + " has " + count + " pods; this is " + name(chosen) + ", and the others are " + others + "]";
    }

    private static List<String> containers(ObjectNode pod, LogsInput input) {
        List<String> names = new ArrayList<>();
        for (String part : List.of("containers", "initContainers", "ephemeralContainers")) {
            for (JsonNode container : pod.path("spec").path(part)) {
                names.add(container.path("name").asString(""));
            }
        }
        String said = input.container();
        if (said != null && !names.contains(said)) {
            throw new ToolFailure(
                    "not_found",
                    "There is no container \"" + PlainText.echo(said) + "\"; there is " + String.join(", ", names),
                    Duration.ZERO);
        }
        if (said != null) {
            return List.of(said);
        }
        return input.allContainers() || names.isEmpty() ? names : List.of(names.getFirst());
    }
}
