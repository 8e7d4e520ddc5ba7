package io.yumen.service.kubernetes.look;

import io.yumen.protocol.PlainText;
import io.yumen.schema.Doc;
import io.yumen.schema.Spread;
import io.yumen.service.Call;
import io.yumen.service.Tool;
import io.yumen.service.ToolFailure;
import io.yumen.service.ToolHints;
import io.yumen.service.ToolResult;
import io.yumen.service.answer.Answers;
import io.yumen.service.answer.Item;
import io.yumen.service.answer.Listed;
import io.yumen.service.answer.Listing;
import io.yumen.service.answer.Query;
import io.yumen.service.answer.Source;
import io.yumen.service.kubernetes.api.Clusters;
import io.yumen.service.kubernetes.api.Kind;
import io.yumen.service.kubernetes.api.Reach;
import io.yumen.service.kubernetes.api.Revisions;
import io.yumen.service.kubernetes.form.Rollout;
import io.yumen.service.kubernetes.form.Secrets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How far changes are. */
final class RolloutTools {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Clusters clusters;
    private final Answers answers;

    RolloutTools(Clusters clusters, Answers answers) {
        this.clusters = clusters;
        this.answers = answers;
    }

    record HistoryInput(
            @Doc("Deployment, StatefulSet or DaemonSet") String kind,
            @Doc("Name") String name,
            @Nullable @Doc("Namespace; the context's") String namespace,
            @Spread Listing listing,
            @Nullable @Doc("Cluster; the usual one") String cluster) {}

    record WaitInput(
            @Doc("Kind") String kind,
            @Doc("Name") String name,
            @Nullable @Doc("Namespace; the context's") String namespace,

            @Doc(
                    name = "for",
                    value =
                            "rollout, delete, the type of a condition (Ready, Available, Complete), or JMESPath that becomes true",
                    fallback = "\"rollout\"")
            String until,

            @Doc(
                    name = "timeout_sec",
                    value = "Seconds at most; 0 tells how it is now",
                    min = 0,
                    max = 600,
                    fallback = "60")
            int timeoutSec,

            @Nullable @Doc("Cluster; the usual one") String cluster) {}

    record Waited(
            @Doc("Whether it has come") boolean done,
            @Doc("How it is") String state) {}

    List<Tool> all() {
        return List.of(
                Tool.named("rollout_history", "History of a rollout")
                        .does("Lists the revisions of a workload, newest first, with images and cause.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Listed.class)
                        .answers(HistoryInput.class, this::history),
                Tool.named("wait", "Status of a rollout, or wait for it")
                        .does(
                                "Tells how far a rollout is, or waits until an object is ready, gone, or as it should be.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Waited.class)
                        .answers(WaitInput.class, this::await));
    }

    private Tool.Outcome history(HistoryInput input, Call call) {
        Reach reach = clusters.reach(input.cluster(), call);
        Kind kind = reach.kind(input.kind());
        String namespace = reach.namespace(input.namespace(), kind);
        ObjectNode workload = reach.get(kind, namespace, input.name());
        List<Item> found = Revisions.of(reach, kind, workload).stream()
                .map(RolloutTools::item)
                .toList();
        return answers.list(input, input.listing(), "revisions", Source.of(found));
    }

    private static Item item(Revisions.Revision revision) {
        ObjectNode summary = JsonNodeFactory.instance.objectNode().put("revision", revision.number());
        summary.put("current", revision.current());
        summary.put("age", Rows.age(revision.created()));
        summary.put("images", String.join(", ", revision.images()));
        summary.put("cause", revision.cause());
        ObjectNode full = summary.deepCopy();
        full.set("template", revision.template());
        return new Item(Long.toString(revision.number()), summary, full);
    }

    private Tool.Outcome await(WaitInput input, Call call) {
        Reach reach = clusters.reach(input.cluster(), call);
        Kind kind = reach.kind(input.kind());
        String namespace = reach.namespace(input.namespace(), kind);
        Duration longest = Duration.ofSeconds(input.timeoutSec());
        call.waits(longest);
        long end = System.nanoTime() + longest.toNanos();
        String before = "";
        for (int tries = 1; ; tries++) {
            Waited now = look(reach, kind, namespace, input);
            if (now.done() || System.nanoTime() - end >= 0) {
                return ToolResult.structured(now, (now.done() ? "Done: " : "Not yet: ") + now.state());
            }
            if (!now.state().equals(before)) {
                call.progress(tries, input.timeoutSec(), now.state());
            }
            before = now.state();
            call.pause(PAUSE);
        }
    }

    private static Waited look(Reach reach, Kind kind, String namespace, WaitInput input) {
        ObjectNode object;
        try {
            object = reach.get(kind, namespace, input.name());
        } catch (ToolFailure failure) {
            if (failure.code().equals("not_found") && input.until().equals("delete")) {
                return new Waited(true, "it is gone");
            }
            throw failure;
        }
        return switch (input.until().toLowerCase(Locale.ROOT)) {
            case "delete" -> new Waited(false, "it is there");
            case "rollout" -> rollout(object);
            default -> condition(object, input.until());
        };
    }

    /** As JMESPath has it: what is there and not empty. */
    private static boolean isTrue(JsonNode found) {
        if (found.isContainer()) {
            return !found.isEmpty();
        }
        return found.isString() ? !found.stringValue().isEmpty() : found.isNumber() || found.asBoolean(false);
    }

    private static Waited rollout(ObjectNode object) {
        Rollout.Progress progress = Rollout.of(object);
        return new Waited(progress.isDone(), progress.words());
    }

    private static String told(String message) {
        return PlainText.echo(Secrets.redactor().text(message));
    }

    private static Waited condition(ObjectNode object, String until) {
        for (JsonNode condition : object.path("status").path("conditions")) {
            if (condition.path("type").asString("").equalsIgnoreCase(until)) {
                String status = condition.path("status").asString("");
                String why = condition.path("message").asString("");
                return new Waited(
                        status.equals("True"), until + " is " + status + (why.isEmpty() ? "" : ": " + told(why)));
            }
        }
        if (until.chars().allMatch(Character::isLetterOrDigit)) {
            return new Waited(false, "it has no condition " + until + " yet");
        }
        try {
            JsonNode found = Query.of(until).find(Secrets.redactor().tree(object));
            return new Waited(isTrue(found), until + " is " + PlainText.echo(found.toString()));
        } catch (IllegalArgumentException e) {
            throw new ToolFailure(String.valueOf(e.getMessage()));
        }
    }
}
