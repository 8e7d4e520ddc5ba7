package io.yumen.backend.link;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What Yumen calls itself towards servers. */
public final class OurName {
    private static final String UNRELEASED = "dev";
    private static final String VERSION = version();

    private OurName() {}

    /** The {@code clientInfo} of every request and handshake; the caller owns it. */
    public static ObjectNode toJson() {
        return JsonNodeFactory.instance.objectNode().put("name", "yumen").put("version", VERSION);
    }

    private static String version() {
        String version = OurName.class.getPackage().getImplementationVersion();
        return version == null ? UNRELEASED : version;
    }
}
