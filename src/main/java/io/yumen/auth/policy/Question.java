package io.yumen.auth.policy;

import io.yumen.exchange.Policy.Subject;
import io.yumen.protocol.Methods;
import io.yumen.protocol.Nearest;
import io.yumen.tenant.Access;
import io.yumen.tenant.Principal;
import io.yumen.tenant.Scopes;
import io.yumen.tenant.TenantId;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What somebody wants explained: whether that caller, if there were such a one, might see or do that.
 *
 * @param access the caller; it lets nobody in
 * @param server the server's name
 * @param method the method that uses what is named, or empty where the question is whether the server is there
 * @param name the tool, prompt or URI, as the server knows it, or empty
 * @param annotations what the server says of the tool; empty where that is to be looked up
 * @param arguments those of a call; empty where the question is whether a list shows it
 */
public record Question(
        Access access,
        String server,
        String method,
        String name,
        Optional<ObjectNode> annotations,
        Optional<ObjectNode> arguments) {
    private static final ObjectNode NOTHING = JsonNodeFactory.instance.objectNode();

    /** What is used by which method. */
    private static final Map<String, String> KINDS = Map.of(
            "tool", Methods.TOOLS_CALL,
            "prompt", Methods.PROMPTS_GET,
            "resource", Methods.RESOURCES_READ);

    private static final Set<String> KEYS = Set.of(
            "principal",
            "tenant",
            "roles",
            "scopes",
            "claims",
            "client",
            "proof",
            "address",
            "view",
            "server",
            "tool",
            "prompt",
            "resource",
            "annotations",
            "arguments");

    /**
     * Reads a question.
     *
     * @throws IllegalArgumentException where it is none; the message says why
     */
    public static Question read(ObjectNode json) {
        json.propertyNames().forEach(Question::requireKnown);
        List<String> kinds = KINDS.keySet().stream().filter(json::has).toList();
        if (kinds.size() > 1) {
            throw new IllegalArgumentException("A question is about one tool, prompt or resource");
        }
        String kind = kinds.isEmpty() ? "" : kinds.getFirst();
        return new Question(
                access(json),
                text(json, "server").orElseThrow(() -> new IllegalArgumentException("A question names a \"server\"")),
                KINDS.getOrDefault(kind, ""),
                kind.isEmpty() ? "" : text(json, kind).orElse(""),
                object(json, "annotations"),
                object(json, "arguments"));
    }

    /** What the policy is asked. */
    Subject subject(Subject.Entry known) {
        if (method.isEmpty()) {
            return known.of();
        }
        Subject.Entry entry = new Subject.Entry(known.of(), method, name, annotations.orElse(known.annotations()));
        return arguments.isPresent() ? new Subject.Use(entry, arguments.get()) : entry;
    }

    /** The entry, as far as the question itself says what it is. */
    public Subject.Entry unlisted(Subject.Server of) {
        return new Subject.Entry(of, method, name, annotations.orElse(NOTHING));
    }

    private static void requireKnown(String key) {
        if (!KEYS.contains(key)) {
            throw new IllegalArgumentException("A question has no \"" + key + "\""
                    + Nearest.to(key, KEYS)
                            .map(known -> "; did you mean \"" + known + "\"?")
                            .orElse(""));
        }
    }

    private static Access access(ObjectNode json) {
        Principal principal = new Principal(
                text(json, "tenant").map(TenantId::new).orElse(TenantId.LOCAL),
                text(json, "principal")
                        .orElseThrow(() -> new IllegalArgumentException("A question names a \"principal\"")));
        Access.Proof proof = text(json, "proof").map(Question::proof).orElse(Access.Proof.KEY);
        return Access.plain(principal, proof)
                .withRoles(new HashSet<>(texts(json, "roles")))
                .withScopes(json.has("scopes") ? Scopes.of(texts(json, "scopes")) : Scopes.ALL)
                .withClaims(
                        text(json, "client").orElse(""), object(json, "claims").orElse(NOTHING))
                .at(text(json, "view").orElse(""))
                .from(text(json, "address").orElse(""));
    }

    private static Access.Proof proof(String word) {
        try {
            return Access.Proof.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"proof\" is none that there is, as key, jwt or none", e);
        }
    }

    private static Optional<String> text(ObjectNode json, String key) {
        if (!json.has(key)) {
            return Optional.empty();
        }
        if (!json.path(key).isString()) {
            throw new IllegalArgumentException("\"" + key + "\" is a text");
        }
        return Optional.of(json.path(key).stringValue());
    }

    private static List<String> texts(ObjectNode json, String key) {
        JsonNode list = json.path(key);
        if (!list.isMissingNode() && (!list.isArray() || !list.valueStream().allMatch(JsonNode::isString))) {
            throw new IllegalArgumentException("\"" + key + "\" is a list of texts");
        }
        return list.valueStream().map(JsonNode::stringValue).toList();
    }

    private static Optional<ObjectNode> object(ObjectNode json, String key) {
        if (!json.has(key)) {
            return Optional.empty();
        }
        if (!(json.get(key) instanceof ObjectNode object)) {
            throw new IllegalArgumentException("\"" + key + "\" is an object");
        }
        return Optional.of(object);
    }
}
