package io.yumen.kube.api;

import io.yumen.kube.store.Kind;
import io.yumen.kube.store.Kinds;
import io.yumen.kube.store.Refusal;
import io.yumen.kube.store.Store;
import io.yumen.kube.store.Trees;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Who may do what, by the roles and bindings in the store. Administrators may do everything. */
final class Access {
    private static final Kind ROLE = Kinds.builtIn("roles.rbac.authorization.k8s.io");
    private static final Kind CLUSTER_ROLE = Kinds.builtIn("clusterroles.rbac.authorization.k8s.io");
    private static final List<String> FOR_ALL =
            List.of("selfsubjectaccessreviews", "selfsubjectrulesreviews", "selfsubjectreviews");

    private final Store store;

    Access(Store store) {
        this.store = store;
    }

    /**
     * What somebody wants to do.
     *
     * @param resource the plural, with its subresource as in {@code pods/log}; a path for what is no resource
     */
    record Wish(String verb, String group, String resource, String namespace, String name) {}

    void check(User user, Wish wish) {
        if (!allows(user, wish)) {
            String where = wish.namespace().isEmpty()
                    ? " at the cluster scope"
                    : " in the namespace \"" + wish.namespace() + "\"";
            String name = wish.name().isEmpty() ? "" : " \"" + wish.name() + "\"";
            String resource = wish.resource().split("/", -1)[0] + (wish.group().isEmpty() ? "" : "." + wish.group());
            throw new Refusal(
                    403,
                    "Forbidden",
                    resource + name + " is forbidden: User \"" + user.name() + "\" cannot " + wish.verb()
                            + " resource \"" + wish.resource() + "\" in API group \"" + wish.group() + "\"" + where);
        }
    }

    boolean allows(User user, Wish wish) {
        return user.isAdministrator()
                || FOR_ALL.contains(wish.resource())
                || rules(user, wish.namespace()).stream().anyMatch(rule -> fits(rule, wish));
    }

    /** The rules that hold for a user in a namespace. */
    List<JsonNode> rules(User user, String namespace) {
        List<JsonNode> rules = new ArrayList<>();
        collect(rules, user, store.objects("clusterrolebindings.rbac.authorization.k8s.io"));
        if (!namespace.isEmpty()) {
            collect(rules, user, store.objects("rolebindings.rbac.authorization.k8s.io", namespace, ""));
        }
        return rules;
    }

    private void collect(List<JsonNode> rules, User user, Iterator<ObjectNode> bindings) {
        bindings.forEachRemaining(binding -> {
            if (binding.path("subjects").valueStream().anyMatch(subject -> is(subject, user))) {
                boolean cluster = Trees.text(binding, "roleRef", "kind").equals("ClusterRole");
                ObjectNode role = store.get(
                        cluster ? CLUSTER_ROLE : ROLE,
                        cluster ? "" : Trees.text(binding, "metadata", "namespace"),
                        Trees.text(binding, "roleRef", "name"));
                if (role != null) {
                    role.path("rules").forEach(rules::add);
                }
            }
        });
    }

    private static boolean is(JsonNode subject, User user) {
        String name = Trees.text(subject, "name");
        return switch (Trees.text(subject, "kind")) {
            case "User" -> user.name().equals(name);
            case "Group" -> user.groups().contains(name);
            default -> user.name().equals("system:serviceaccount:" + Trees.text(subject, "namespace") + ":" + name);
        };
    }

    private static boolean fits(JsonNode rule, Wish wish) {
        if (wish.resource().startsWith("/")) {
            return has(rule.path("verbs"), wish.verb()) && has(rule.path("nonResourceURLs"), wish.resource());
        }
        return has(rule.path("verbs"), wish.verb())
                && has(rule.path("apiGroups"), wish.group())
                && has(rule.path("resources"), wish.resource())
                && (rule.path("resourceNames").isEmpty() || has(rule.path("resourceNames"), wish.name()));
    }

    private static boolean has(JsonNode list, String value) {
        return list.valueStream()
                .map(node -> node.asString(""))
                .anyMatch(node -> node.equals("*") || node.equals(value));
    }
}
