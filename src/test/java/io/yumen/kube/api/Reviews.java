package io.yumen.kube.api;

import io.yumen.kube.store.Kind;
import io.yumen.kube.store.Trees;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Questions that are asked by making an object: whose token is it, may somebody do that. */
final class Reviews {
    private final Access access;
    private final Users users;

    Reviews(Access access, Users users) {
        this.access = access;
        this.users = users;
    }

    ObjectNode answer(Kind kind, User user, ObjectNode asked, String namespace) {
        ObjectNode review = asked.deepCopy();
        review.put("kind", kind.kind()).put("apiVersion", kind.apiVersion());
        ObjectNode status = review.putObject("status");
        JsonNode spec = asked.path("spec");
        switch (kind.kind()) {
            case "TokenReview" -> token(Trees.text(spec, "token"), status);
            case "SelfSubjectReview" -> describe(user, status.putObject("userInfo"));
            case "SelfSubjectRulesReview" -> rules(user, Trees.text(spec, "namespace"), status);
            case "SelfSubjectAccessReview" -> allowed(user, spec, status);
            default -> {
                List<String> groups = new ArrayList<>();
                spec.path("groups").forEach(group -> groups.add(group.asString("")));
                allowed(new User(Trees.text(spec, "user"), groups), within(spec, namespace), status);
            }
        }
        return review;
    }

    private static JsonNode within(JsonNode spec, String namespace) {
        if (namespace.isEmpty() || !(spec instanceof ObjectNode object)) {
            return spec;
        }
        ObjectNode copy = object.deepCopy();
        Trees.ensure(copy, "resourceAttributes").put("namespace", namespace);
        return copy;
    }

    private void token(String token, ObjectNode status) {
        User found = users.find(token);
        status.put("authenticated", found != null);
        if (found == null) {
            status.put("error", "invalid bearer token");
        } else {
            describe(found, status.putObject("user"));
        }
    }

    private static void describe(User user, ObjectNode info) {
        info.put("username", user.name());
        ArrayNode groups = info.putArray("groups");
        user.groups().forEach(groups::add);
    }

    private void allowed(User user, JsonNode spec, ObjectNode status) {
        JsonNode wish = spec.path("resourceAttributes");
        String resource = wish.isMissingNode()
                ? Trees.text(spec, "nonResourceAttributes", "path")
                : Trees.text(wish, "resource")
                        + (Trees.text(wish, "subresource").isEmpty() ? "" : "/" + Trees.text(wish, "subresource"));
        String verb =
                wish.isMissingNode() ? Trees.text(spec, "nonResourceAttributes", "verb") : Trees.text(wish, "verb");
        boolean allowed = access.allows(
                user,
                new Access.Wish(
                        verb,
                        Trees.text(wish, "group"),
                        resource,
                        Trees.text(wish, "namespace"),
                        Trees.text(wish, "name")));
        status.put("allowed", allowed);
        if (!allowed) {
            status.put("reason", "no rule allows it");
        }
    }

    private void rules(User user, String namespace, ObjectNode status) {
        ArrayNode resources = status.putArray("resourceRules");
        status.putArray("nonResourceRules");
        status.put("incomplete", false);
        if (user.isAdministrator()) {
            ObjectNode all = resources.addObject();
            List.of("verbs", "apiGroups", "resources")
                    .forEach(field -> all.putArray(field).add("*"));
        }
        access.rules(user, namespace).forEach(resources::add);
    }
}
