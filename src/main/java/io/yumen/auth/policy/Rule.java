package io.yumen.auth.policy;

import io.yumen.exchange.Policy.Subject;
import io.yumen.protocol.Glob;
import io.yumen.protocol.Methods;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A rule, ready for use. Safe for many threads. */
final class Rule {
    private final RuleConfig config;
    private final Set<String> roles;
    private final List<Glob> servers;
    private final List<Glob> tools;
    private final Optional<Condition> when;

    Rule(RuleConfig config) {
        this.config = config;
        this.roles = config.roles();
        this.servers = Glob.all(config.servers());
        this.tools = Glob.all(config.tools());
        this.when = config.when().isEmpty() ? Optional.empty() : Optional.of(Language.compile(config.when()));
    }

    String name() {
        return config.name();
    }

    RuleConfig.Effect effect() {
        return config.effect();
    }

    /** What a credential must be good for that uses what it lets be used. */
    Set<String> scopes() {
        return config.scopes();
    }

    /** Whether it is about that request; what costs least is asked first. */
    Match match(Facts facts) {
        Match named = coarse(facts);
        if (named instanceof Match.No || when.isEmpty()) {
            return named;
        }
        Match match = when.get().match(facts);
        boolean mayBeOther = named instanceof Match.Depends && match instanceof Match.Failed;
        return match instanceof Match.Yes || mayBeOther ? named : match;
    }

    private Match coarse(Facts facts) {
        boolean isForCaller =
                roles.isEmpty() || !Collections.disjoint(roles, facts.access().roles());
        if (!isForCaller || !Glob.allow(servers, facts.subject().server())) {
            return Match.NO;
        }
        return tools.isEmpty() ? Match.YES : named(facts.subject());
    }

    private Match named(Subject subject) {
        return switch (subject) {
            case Subject.Server ignored -> Match.DEPENDS;
            case Subject.Entry entry -> named(entry);
            case Subject.Use use -> named(use.entry());
        };
    }

    private Match named(Subject.Entry entry) {
        return entry.method().equals(Methods.TOOLS_CALL) && Glob.allow(tools, entry.name()) ? Match.YES : Match.NO;
    }
}
