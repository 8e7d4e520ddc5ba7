package io.yumen.service.kubernetes.look;

import io.yumen.schema.Doc;
import io.yumen.schema.Spread;
import io.yumen.service.Call;
import io.yumen.service.Tool;
import io.yumen.service.ToolHints;
import io.yumen.service.answer.Answers;
import io.yumen.service.answer.Listed;
import io.yumen.service.answer.Listing;
import io.yumen.service.answer.Ordered;
import io.yumen.service.answer.Source;
import io.yumen.service.kubernetes.api.Clusters;
import io.yumen.service.kubernetes.api.Reach;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What clusters tell of themselves: events, and what is wrong. */
final class EventTools {
    private final Clusters clusters;
    private final Answers answers;

    EventTools(Clusters clusters, Answers answers) {
        this.clusters = clusters;
        this.answers = answers;
    }

    record EventsInput(
            @Nullable @Doc("Namespace; all") String namespace,

            @Nullable @Doc("Kind of the object that they are about")
            String kind,

            @Nullable @Doc("Its name") String name,

            @Doc(value = "Only warnings", fallback = "false")
            boolean warnings,

            @Spread Listing listing,
            @Nullable @Doc("Cluster; the usual one") String cluster) {}

    record UnhealthyInput(
            @Nullable @Doc("Namespace; all, and the nodes") String namespace,
            @Spread Listing listing,
            @Nullable @Doc("Cluster; the usual one") String cluster) {}

    List<Tool> all() {
        return List.of(
                Tool.named("events", "Events")
                        .does("Lists events, newest first.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Listed.class)
                        .answers(EventsInput.class, this::events),
                Tool.named("unhealthy", "What is unhealthy")
                        .does(
                                "Lists nodes, pods, workloads, jobs and volume claims that are not as they should be, and why.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Listed.class)
                        .answers(UnhealthyInput.class, this::unhealthy));
    }

    private Tool.Outcome events(EventsInput input, Call call) {
        Reach reach = clusters.reach(input.cluster(), call);
        Events.About about = new Events.About(
                Objects.requireNonNullElse(input.namespace(), ""),
                input.kind() == null ? null : reach.kind(input.kind()),
                input.name(),
                input.warnings() ? "Warning" : null);
        List<Ordered.Entry> found = new Events(reach, input.listing().needed())
                .of(about).stream().map(Events::entry).toList();
        return answers.list(input, input.listing(), "events", new Ordered(found, Comparator.reverseOrder()));
    }

    private Tool.Outcome unhealthy(UnhealthyInput input, Call call) {
        Reach reach = clusters.reach(input.cluster(), call);
        Checkup checkup = new Checkup(reach, input.listing().needed());
        Source found = Source.of(checkup.of(Objects.requireNonNullElse(input.namespace(), "")));
        return answers.list(input, input.listing(), "unhealthy objects", found.noting(checkup::note));
    }
}
