package io.yumen.config;

import io.yumen.limit.LimitConfig;
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
        AuditSettings audit) {
    public GatewaySettings {
        mcpServers = Collections.unmodifiableMap(new LinkedHashMap<>(mcpServers));
        views = Collections.unmodifiableMap(new LinkedHashMap<>(views));
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
        return new GatewaySettings(others, listen, names, limits, log, access, views, state, audit);
    }

    /** The same, listening there. */
    public GatewaySettings withListen(ListenSettings other) {
        return new GatewaySettings(mcpServers, other, names, limits, log, access, views, state, audit);
    }

    /** The same, logging so. */
    public GatewaySettings withLog(LogSettings other) {
        return new GatewaySettings(mcpServers, listen, names, limits, other, access, views, state, audit);
    }

    /** The same, with that audit. */
    public GatewaySettings withAudit(AuditSettings other) {
        return new GatewaySettings(mcpServers, listen, names, limits, log, access, views, state, other);
    }

    /** How often anything may be asked. */
    public LimitConfig rates() {
        return limits.rates()
                .inForce(
                        access == null ? LimitSettings.Rates.Principals.ALL_ONE : LimitSettings.Rates.Principals.KNOWN);
    }

    /** The servers that are not left out, in the order of the file. */
    public Map<String, ServerSettings> enabledServers() {
        Map<String, ServerSettings> enabled = new LinkedHashMap<>(mcpServers);
        enabled.values().removeIf(ServerSettings::disabled);
        return enabled;
    }
}
