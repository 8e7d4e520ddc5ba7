package io.yumen.auth.policy;

import io.yumen.exchange.Caller;
import io.yumen.exchange.Policy;
import io.yumen.tenant.Access;
import io.yumen.tenant.Scopes;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Rules in order: the first that is about a request decides, and what none is about is denied. Where there is no rule at all,
 * everything is allowed. A rule that fails denies. Where the rule that decides demands scopes, a credential without them may see and
 * not use what it is about; where that hangs on arguments which are not known, a later rule may still allow it. What a credential is
 * not good for, no rule allows. Safe for many threads; a
 * decision takes microseconds.
 */
public final class RulePolicy implements Policy {
    /** What decides where the credential is not good for it. */
    public static final String SCOPES = "(scopes)";

    /** What decides where no rule does. */
    public static final String DEFAULT = "(default)";

    private static final Decision NO_RULES = new Decision.Allowed(DEFAULT);
    private static final Decision NOT_GOOD_FOR_IT =
            new Decision.Denied(SCOPES, "The credential is not good for this: none of its scopes covers it");
    private static final Decision NO_RULE_ALLOWS = new Decision.Denied(DEFAULT, "No rule allows it");

    private final List<Rule> rules;
    private final Set<String> demanded;
    private final InstantSource clock;

    public RulePolicy(List<RuleConfig> rules, InstantSource clock) {
        this.rules = rules.stream().map(Rule::new).toList();
        this.demanded = rules.stream().flatMap(rule -> rule.scopes().stream()).collect(Collectors.toUnmodifiableSet());
        this.clock = clock;
    }

    @Override
    public Decision decide(Caller caller, Subject subject) {
        return decide(caller.access(), subject, RulePolicy::unseen);
    }

    /**
     * The decision, and what each rule had to say that was asked.
     *
     * @param known what is known of the entry that the question names
     */
    public Explanation explain(Question question, Subject.Entry known) {
        return explain(question.access(), question.subject(known));
    }

    Explanation explain(Access access, Subject subject) {
        List<Explanation.Step> steps = new ArrayList<>();
        Decision decision = decide(
                access,
                subject,
                (rule, match) -> steps.add(new Explanation.Step(
                        rule.name(),
                        rule.effect(),
                        Match.word(match),
                        match instanceof Match.Depends || match instanceof Match.Failed)));
        return new Explanation(decision, steps);
    }

    private Decision decide(Access access, Subject subject, BiConsumer<Rule, Match> seen) {
        if (!ScopeGate.allows(access.scopes(), subject)) {
            return NOT_GOOD_FOR_IT;
        }
        if (rules.isEmpty()) {
            return NO_RULES;
        }
        return decide(new Facts(access, subject, clock.instant()), seen);
    }

    private Decision decide(Facts facts, BiConsumer<Rule, Match> seen) {
        Decision.@Nullable Lacking lacking = null;
        for (Rule rule : rules) {
            Match match = rule.match(facts);
            seen.accept(rule, match);
            if (decides(rule, match)) {
                Decision outcome = outcome(rule, match, facts.access().scopes());
                if (!(match instanceof Match.Depends) || !(outcome instanceof Decision.Lacking found)) {
                    return orLacking(outcome, lacking);
                }
                lacking = lacking == null ? found : lacking;
            }
        }
        return orLacking(NO_RULE_ALLOWS, lacking);
    }

    /** With other arguments it may be used by a later rule; where none lets it be, it takes the scopes. */
    private static Decision orLacking(Decision outcome, Decision.@Nullable Lacking lacking) {
        return lacking != null && outcome instanceof Decision.Denied ? lacking : outcome;
    }

    /** Whether the rule of that name demands scopes. */
    public boolean demandsScopes(String rule) {
        return rules.stream()
                .anyMatch(known -> known.name().equals(rule) && !known.scopes().isEmpty());
    }

    /** All at once: a token that is asked for anew has no more than what is asked for. */
    private Set<String> wanted(Rule rule, Scopes granted) {
        Set<String> all = new HashSet<>(rule.scopes());
        if (granted instanceof Scopes.Only only) {
            only.names().stream()
                    .filter(scope -> demanded.contains(scope) || ScopeGate.counts(scope))
                    .forEach(all::add);
        }
        return all;
    }

    /** What a rule might deny, a later one may still allow; what it might allow, is to be seen. */
    private static boolean decides(Rule rule, Match match) {
        return switch (match) {
            case Match.Yes ignored -> true;
            case Match.No ignored -> false;
            case Match.Depends ignored -> rule.effect() != RuleConfig.Effect.DENY;
            case Match.Failed ignored -> true;
        };
    }

    private static void unseen(Rule rule, Match match) {
        // Who decides a call has no use for how.
    }

    private Decision outcome(Rule rule, Match match, Scopes granted) {
        if (match instanceof Match.Failed failed) {
            return new Decision.Denied(rule.name(), "The expression of the rule failed: " + failed.why());
        }
        if (!hasAll(granted, rule.scopes())) {
            Set<String> missing =
                    rule.scopes().stream().filter(scope -> !granted.has(scope)).collect(Collectors.toUnmodifiableSet());
            return new Decision.Lacking(rule.name(), wanted(rule, granted), missing);
        }
        return switch (rule.effect()) {
            case ALLOW -> new Decision.Allowed(rule.name());
            case DENY -> new Decision.Denied(rule.name(), "The rule denies it");
            case APPROVE -> new Decision.Held(rule.name(), Decision.Approver.PERSON);
            case CONFIRM -> new Decision.Held(rule.name(), Decision.Approver.CALLER);
        };
    }

    private static boolean hasAll(Scopes granted, Set<String> demanded) {
        for (String scope : demanded) {
            if (!granted.has(scope)) {
                return false;
            }
        }
        return true;
    }
}
