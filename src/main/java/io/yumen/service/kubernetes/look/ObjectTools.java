package io.yumen.service.kubernetes.look;

import io.yumen.schema.Doc;
import io.yumen.schema.Spread;
import io.yumen.service.Call;
import io.yumen.service.Tool;
import io.yumen.service.ToolFailure;
import io.yumen.service.ToolHints;
import io.yumen.service.answer.Answers;
import io.yumen.service.answer.Item;
import io.yumen.service.answer.Listed;
import io.yumen.service.answer.Listing;
import io.yumen.service.answer.Look;
import io.yumen.service.answer.Source;
import io.yumen.service.kubernetes.api.Clusters;
import io.yumen.service.kubernetes.api.Kind;
import io.yumen.service.kubernetes.api.Reach;
import io.yumen.service.kubernetes.api.Request;
import io.yumen.service.kubernetes.api.Selection;
import io.yumen.service.kubernetes.form.Armful;
import io.yumen.service.kubernetes.form.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Objects of any kind. */
final class ObjectTools {
    /** Where somebody looks who names no kind. */
    private static final List<String> USUAL = List.of(
            "pods",
            "deployments.apps",
            "statefulsets.apps",
            "daemonsets.apps",
            "jobs.batch",
            "cronjobs.batch",
            "services",
            "ingresses.networking.k8s.io",
            "configmaps",
            "persistentvolumeclaims");

    private final Clusters clusters;
    private final Answers answers;

    ObjectTools(Clusters clusters, Answers answers) {
        this.clusters = clusters;
        this.answers = answers;
    }

    record ListInput(
            @Doc("Kind: Pod, deploy, cronjobs.batch, apps/v1/Deployment")
            String kind,

            @Nullable @Doc("Namespace; all") String namespace,

            @Nullable @Doc(name = "label_selector", value = "As in app=web,tier!=db")
            String labels,

            @Nullable @Doc(name = "field_selector", value = "As in status.phase=Running")
            String where,

            @Spread Listing listing,
            @Nullable @Doc("Cluster; the usual one") String cluster) {}

    record GetInput(
            @Doc("Kind") String kind,
            @Doc(value = "Name, or several", max = 20) List<String> names,
            @Nullable @Doc("Namespace; the context's") String namespace,
            @Spread Look look,
            @Nullable @Doc("Cluster; the usual one") String cluster) {}

    record SearchInput(
            @Doc("Part of the name") String text,

            @Nullable @Doc(value = "Kinds; workloads, services, config, volumes", max = 20)
            List<String> kinds,

            @Nullable @Doc("Namespace; all") String namespace,
            @Spread Listing listing,
            @Nullable @Doc("Cluster; the usual one") String cluster) {}

    List<Tool> all() {
        return List.of(
                Tool.named("list", "List objects")
                        .does("Lists objects of any kind, custom ones too.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Listed.class)
                        .answers(ListInput.class, this::list),
                Tool.named("get", "Get objects")
                        .does("Gets objects by name.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Shapes.OBJECT)
                        .answers(GetInput.class, this::get),
                Tool.named("search", "Search by name")
                        .does("Finds objects of several kinds by a part of their name.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Listed.class)
                        .answers(SearchInput.class, this::search));
    }

    private Tool.Outcome list(ListInput input, Call call) {
        Reach reach = clusters.reach(input.cluster(), call);
        Kind kind = reach.kind(input.kind());
        String namespace = input.namespace() == null || !kind.namespaced() ? "" : input.namespace();
        Selection selection = new Selection(namespace, input.labels(), input.where());
        return answers.list(
                input, input.listing(), kind.plural(), new ObjectSource(reach, kind, selection, input.listing()));
    }

    private Tool.Outcome get(GetInput input, Call call) {
        Reach reach = clusters.reach(input.cluster(), call);
        Kind kind = reach.kind(input.kind());
        if (input.names().isEmpty()) {
            throw new ToolFailure("Say the name; list shows which there are");
        }
        String namespace = reach.namespace(input.namespace(), kind);
        Rows rows = new Rows(kind, namespace);
        List<Item> found = input.names().stream()
                .map(name -> rows.object(reach.get(kind, namespace, name)))
                .toList();
        return answers.one(input.look(), found.size() == 1 ? found.getFirst() : together(kind, found), call);
    }

    private static Item together(Kind kind, List<Item> found) {
        ObjectNode summary = JsonNodeFactory.instance.objectNode();
        ObjectNode full = JsonNodeFactory.instance.objectNode();
        ArrayNode summaries = summary.putArray("items");
        ArrayNode objects = full.putArray("items");
        found.forEach(item -> {
            summaries.add(item.summary());
            objects.add(item.full());
        });
        return new Item(found.size() + " " + kind.plural(), summary, full);
    }

    private Tool.Outcome search(SearchInput input, Call call) {
        Reach reach = clusters.reach(input.cluster(), call);
        List<Item> found = new ArrayList<>();
        Armful held = new Armful();
        Gaps gaps = new Gaps();
        String part = input.text().toLowerCase(Locale.ROOT);
        for (String said : input.kinds() == null ? USUAL : input.kinds()) {
            if (input.kinds() == null && reach.allKinds().stream().noneMatch(kind -> said.startsWith(kind.plural()))) {
                continue;
            }
            Kind kind = reach.kind(said);
            String namespace = input.namespace() == null || !kind.namespaced() ? "" : input.namespace();
            gaps.reading(
                    kind.fullName(),
                    () -> search(reach, kind, namespace, part, item -> {
                        held.add(item.full());
                        found.add(item);
                    }));
        }
        return answers.list(input, input.listing(), "objects", Source.of(found).noting(gaps::note));
    }

    private static void search(Reach reach, Kind kind, String namespace, String part, Consumer<Item> found) {
        @Nullable String next = null;
        do {
            JsonNode page = reach.glance(kind, Selection.in(namespace), Reach.LIGHT_PAGE, next, Request.METADATA);
            for (JsonNode object : Reach.items(page)) {
                JsonNode metadata = object.path("metadata");
                String name = metadata.path("name").asString("");
                if (name.toLowerCase(Locale.ROOT).contains(part) && reach.isServed(kind, object)) {
                    ObjectNode summary = JsonNodeFactory.instance.objectNode().put("kind", kind.fullName());
                    summary.set("namespace", metadata.path("namespace"));
                    summary.put("name", name);
                    summary.put(
                            "age", Rows.age(metadata.path("creationTimestamp").asString("")));
                    found.accept(new Item(kind.fullName() + "/" + name, summary, Reach.named(kind, object)));
                }
            }
            String more = page.path("metadata").path("continue").asString("");
            next = more.isEmpty() ? null : more;
        } while (next != null);
    }
}
