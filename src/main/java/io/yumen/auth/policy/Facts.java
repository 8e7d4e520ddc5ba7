package io.yumen.auth.policy;

import io.yumen.exchange.Policy.Subject;
import io.yumen.protocol.Methods;
import io.yumen.tenant.Access;
import io.yumen.tenant.Scopes;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is known of one request, by the names that expressions use. What is never asked for is never converted. Used by one
 * thread, for one decision.
 */
final class Facts {
    static final String PRINCIPAL_NAME = "principal.name";
    static final String PRINCIPAL_TENANT = "principal.tenant";
    static final String ROLES = "roles";
    static final String SCOPES = "scopes";
    static final String CLAIMS = "claims";
    static final String CLIENT = "client";
    static final String PROOF = "proof";
    static final String ADDRESS = "address";
    static final String VIEW = "view";
    static final String SERVER = "server";
    static final String TAGS = "tags";
    static final String METHOD = "method";
    static final String NAME = "name";
    static final String ANNOTATIONS = "annotations";
    static final String ARGUMENTS = "arguments";
    static final String NOW = "now";

    /** What the specification says of a tool that says nothing (schema of 2026-07-28, ToolAnnotations). */
    private static final Map<String, Boolean> UNSAID =
            Map.of("readOnlyHint", false, "destructiveHint", true, "idempotentHint", false, "openWorldHint", true);

    /** Prompts and resources are read. */
    private static final Map<String, Boolean> READ =
            Map.of("readOnlyHint", true, "destructiveHint", false, "idempotentHint", true, "openWorldHint", false);

    private static final Set<String> UNKNOWN_OF_SERVER = Set.of(METHOD, NAME, ANNOTATIONS, ARGUMENTS);
    private static final Set<String> UNKNOWN_OF_ENTRY = Set.of(ARGUMENTS);

    private static final Map<String, Reading> READINGS = Map.ofEntries(
            Map.entry(PRINCIPAL_NAME, facts -> facts.access.principal().name()),
            Map.entry(
                    PRINCIPAL_TENANT, facts -> facts.access.principal().tenant().value()),
            Map.entry(ROLES, facts -> sorted(facts.access.roles())),
            Map.entry(SCOPES, Facts::scopes),
            Map.entry(CLAIMS, facts -> Values.of(facts.access.claims())),
            Map.entry(CLIENT, facts -> facts.access.client()),
            Map.entry(PROOF, facts -> facts.access.proof().word()),
            Map.entry(ADDRESS, facts -> facts.access.address()),
            Map.entry(VIEW, facts -> facts.access.view()),
            Map.entry(SERVER, facts -> facts.subject.server()),
            Map.entry(TAGS, facts -> sorted(facts.server().tags())),
            Map.entry(METHOD, facts -> facts.entry() instanceof Subject.Entry entry ? entry.method() : null),
            Map.entry(NAME, facts -> facts.entry() instanceof Subject.Entry entry ? entry.name() : null),
            Map.entry(ANNOTATIONS, facts -> facts.entry() instanceof Subject.Entry entry ? annotations(entry) : null),
            Map.entry(ARGUMENTS, facts -> facts.subject instanceof Subject.Use use ? Values.of(use.arguments()) : null),
            Map.entry(NOW, facts -> facts.now));

    /** All that expressions can speak of. */
    static final Set<String> NAMES = READINGS.keySet();

    private final Access access;
    private final Subject subject;
    private final Instant now;
    private final Map<String, Object> converted = new HashMap<>();

    Facts(Access access, Subject subject, Instant now) {
        this.access = access;
        this.subject = subject;
        this.now = now;
    }

    Access access() {
        return access;
    }

    Subject subject() {
        return subject;
    }

    /** The variables that have no value yet. */
    Set<String> unknown() {
        return switch (subject) {
            case Subject.Server ignored -> UNKNOWN_OF_SERVER;
            case Subject.Entry ignored -> UNKNOWN_OF_ENTRY;
            case Subject.Use ignored -> Set.of();
        };
    }

    /** The value of that variable, or empty where it has none yet. */
    Optional<Object> find(String variable) {
        return Optional.ofNullable(converted.computeIfAbsent(variable, this::value));
    }

    private @Nullable Object value(String variable) {
        Reading reading = READINGS.get(variable);
        return reading == null ? null : reading.of(this);
    }

    private Object scopes() {
        return access.scopes() instanceof Scopes.Only only ? sorted(only.names()) : List.of("*");
    }

    private Subject.Server server() {
        return switch (subject) {
            case Subject.Server server -> server;
            case Subject.Entry entry -> entry.of();
            case Subject.Use use -> use.entry().of();
        };
    }

    private Subject.@Nullable Entry entry() {
        return switch (subject) {
            case Subject.Server ignored -> null;
            case Subject.Entry entry -> entry;
            case Subject.Use use -> use.entry();
        };
    }

    private static Object annotations(Subject.Entry entry) {
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        all.setAll(entry.annotations());
        Map<String, Boolean> usual = entry.method().equals(Methods.TOOLS_CALL) ? UNSAID : READ;
        usual.forEach((hint, value) -> {
            if (!all.path(hint).isBoolean()) {
                all.put(hint, value);
            }
        });
        return Values.of(all);
    }

    private static List<String> sorted(Set<String> names) {
        return List.copyOf(new TreeSet<>(names));
    }

    /** How a variable is read; null where it has no value yet. */
    private interface Reading {
        @Nullable
        Object of(Facts facts);
    }
}
