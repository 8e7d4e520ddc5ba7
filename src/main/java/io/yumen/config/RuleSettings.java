package io.yumen.config;

import io.yumen.auth.policy.RuleConfig;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One rule of what those may see and do who came in. */
public record RuleSettings(
        @Setting("Its name, by which records and yumen explain know it") @Nullable
        String name,

        @Setting(
                "What becomes of what the rule is about: allow; deny; approve, which waits for one who operates the gateway; confirm, which asks the user of the client")
        @Nullable
        Effect effect,

        @Setting("A CEL expression that says whether the rule is about a request; left out, it is about every one")
        @Nullable
        String when,

        @Setting("Roles of which the caller has one; left out, the rule is about everybody")
        List<String> roles,

        @Setting("Names of servers, * and ? as wildcards; left out, the rule is about every server")
        List<String> servers,

        @Setting(
                "Names of tools as their server knows them, * and ? as wildcards; a rule with some is about nothing but tools")
        List<String> tools,

        @Setting(
                "What a credential must be good for, all of it, to use what the rule lets be used; lists go on showing it. Not with deny")
        List<String> scopes) {
    public RuleSettings {
        if (name == null || name.isBlank()) {
            throw new BadSetting("name", "A rule needs a \"name\": records say by it which rule decided");
        }
        if (effect == null) {
            throw new BadSetting(
                    "effect", "A rule needs an \"effect\": \"allow\", \"deny\", \"approve\" or \"confirm\"");
        }
        try {
            RuleConfig.check(when == null ? "" : when);
        } catch (IllegalArgumentException e) {
            throw new BadSetting("when", String.valueOf(e.getMessage()));
        }
        try {
            RuleConfig.check(outcome(effect), scopes);
        } catch (IllegalArgumentException e) {
            throw new BadSetting("scopes", String.valueOf(e.getMessage()));
        }
    }

    /** The rule as it is followed. */
    public RuleConfig config() {
        if (name == null || effect == null) {
            throw new IllegalStateException("A rule without a name or an effect is never made");
        }
        return new RuleConfig(
                name,
                outcome(effect),
                when == null ? "" : when,
                new HashSet<>(roles),
                servers,
                tools,
                new HashSet<>(scopes));
    }

    private static RuleConfig.Effect outcome(Effect effect) {
        return switch (effect) {
            case ALLOW -> RuleConfig.Effect.ALLOW;
            case DENY -> RuleConfig.Effect.DENY;
            case APPROVE -> RuleConfig.Effect.APPROVE;
            case CONFIRM -> RuleConfig.Effect.CONFIRM;
        };
    }

    /** What becomes of what a rule is about. */
    public enum Effect {
        ALLOW,
        DENY,
        APPROVE,
        CONFIRM
    }
}
