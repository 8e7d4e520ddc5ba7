package io.yumen.service.helm;

import io.yumen.schema.Doc;
import io.yumen.service.Call;
import io.yumen.service.Tool;
import io.yumen.service.ToolFailure;
import io.yumen.service.answer.Answers;
import io.yumen.service.answer.Item;
import io.yumen.service.helm.chart.Charts;
import io.yumen.service.helm.worker.Job;
import io.yumen.service.kubernetes.api.Clusters;
import io.yumen.service.kubernetes.api.Reach;
import io.yumen.service.kubernetes.form.Shapes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What is done with a release that is there: brought back to what it was, tried, taken away. */
final class UndoTools {
    private static final String PENDING = "pending-";
    private static final Charts.Supply NO_CHART = new Charts.Nothing();

    private final Clusters clusters;
    private final Charts charts;
    private final Answers answers;

    UndoTools(Clusters clusters, Charts charts, Answers answers) {
        this.clusters = clusters;
        this.charts = charts;
        this.answers = answers;
    }

    record RollbackInput(
            @Doc("Name") String name,
            @Nullable @Doc("Default: the context's") String namespace,

            @Nullable @Doc(value = "Revision; the one deployed before", min = 1)
            Integer revision,

            @Doc(name = "wait", value = "Wait until all is ready", fallback = "false")
            boolean waits,

            @Doc(name = "dry_run", value = "Only list what would differ", fallback = "false")
            boolean dryRun,

            @Nullable @Doc("Context; the usual one") String cluster) {}

    record UninstallInput(
            @Doc("Name") String name,
            @Nullable @Doc("Default: the context's") String namespace,

            @Doc(name = "keep_history", value = "Keep its revisions", fallback = "false")
            boolean keepHistory,

            @Doc(name = "dry_run", value = "Only tell what would go", fallback = "false")
            boolean dryRun,

            @Nullable @Doc("Context; the usual one") String cluster) {}

    record TestInput(
            @Doc("Name") String name,
            @Nullable @Doc("Default: the context's") String namespace,
            @Nullable @Doc("Context; the usual one") String cluster) {}

    List<Tool> all() {
        return List.of(
                Tool.named("release_rollback", "Roll back a release")
                        .does("Brings a release back to an earlier revision.")
                        .hints(InstallTools.OVERWRITE)
                        .returns(Shapes.OBJECT)
                        .answers(RollbackInput.class, this::rollback),
                Tool.named("release_uninstall", "Uninstall a release")
                        .does("Takes a release away, with all that it made.")
                        .hints(InstallTools.OVERWRITE)
                        .returns(Shapes.OBJECT)
                        .answers(UninstallInput.class, this::uninstall),
                Tool.named("release_test", "Test a release")
                        .does("Runs the tests of a release.")
                        .hints(InstallTools.OVERWRITE)
                        .returns(Shapes.OBJECT)
                        .answers(TestInput.class, this::test));
    }

    private Tool.Outcome rollback(RollbackInput input, Call call) {
        Reach reach = clusters.reach(input.cluster(), call);
        Storage storage = new Storage(reach);
        String namespace = storage.namespace(input.namespace());
        List<Head> revisions = storage.revisions(namespace, input.name());
        Head newest = revisions.getFirst();
        Head wanted = input.revision() == null ? before(revisions) : Storage.chosen(revisions, input.revision());
        Release old = storage.read(wanted);
        if (input.dryRun()) {
            return answers.one(ChartTools.WHOLE, InstallTools.differences(storage.read(newest), old), call);
        }
        charts.missing().ifPresent(why -> {
            throw new ToolFailure(why);
        });
        if (newest.status().startsWith(PENDING)) {
            storage.replace(newest, failed(storage.read(newest)));
        }
        List<Job.Flag> flags = new ArrayList<>(List.of(Job.Flag.RESET_VALUES, Job.Flag.SKIP_CRDS));
        if (input.waits()) {
            flags.add(Job.Flag.WAIT);
        }
        Charts.Order order = new Charts.Order(
                Job.Deed.UPGRADE,
                new Charts.Made(Rebuilt.of(old)),
                new Charts.Named(input.name(), namespace, old.given()),
                flags,
                "Rollback to " + old.revision());
        charts.change(order, reach, call);
        Head made = storage.revisions(namespace, input.name()).getFirst();
        storage.replace(made, restored(storage.read(made), old));
        return answers.one(ChartTools.WHOLE, InstallTools.newest(storage, namespace, input.name()), call);
    }

    private Tool.Outcome uninstall(UninstallInput input, Call call) {
        Reach reach = clusters.reach(input.cluster(), call);
        Storage storage = new Storage(reach);
        String namespace = storage.namespace(input.namespace());
        ObjectNode told = Parts.status(
                storage.read(storage.revisions(namespace, input.name()).getFirst()));
        if (input.dryRun()) {
            return answers.one(ChartTools.WHOLE, new Item(input.name(), told, told), call);
        }
        List<Job.Flag> flags = input.keepHistory() ? List.of(Job.Flag.KEEP_HISTORY) : List.of();
        Charts.Named release = new Charts.Named(input.name(), namespace, null);
        charts.change(new Charts.Order(Job.Deed.UNINSTALL, NO_CHART, release, flags, ""), reach, call);
        told.put("status", "uninstalled");
        return answers.one(ChartTools.WHOLE, new Item(input.name(), told, told), call);
    }

    private Tool.Outcome test(TestInput input, Call call) {
        Reach reach = clusters.reach(input.cluster(), call);
        Storage storage = new Storage(reach);
        String namespace = storage.namespace(input.namespace());
        storage.revisions(namespace, input.name());
        Charts.Named release = new Charts.Named(input.name(), namespace, null);
        try {
            charts.change(new Charts.Order(Job.Deed.TEST, NO_CHART, release, List.of(), ""), reach, call);
        } catch (ToolFailure failure) {
            throw explained(storage, namespace, input.name(), failure);
        }
        Release tested = storage.read(storage.revisions(namespace, input.name()).getFirst());
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        told.put("name", tested.name()).put("revision", tested.revision());
        ArrayNode tests = told.putArray("tests");
        tests(tested)
                .forEach(test -> tests.addObject().put("name", nameOf(test)).put("phase", phaseOf(test)));
        if (tests.isEmpty()) {
            told.put("note", "The release has no tests");
        }
        return answers.one(ChartTools.WHOLE, new Item(input.name(), told, told), call);
    }

    private static List<JsonNode> tests(Release release) {
        return release.tree()
                .path("hooks")
                .valueStream()
                .filter(hook -> hook.path("events")
                        .valueStream()
                        .anyMatch(event -> event.asString("").equals("test")))
                .toList();
    }

    /** Which test failed, where one did and can be read: Helm says only that something did. */
    private static ToolFailure explained(Storage storage, String namespace, String name, ToolFailure failure) {
        if (!failure.code().equals("failed")) {
            return failure;
        }
        try {
            Release tested = storage.read(storage.revisions(namespace, name).getFirst());
            return explained(tested, failure);
        } catch (ToolFailure another) {
            return failure;
        }
    }

    private static ToolFailure explained(Release tested, ToolFailure failure) {
        List<JsonNode> tests = tests(tested);
        if (tests.stream().noneMatch(test -> phaseOf(test).equals("Failed"))) {
            return failure;
        }
        String ends = tests.stream()
                .map(test -> nameOf(test) + " " + phaseOf(test).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return new ToolFailure(
                "failed",
                "Tests of " + tested.name() + " failed: " + ends + ". The logs of the pod of that name tell why. "
                        + failure.getMessage(),
                Duration.ZERO);
    }

    private static String nameOf(JsonNode hook) {
        return hook.path("name").asString("");
    }

    private static String phaseOf(JsonNode hook) {
        return hook.path("last_run").path("phase").asString("Unknown");
    }

    /** The newest that was deployed once, but for the newest of all. */
    private static Head before(List<Head> revisions) {
        return revisions.stream()
                .skip(1)
                .filter(head ->
                        head.status().equals("superseded") || head.status().equals("deployed"))
                .findFirst()
                .orElseThrow(() -> new ToolFailure(
                        "not_found",
                        revisions.getFirst().name() + " has no earlier revision that was deployed",
                        Duration.ZERO));
    }

    /** A change that was cut off holds up all others until somebody says that it failed. */
    private static Release failed(Release pending) {
        ObjectNode tree = pending.tree().deepCopy();
        tree.withObject("/info").put("status", "failed").put("description", "Cut off, and rolled back");
        return new Release(tree);
    }

    /** As Helm itself would keep it: with the chart and the hooks of then, and not with those that were made for the rollback. */
    private static Release restored(Release made, Release old) {
        ObjectNode tree = made.tree().deepCopy();
        for (String part : List.of("chart", "manifest", "hooks")) {
            if (old.tree().has(part)) {
                tree.set(part, old.tree().get(part));
            } else {
                tree.remove(part);
            }
        }
        return new Release(tree);
    }
}
