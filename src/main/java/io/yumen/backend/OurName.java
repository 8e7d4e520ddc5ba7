package io.yumen.backend;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What Yumen calls itself towards servers. */
public final class OurName {
    private static final String NAME = "yumen";
    private static final String UNRELEASED = "dev";

    private OurName() {}

    /** The {@code clientInfo} of every request and handshake; the caller owns it. */
    public static ObjectNode toJson() {
        String version = OurName.class.getPackage().getImplementationVersion();
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", NAME)
                .put("version", version == null ? UNRELEASED : version);
    }
}
