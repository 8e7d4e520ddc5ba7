package io.yumen.connect;

import io.yumen.backend.http.SessionLink;
import tools.jackson.databind.node.ObjectNode;

/**
 * A session with the gateway.
 *
 * @param link carries it
 * @param agreement the result of its {@code initialize}
 */
record GatewaySession(SessionLink link, ObjectNode agreement) {
    String revision() {
        return agreement.path("protocolVersion").asString("");
    }

    boolean offers(String capability, String detail) {
        return agreement.path("capabilities").path(capability).path(detail).asBoolean(false);
    }
}
