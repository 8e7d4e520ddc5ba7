package io.yumen.cli.command;

import io.yumen.config.GatewaySettings;
import io.yumen.config.file.ConfigFile;

/** What is served where there is no configuration: the built-in server that shows every feature. */
public final class Demo {
    private Demo() {}

    /** Those settings with the demonstration server. */
    public static GatewaySettings of(GatewaySettings settings) {
        GatewaySettings demo = ConfigFile.parse("{\"mcpServers\": {\"everything\": {\"service\": \"everything\"}}}");
        return settings.withServers(demo.mcpServers());
    }
}
