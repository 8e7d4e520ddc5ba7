package io.yumen.config;

import io.yumen.http.server.ProxyConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may come in. */
public record AccessSettings(
        @Setting("Lets those in who show no credential at all; left out, nobody comes in without one") @Nullable
        AnonymousSettings anonymous,

        @Setting(value = "Whether keys are accepted; yumen key create makes them", fallback = "true")
        boolean keys,

        @Setting(
                "Addresses from which requests may come, as in 10.0.0.0/8, besides this machine; left out, from everywhere")
        List<String> allowAddresses,

        @Setting("Addresses from which no request may come, though they be allowed")
        List<String> denyAddresses,

        @Setting(
                "What those may see and do who came in: the first rule that is about a request decides, and what none is about is denied; without any rule, everything is allowed")
        List<RuleSettings> rules) {
    public AccessSettings {
        check("allowAddresses", allowAddresses);
        check("denyAddresses", denyAddresses);
        Set<String> names = new HashSet<>();
        for (RuleSettings rule : rules) {
            if (!names.add(String.valueOf(rule.name()))) {
                throw new BadSetting("rules", "Two rules have the name \"" + rule.name() + "\"");
            }
        }
    }

    private static void check(String key, List<String> blocks) {
        try {
            ProxyConfig.at(blocks);
        } catch (IllegalArgumentException e) {
            throw new BadSetting(key, String.valueOf(e.getMessage()));
        }
    }
}
