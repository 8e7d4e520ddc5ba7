package io.yumen.service.helm;

import io.yumen.schema.Doc;
import io.yumen.schema.Spread;
import io.yumen.service.Call;
import io.yumen.service.Tool;
import io.yumen.service.ToolHints;
import io.yumen.service.answer.Answers;
import io.yumen.service.answer.Listed;
import io.yumen.service.answer.Listing;
import io.yumen.service.answer.Look;
import io.yumen.service.kubernetes.api.Clusters;
import io.yumen.service.kubernetes.form.Shapes;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Releases as they are. */
final class ReleaseTools {
    private final Clusters clusters;
    private final Answers answers;

    ReleaseTools(Clusters clusters, Answers answers) {
        this.clusters = clusters;
        this.answers = answers;
    }

    record ListInput(
            @Nullable @Doc("Namespace; all") String namespace,

            @Nullable @Doc("Part of the name") String name,

            @Nullable @Doc("deployed, failed, pending-upgrade, uninstalled, ...; all")
            String status,

            @Spread Listing listing,
            @Nullable @Doc("Context; the usual one") String cluster) {}

    record GetInput(
            @Doc("Name") String name,
            @Nullable @Doc("Default: the context's") String namespace,

            @Nullable @Doc(value = "Revision; the newest", min = 1)
            Integer revision,

            @Doc(value = "What of it", fallback = "\"status\"")
            Parts.Part part,

            @Doc(value = "Also the chart's own values", fallback = "false")
            boolean all,

            @Spread Look look,
            @Nullable @Doc("Context; the usual one") String cluster) {}

    List<Tool> all() {
        return List.of(
                Tool.named("release_list", "List releases")
                        .does("Lists Helm releases with revision, status and chart.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Listed.class)
                        .answers(ListInput.class, this::list),
                Tool.named("release_get", "Get a release")
                        .does("Gets the status, values, manifest, notes, hooks or chart of a release.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Shapes.OBJECT)
                        .answers(GetInput.class, this::get));
    }

    private Tool.Outcome list(ListInput input, Call call) {
        Storage storage = new Storage(clusters.reach(input.cluster(), call));
        String namespace = Objects.requireNonNullElse(input.namespace(), "");
        String part = Objects.requireNonNullElse(input.name(), "").toLowerCase(Locale.ROOT);
        List<Head> found = storage.newest(namespace).stream()
                .filter(head -> head.name().contains(part))
                .filter(head -> input.status() == null || head.status().equalsIgnoreCase(input.status()))
                .toList();
        HeadSource.Rows rows = namespace.isEmpty() ? HeadSource.Rows.EVERYWHERE : HeadSource.Rows.NAMESPACE;
        return answers.list(input, input.listing(), "releases", new HeadSource(storage, found, input.listing(), rows));
    }

    private Tool.Outcome get(GetInput input, Call call) {
        Storage storage = new Storage(clusters.reach(input.cluster(), call));
        List<Head> revisions = storage.revisions(storage.namespace(input.namespace()), input.name());
        Release release = storage.read(Storage.chosen(revisions, input.revision()));
        Parts.Values values = input.all() ? Parts.Values.ALL : Parts.Values.GIVEN;
        return answers.one(input.look(), Parts.of(release, input.part(), values), call);
    }
}
