package io.yumen.service.kubernetes.look;

import io.yumen.schema.Doc;
import io.yumen.schema.Spread;
import io.yumen.service.Call;
import io.yumen.service.Mode;
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
import io.yumen.service.kubernetes.form.Shapes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Clusters themselves: which there are, what they know, what one may do there. */
final class ClusterTools {
    private final Clusters clusters;
    private final Answers answers;
    private final Rights rights;

    ClusterTools(Clusters clusters, Answers answers, Mode mode) {
        this.clusters = clusters;
        this.answers = answers;
        this.rights = new Rights(mode);
    }

    record ContextsInput(@Spread Listing listing) {}

    record KindsInput(
            @Nullable @Doc("Part of the kind or group") String search,
            @Spread Listing listing,
            @Nullable @Doc("Cluster; the usual one") String cluster) {}

    record ExplainInput(
            @Doc("Kind and fields, as in deploy.spec.strategy")
            String field,

            @Spread Look look,
            @Nullable @Doc("Cluster; the usual one") String cluster) {}

    record AccessInput(
            @Nullable @Doc("Verb, as in create; all rights where it is left out")
            String verb,

            @Nullable @Doc("Kind") String kind,
            @Nullable @Doc("Subresource, as in log") String subresource,
            @Nullable @Doc("Name") String name,
            @Nullable @Doc("Namespace; the context's") String namespace,
            @Spread Listing listing,
            @Nullable @Doc("Cluster; the usual one") String cluster) {}

    List<Tool> all() {
        return List.of(
                Tool.named("clusters", "Clusters")
                        .does("Lists the clusters (contexts) that can be named.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Listed.class)
                        .answers(ContextsInput.class, this::contexts),
                Tool.named("api_resources", "Kinds")
                        .does("Lists the kinds that a cluster knows.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Listed.class)
                        .answers(KindsInput.class, this::kinds),
                Tool.named("explain", "Explain a field")
                        .does("Tells what a kind, or a field of it, is and which fields it has.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Shapes.OBJECT)
                        .answers(ExplainInput.class, this::explain),
                Tool.named("access", "Rights")
                        .does("Tells whether something is allowed in a cluster, or all that is.")
                        .hints(ToolHints.READ_REMOTE)
                        .returns(Listed.class)
                        .answers(AccessInput.class, this::access));
    }

    private Tool.Outcome contexts(ContextsInput input, Call call) {
        List<Item> found = clusters.all().stream()
                .map(entry -> {
                    ObjectNode all = JsonNodeFactory.instance.objectNode();
                    all.put("name", entry.name()).put("server", entry.server()).put("namespace", entry.namespace());
                    return new Item(entry.name(), all.put("usual", entry.isDefault()), all);
                })
                .toList();
        return answers.list(input, input.listing(), "clusters", Source.of(found));
    }

    private Tool.Outcome kinds(KindsInput input, Call call) {
        Reach reach = clusters.reach(input.cluster(), call);
        String part = Objects.requireNonNullElse(input.search(), "").toLowerCase(Locale.ROOT);
        List<Item> found = new ArrayList<>();
        for (Kind kind : reach.allKinds()) {
            String names = kind.plural() + " " + kind.fullName() + " " + String.join(" ", kind.shortNames());
            if (names.toLowerCase(Locale.ROOT).contains(part)) {
                ObjectNode summary = JsonNodeFactory.instance.objectNode();
                summary.put("kind", kind.name()).put("plural", kind.plural());
                summary.put("short", String.join(",", kind.shortNames()));
                summary.put("api_version", kind.apiVersion()).put("namespaced", kind.namespaced());
                ObjectNode full = summary.deepCopy();
                kind.verbs().forEach(full.putArray("verbs")::add);
                found.add(new Item(kind.fullName(), summary, full));
            }
        }
        return answers.list(input, input.listing(), "kinds", Source.of(found));
    }

    private Tool.Outcome explain(ExplainInput input, Call call) {
        Reach reach = clusters.reach(input.cluster(), call);
        return answers.one(input.look(), new Explanation(reach).of(input.field()), call);
    }

    private Tool.Outcome access(AccessInput input, Call call) {
        Reach reach = clusters.reach(input.cluster(), call);
        if (input.verb() != null) {
            return answers.list(input, input.listing(), "rights", Source.of(List.of(review(reach, input))));
        }
        String note = rights.told(reach.rules());
        return answers.list(
                input, input.listing(), "rights", Source.of(rules(reach, input)).noting(() -> note));
    }

    private Item review(Reach reach, AccessInput input) {
        if (input.kind() == null) {
            throw new ToolFailure("Say the kind that the verb is for");
        }
        Kind kind = reach.kind(input.kind());
        String namespace = reach.namespace(input.namespace(), kind);
        ObjectNode review = JsonNodeFactory.instance.objectNode();
        review.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SelfSubjectAccessReview");
        ObjectNode attributes = review.putObject("spec").putObject("resourceAttributes");
        attributes.put("verb", input.verb()).put("group", kind.group()).put("resource", kind.plural());
        attributes.put("namespace", namespace);
        if (input.subresource() != null) {
            attributes.put("subresource", input.subresource());
        }
        if (input.name() != null) {
            attributes.put("name", input.name());
        }
        JsonNode status = reach.ask(Request.post("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review))
                .path("status");
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        told.put("verb", input.verb()).put("kind", kind.fullName()).put("namespace", namespace);
        String verb = Objects.requireNonNullElse(input.verb(), "");
        String ruled = reach.refusal(verb, kind, namespace, Objects.requireNonNullElse(input.name(), ""));
        String refusal = ruled.isEmpty() ? rights.refusal(verb, kind, input.subresource()) : ruled;
        told.put("allowed", refusal.isEmpty() && status.path("allowed").asBoolean(false));
        told.put("reason", refusal.isEmpty() ? status.path("reason").asString("") : refusal);
        return new Item(told.path("allowed").asBoolean() ? "yes" : "no", told, told);
    }

    private static List<Item> rules(Reach reach, AccessInput input) {
        ObjectNode review = JsonNodeFactory.instance.objectNode();
        review.put("apiVersion", "authorization.k8s.io/v1").put("kind", "SelfSubjectRulesReview");
        String namespace = reach.namespace(input.namespace(), reach.kind("v1", "Pod"));
        reach.requireNamespace(namespace);
        review.putObject("spec").put("namespace", namespace);
        JsonNode status = reach.ask(Request.post("/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", review))
                .path("status");
        List<Item> found = new ArrayList<>();
        for (JsonNode rule : status.path("resourceRules")) {
            ObjectNode told = JsonNodeFactory.instance.objectNode();
            told.put("verbs", words(rule.path("verbs"))).put("kinds", words(rule.path("resources")));
            told.put("groups", words(rule.path("apiGroups"))).put("names", words(rule.path("resourceNames")));
            found.add(new Item(told.path("kinds").asString(""), told, told));
        }
        return found;
    }

    private static String words(JsonNode array) {
        return String.join(
                ",", array.valueStream().map(word -> word.asString("")).toList());
    }
}
