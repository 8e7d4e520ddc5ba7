package io.yumen.service.helm;

import io.yumen.schema.Doc;
import io.yumen.service.Call;
import io.yumen.service.Tool;
import io.yumen.service.ToolHints;
import io.yumen.service.answer.Answers;
import io.yumen.service.answer.Item;
import io.yumen.service.helm.chart.Charts;
import io.yumen.service.helm.worker.Job;
import io.yumen.service.kubernetes.api.Clusters;
import io.yumen.service.kubernetes.api.Reach;
import io.yumen.service.kubernetes.form.Shapes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Releases that come of charts. */
final class InstallTools {
    /** It adds something, elsewhere. */
    private static final ToolHints ADD = new ToolHints(false, false, false, true);

    /** It overwrites or takes away, elsewhere. */
    static final ToolHints OVERWRITE = new ToolHints(false, true, false, true);

    private final Clusters clusters;
    private final Charts charts;
    private final Answers answers;

    InstallTools(Clusters clusters, Charts charts, Answers answers) {
        this.clusters = clusters;
        this.charts = charts;
        this.answers = answers;
    }

    record InstallInput(
            @Doc("Name") String name,
            @Doc("REPOSITORY/NAME") String chart,
            @Nullable @Doc("Version or range; newest") String version,
            @Nullable @Doc("Default: the context's") String namespace,
            @Nullable @Doc("Object, or YAML") JsonNode values,

            @Doc(name = "create_namespace", value = "Make the namespace", fallback = "false")
            boolean createNamespace,

            @Doc(name = "wait", value = "Wait until all is ready", fallback = "false")
            boolean waits,

            @Doc(name = "dry_run", value = "Only tell what it would make", fallback = "false")
            boolean dryRun,

            @Nullable @Doc("Context; the usual one") String cluster) {}

    record UpgradeInput(
            @Doc("Name") String name,
            @Doc("REPOSITORY/NAME") String chart,
            @Nullable @Doc("Version or range; newest") String version,
            @Nullable @Doc("Default: the context's") String namespace,

            @Nullable @Doc("Object, or YAML; else those of before")
            JsonNode values,

            @Doc(name = "reuse_values", value = "Keep those of before below them", fallback = "false")
            boolean reuseValues,

            @Doc(name = "wait", value = "Wait until all is ready", fallback = "false")
            boolean waits,

            @Doc(value = "Take back what fails; waits", fallback = "false")
            boolean atomic,

            @Doc(name = "dry_run", value = "Only list what would differ", fallback = "false")
            boolean dryRun,

            @Nullable @Doc("Context; the usual one") String cluster) {}

    List<Tool> all() {
        return List.of(
                Tool.named("release_install", "Install a chart")
                        .does("Installs a chart as a new release.")
                        .hints(ADD)
                        .returns(Shapes.OBJECT)
                        .answers(InstallInput.class, this::install),
                Tool.named("release_upgrade", "Upgrade a release")
                        .does("Upgrades a release to a chart, version or values.")
                        .hints(OVERWRITE)
                        .returns(Shapes.OBJECT)
                        .answers(UpgradeInput.class, this::upgrade));
    }

    private Tool.Outcome install(InstallInput input, Call call) {
        Storage.requireName(input.name());
        Reach reach = clusters.reach(input.cluster(), call);
        Storage storage = new Storage(reach);
        String namespace = storage.namespace(input.namespace());
        reach.requireNamespace(namespace);
        Charts.Named release = new Charts.Named(input.name(), namespace, input.values());
        Charts.Wanted chart = new Charts.Wanted(input.chart(), input.version());
        if (input.dryRun()) {
            Charts.Order order = new Charts.Order(Job.Deed.INSTALL, chart, release, List.of(Job.Flag.SKIP_CRDS), "");
            return answers.one(ChartTools.WHOLE, planned(Packed.release(charts.rehearse(order, reach, call))), call);
        }
        List<Job.Flag> flags = new ArrayList<>();
        if (input.createNamespace()) {
            flags.add(Job.Flag.CREATE_NAMESPACE);
        }
        if (input.waits()) {
            flags.add(Job.Flag.WAIT);
        }
        charts.change(new Charts.Order(Job.Deed.INSTALL, chart, release, flags, ""), reach, call);
        return answers.one(ChartTools.WHOLE, newest(storage, namespace, input.name()), call);
    }

    private Tool.Outcome upgrade(UpgradeInput input, Call call) {
        Reach reach = clusters.reach(input.cluster(), call);
        Storage storage = new Storage(reach);
        String namespace = storage.namespace(input.namespace());
        Release before = storage.read(storage.revisions(namespace, input.name()).getFirst());
        Charts.Named release = new Charts.Named(input.name(), namespace, input.values());
        Charts.Wanted chart = new Charts.Wanted(input.chart(), input.version());
        List<Job.Flag> flags = new ArrayList<>();
        if (input.reuseValues()) {
            flags.add(Job.Flag.REUSE_VALUES);
        }
        if (input.dryRun()) {
            Charts.Order order = new Charts.Order(Job.Deed.UPGRADE, chart, release, flags, "");
            Release after = Packed.release(charts.rehearse(order, reach, call));
            return answers.one(ChartTools.WHOLE, differences(before, after), call);
        }
        if (input.waits()) {
            flags.add(Job.Flag.WAIT);
        }
        if (input.atomic()) {
            flags.add(Job.Flag.ATOMIC);
        }
        charts.change(new Charts.Order(Job.Deed.UPGRADE, chart, release, flags, ""), reach, call);
        return answers.one(ChartTools.WHOLE, newest(storage, namespace, input.name()), call);
    }

    /** What differs, field by field. */
    static Item differences(Release before, Release after) {
        ObjectNode told = after.summary();
        told.put("status", "not changed");
        ObjectNode summary = told.deepCopy();
        ArrayNode rows = told.putArray("differences");
        Changes.between(before, after, Changes.Scope.ALL).forEach(change -> rows.add(change.full()));
        return new Item(after.name() + " as it would be", summary.put("differences", rows.size()), told);
    }

    /** How the newest revision is. */
    static Item newest(Storage storage, String namespace, String name) {
        Release release = storage.read(storage.revisions(namespace, name).getFirst());
        return Parts.of(release, Parts.Part.STATUS, Parts.Values.GIVEN);
    }

    private static Item planned(Release release) {
        ObjectNode told = release.summary();
        told.put("status", "not installed");
        ObjectNode summary = told.deepCopy();
        ArrayNode objects = told.putArray("objects");
        release.objects().forEach(objects::add);
        told.set("hooks", release.hooks());
        told.put("notes", release.notes());
        return new Item(release.name() + " as it would be", summary, told);
    }
}
