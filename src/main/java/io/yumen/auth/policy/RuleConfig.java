package io.yumen.auth.policy;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One rule. It is about a request where every part that it has says so; a part that is empty says nothing.
 *
 * @param name by which records and operators know it
 * @param effect what becomes of what it is about
 * @param when an expression in CEL that says whether it is about a request; empty for every one
 * @param roles of which the caller has one
 * @param servers names of servers, with {@code *} and {@code ?}
 * @param tools names of tools, with {@code *} and {@code ?}; a rule that has some is about nothing but tools
 * @param scopes what a credential must be good for, all of it, that uses what the rule lets be used; none for a rule that denies
 */
public record RuleConfig(
        String name,
        Effect effect,
        String when,
        Set<String> roles,
        List<String> servers,
        List<String> tools,
        Set<String> scopes) {
    /** Characters of an expression at most. */
    public static final int LONGEST_EXPRESSION = 4_096;

    /** What stands in a header as it is. */
    private static final Pattern SCOPE = Pattern.compile("[A-Za-z0-9._:/-]{1,64}");

    /**
     * Checks the expression and the scopes.
     *
     * @throws IllegalArgumentException where the expression is none, or cannot be true or false, or where there are scopes that cannot
     *     be; the message says where
     */
    public RuleConfig {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A rule has a name");
        }
        roles = Set.copyOf(roles);
        servers = List.copyOf(servers);
        tools = List.copyOf(tools);
        scopes = Set.copyOf(scopes);
        check(when);
        check(effect, scopes);
    }

    /**
     * Checks an expression; an empty one is none.
     *
     * @throws IllegalArgumentException where it cannot be true or false; the message says where
     */
    public static void check(String when) {
        if (!when.isEmpty()) {
            Language.compile(when);
        }
    }

    /**
     * Checks what a rule with that effect demands.
     *
     * @throws IllegalArgumentException where it cannot be demanded; the message says why
     */
    public static void check(Effect effect, Collection<String> scopes) {
        if (effect == Effect.DENY && !scopes.isEmpty()) {
            throw new IllegalArgumentException("A rule that denies lets nothing be used, whatever the scopes");
        }
        if (!scopes.stream().allMatch(scope -> SCOPE.matcher(scope).matches())) {
            throw new IllegalArgumentException("A scope has 1 to 64 letters, digits, and . _ : / -");
        }
    }

    /** As the operations API takes it. */
    public ObjectNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("name", name);
        json.put("effect", effect.name().toLowerCase(Locale.ROOT)).put("when", when);
        roles.forEach(json.putArray("roles")::add);
        servers.forEach(json.putArray("servers")::add);
        tools.forEach(json.putArray("tools")::add);
        scopes.forEach(json.putArray("scopes")::add);
        return json;
    }

    /** What becomes of what a rule is about. */
    public enum Effect {
        ALLOW,
        DENY,
        /** It waits for the approval of one who operates the gateway. */
        APPROVE,
        /** It waits for the confirmation of the user of the client that calls. */
        CONFIRM
    }
}
