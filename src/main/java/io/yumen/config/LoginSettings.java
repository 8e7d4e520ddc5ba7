package io.yumen.config;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The gateway's own authorization server. */
public record LoginSettings(
        @Setting("What clients may ask users for; left out, mcp")
        List<String> scopes,

        @Setting(value = "How long an access token is good, 24h at most", fallback = "10m")
        Duration tokenTime,

        @Setting(value = "How long a client may go on after its user allowed it", fallback = "30d")
        Duration grantTime,

        @Setting("Clients that are known beforehand, each under its client id")
        Map<String, LoginClient> clients,

        @Setting(value = "Whether clients may register themselves (RFC 7591)", fallback = "true")
        boolean registration,

        @Setting(value = "Whether a client's id may be the URL of a document about it", fallback = "true")
        boolean documents,

        @Setting(
                value = "Where such documents may lie: at public addresses only, or in private networks too",
                fallback = "public")
        OAuthSettings.Network network) {
    /** As long as the key that signed a token is published after it has signed its last. */
    private static final Duration LONGEST_TOKEN = Duration.ofHours(24);

    public LoginSettings {
        BadSetting.requirePositive("tokenTime", tokenTime);
        if (tokenTime.compareTo(LONGEST_TOKEN) > 0) {
            throw new BadSetting(
                    "tokenTime",
                    "An access token is good for " + LONGEST_TOKEN.toHours()
                            + "h at most; clients go on for \"grantTime\" by refreshing it");
        }
        BadSetting.requirePositive("grantTime", grantTime);
        scopes = scopes.isEmpty() ? List.of("mcp") : List.copyOf(scopes);
        clients = Collections.unmodifiableMap(new LinkedHashMap<>(clients));
        if (!scopes.stream().allMatch(scope -> scope.matches("[A-Za-z0-9._:/-]{1,64}"))) {
            throw new BadSetting("scopes", "A scope has 1 to 64 letters, digits, and . _ : / -");
        }
    }

    /** A client that is known beforehand. */
    public record LoginClient(
            @Setting("What users are told that it is; left out, its id") @Nullable
            String name,

            @Setting("Where browsers may be sent back to it, exactly; only the port of 127.0.0.1 may differ")
            List<String> redirects) {}
}
