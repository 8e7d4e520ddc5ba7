package io.yumen.service.kubernetes.look;

import io.yumen.schema.Doc;
import io.yumen.schema.Spread;
import io.yumen.service.Call;
import io.yumen.service.Tool;
import io.yumen.service.ToolHints;
import io.yumen.service.answer.Answers;
import io.yumen.service.answer.Item;
import io.yumen.service.answer.Look;
import io.yumen.service.kubernetes.api.Clusters;
import io.yumen.service.kubernetes.api.Kind;
import io.yumen.service.kubernetes.api.Reach;
import io.yumen.service.kubernetes.form.Shapes;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One object and what is around it. */
final class DescribeTools {
    private final Clusters clusters;
    private final Answers answers;

    DescribeTools(Clusters clusters, Answers answers) {
        this.clusters = clusters;
        this.answers = answers;
    }

    record OneInput(
            @Doc("Kind") String kind,
            @Doc("Name") String name,
            @Nullable @Doc("Namespace; the context's") String namespace,
            @Spread Look look,
            @Nullable @Doc("Cluster; the usual one") String cluster) {}

    List<Tool> all() {
        return List.of(
                Tool.named("describe", "Describe an object")
                        .does(
                                "Tells of one object what one looks for: state, conditions, containers, its pods or endpoints, owners,"
                                        + " events.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Shapes.OBJECT)
                        .answers(OneInput.class, this::describe),
                Tool.named("tree", "Tree of owners")
                        .does("Shows what an object belongs to, and what belongs to that, with states.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Shapes.OBJECT)
                        .answers(OneInput.class, this::tree));
    }

    private Tool.Outcome describe(OneInput input, Call call) {
        Reach reach = clusters.reach(input.cluster(), call);
        Kind kind = reach.kind(input.kind());
        String namespace = reach.namespace(input.namespace(), kind);
        ObjectNode object = reach.get(kind, namespace, input.name());
        return answers.one(input.look(), new Description(reach, kind, object).item(), call);
    }

    private Tool.Outcome tree(OneInput input, Call call) {
        Reach reach = clusters.reach(input.cluster(), call);
        Kind kind = reach.kind(input.kind());
        String namespace = reach.namespace(input.namespace(), kind);
        ObjectNode tree = new Family(reach, namespace).of(reach.get(kind, namespace, input.name()));
        return answers.one(input.look(), new Item(input.name(), tree, tree), call);
    }
}
