package io.yumen.service.kubernetes.api;

import io.yumen.protocol.Glob;
import io.yumen.service.ToolFailure;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** What the operator lets callers ask, whoever they are. */
final class RuleBook {
    private final KubernetesConfig.Rules rules;
    private final Names namespaces;
    private final Names kinds;
    private final Names verbs;

    RuleBook(KubernetesConfig.Rules rules) {
        this.rules = rules;
        this.namespaces = Names.of(rules.namespaces());
        this.kinds = Names.of(rules.kinds());
        this.verbs = Names.of(rules.verbs());
    }

    /** Whether lists over all namespaces have to be looked through. */
    boolean namesNamespaces() {
        return !namespaces.isAll();
    }

    boolean allowsNamespace(String namespace) {
        return namespaces.allow(namespace);
    }

    boolean allowsKind(Kind kind) {
        return kinds.allow(kind.name(), kind.plural(), kind.fullName(), kind.plural() + "." + kind.group());
    }

    /**
     * Makes sure that this may be asked.
     *
     * @param namespace the object's; empty for all, or where it has none
     * @param name the object's; empty for a list
     */
    void require(String verb, Kind kind, String namespace, String name) {
        if (!verbs.allow(verb)) {
            throw refused("The verb " + verb);
        }
        if (!allowsKind(kind)) {
            throw refused("The kind " + kind.fullName());
        }
        String where = kind.isNamespace() ? name : namespace;
        if (!where.isEmpty() && !allowsNamespace(where)) {
            throw refused("The namespace " + where);
        }
    }

    /** What they say, for who asks what he may do; empty where they leave everything to the cluster. */
    String told() {
        StringJoiner told = new StringJoiner("; ");
        tell("namespaces", rules.namespaces(), told);
        tell("kinds", rules.kinds(), told);
        tell("verbs", rules.verbs(), told);
        return told.toString();
    }

    private static void tell(String what, List<String> patterns, StringJoiner told) {
        if (!patterns.isEmpty()) {
            told.add(what + " " + String.join(",", patterns));
        }
    }

    /** Makes sure that the namespace of something that is no object may be looked at. */
    void requireNamespace(String namespace) {
        if (!allowsNamespace(namespace)) {
            throw refused("The namespace " + namespace);
        }
    }

    private static ToolFailure refused(String what) {
        return new ToolFailure(
                "forbidden", what + " is not served here: an operator's rules leave it out", Duration.ZERO);
    }

    /** Names with wildcards: what is excluded is not there, and where none is named all others are. */
    private record Names(List<Glob> allowed, List<Glob> excluded) {
        static Names of(List<String> patterns) {
            return new Names(
                    Glob.all(patterns.stream()
                            .filter(pattern -> !pattern.startsWith("!"))
                            .map(Names::lower)
                            .toList()),
                    Glob.all(patterns.stream()
                            .filter(pattern -> pattern.startsWith("!"))
                            .map(pattern -> lower(pattern.substring(1)))
                            .toList()));
        }

        boolean isAll() {
            return allowed.isEmpty() && excluded.isEmpty();
        }

        /** Whether a thing of those names is allowed. */
        boolean allow(String... names) {
            List<String> all = List.of(names).stream().map(Names::lower).toList();
            boolean isOut = excluded.stream().anyMatch(glob -> all.stream().anyMatch(glob::matches));
            return !isOut && all.stream().anyMatch(name -> Glob.allow(allowed, name));
        }

        private static String lower(String text) {
            return text.toLowerCase(Locale.ROOT);
        }
    }
}
