package io.yumen.config;

import io.yumen.limit.LimitConfig;
import io.yumen.pin.PinConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The whole configuration file. */
public record GatewaySettings(
        @Setting("The servers behind the gateway, by name: the common client form, so that an existing mcp.json works")
        Map<String, ServerSettings> mcpServers,

        @Setting("Where the gateway listens, and for which hosts and origins")
        ListenSettings listen,

        @Setting("How names of tools, prompts and resources of many servers are made one list")
        NameSettings names,

        @Setting("How much of everything is allowed") LimitSettings limits,

        @Setting("What is logged, and how") LogSettings log,

        @Setting("Who may come in; left out, every program of this machine may, and nobody else") @Nullable
        AccessSettings access,

        @Setting("Named selections of servers and tools, each served at /views/NAME/mcp")
        Map<String, View> views,

        @Setting(
                "The folder of what the gateway remembers; left out, yumen in $XDG_STATE_HOME, which is ~/.local/state if nothing else is said")
        @Nullable
        String state,

        @Setting("Who did what: what is recorded of it, and where")
        AuditSettings audit,

        @Setting("What becomes of tools, prompts and instructions of servers that nobody has approved")
        PinSettings pins,

        @Setting(
                "The file of the key that seals the state, where it is not to lie beside the state: 32 random bytes in Base64")
        @Nullable
        String masterKey,

        @Setting(
                value = "The lowest isolation at which processes of servers start; servers that say nothing get it",
                fallback = "none")
        GuardSettings.Level minimumIsolation) {
    public GatewaySettings {
        mcpServers = Collections.unmodifiableMap(new LinkedHashMap<>(mcpServers));
        views = Collections.unmodifiableMap(new LinkedHashMap<>(views));
        requireIssuers(mcpServers, access);
    }

    /** Nobody comes in with a token of an issuer that is no provider. */
    private static void requireIssuers(Map<String, ServerSettings> servers, @Nullable AccessSettings access) {
        servers.forEach((name, server) -> {
            OAuthSettings oauth = server.auth().oauth();
            if (oauth == null || !oauth.isOnBehalf()) {
                return;
            }
            if (access == null || !access.issuers().contains(String.valueOf(oauth.issuer()))) {
                throw new BadSetting(
                        "mcpServers",
                        "The server \"" + name + "\" exchanges tokens of callers, and its auth.oauth.issuer is none of"
                                + " access.oidc: nobody could come in with a token of " + oauth.issuer());
            }
        });
    }

    /** A named selection of servers and tools. */
    public record View(
            @Setting("Names of servers, * and ? as wildcards; left out, every server")
            List<String> servers,

            @Setting("Tags of which a server has one; left out, every server")
            List<String> tags,

            @Setting(
                    "Names of tools as their server knows them, * and ? as wildcards; a view with some shows nothing but tools")
            List<String> tools,

            @Setting(
                    value = "all, or read-only: tools of which their server says that they change nothing",
                    fallback = "all")
            Mode mode) {}

    /** Which of the selected tools a view has. */
    public enum Mode {
        ALL,
        READ_ONLY
    }

    /** The same, with those servers. */
    public GatewaySettings withServers(Map<String, ServerSettings> others) {
        return new GatewaySettings(
                others, listen, names, limits, log, access, views, state, audit, pins, masterKey, minimumIsolation);
    }

    /** The same, listening there. */
    public GatewaySettings withListen(ListenSettings other) {
        return new GatewaySettings(
                mcpServers, other, names, limits, log, access, views, state, audit, pins, masterKey, minimumIsolation);
    }

    /** The same, logging so. */
    public GatewaySettings withLog(LogSettings other) {
        return new GatewaySettings(
                mcpServers,
                listen,
                names,
                limits,
                other,
                access,
                views,
                state,
                audit,
                pins,
                masterKey,
                minimumIsolation);
    }

    /** The same, with that audit. */
    public GatewaySettings withAudit(AuditSettings other) {
        return new GatewaySettings(
                mcpServers, listen, names, limits, log, access, views, state, other, pins, masterKey, minimumIsolation);
    }

    /** How often anything may be asked. */
    public LimitConfig rates() {
        return limits.rates()
                .inForce(
                        access == null ? LimitSettings.Rates.Principals.ALL_ONE : LimitSettings.Rates.Principals.KNOWN);
    }

    /** What becomes of definitions that nobody has approved, by server; those of built-in services are our own. */
    public Map<String, PinConfig> pinned() {
        PinConfig.Mode usual = access == null ? PinConfig.Mode.FLAG : PinConfig.Mode.QUARANTINE;
        Map<String, PinConfig> all = new LinkedHashMap<>();
        enabledServers()
                .forEach((name, server) -> all.put(
                        name,
                        !server.isBuiltIn()
                                ? server.pins().or(pins).config(usual)
                                : server.pins().config(PinConfig.Mode.OFF)));
        return all;
    }

    /** Whether something is to be remembered beyond the life of the process. */
    public boolean hasMemory() {
        return access != null || keepsPins();
    }

    /** Whether somebody wants what servers say of themselves to be remembered. */
    public boolean keepsPins() {
        return pins.isWanted()
                || mcpServers.values().stream().anyMatch(server -> server.pins().isWanted());
    }

    /** The servers that are not left out, in the order of the file. */
    public Map<String, ServerSettings> enabledServers() {
        Map<String, ServerSettings> enabled = new LinkedHashMap<>(mcpServers);
        enabled.values().removeIf(ServerSettings::disabled);
        return enabled;
    }
}
