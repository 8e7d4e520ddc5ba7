package io.yumen.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The whole configuration file. */
public record GatewaySettings(
        @Setting("The servers behind the gateway, by name: the common client form, so that an existing mcp.json works")
        Map<String, ServerSettings> mcpServers,

        @Setting("Where the gateway listens, and for which hosts and origins")
        ListenSettings listen,

        @Setting("How names of tools, prompts and resources of many servers are made one list")
        NameSettings names,

        @Setting("How much of everything is allowed") LimitSettings limits,

        @Setting("What is logged, and how") LogSettings log) {
    public GatewaySettings {
        mcpServers = Collections.unmodifiableMap(new LinkedHashMap<>(mcpServers));
    }

    /** The servers that are not left out, in the order of the file. */
    public Map<String, ServerSettings> enabledServers() {
        Map<String, ServerSettings> enabled = new LinkedHashMap<>(mcpServers);
        enabled.values().removeIf(ServerSettings::disabled);
        return enabled;
    }
}
