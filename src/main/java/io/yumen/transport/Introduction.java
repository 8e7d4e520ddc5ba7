package io.yumen.transport;

import io.yumen.channel.ChannelLimits;
import io.yumen.channel.ChannelStatistics;
import io.yumen.exchange.Caller;
import io.yumen.exchange.Cancellation;
import io.yumen.exchange.Exchange;
import io.yumen.protocol.Methods;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import io.yumen.session.Endpoint;
import io.yumen.session.Identity;
import io.yumen.tenant.Access;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What clients of enveloped streams and sockets are told before they ask. */
public final class Introduction {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Identity identity;

    public Introduction(Identity identity) {
        this.identity = identity;
    }

    /** Who we are and what is offered there; the caller may add to it. */
    public ObjectNode of(Endpoint endpoint, Access access) {
        ObjectNode data = JSON.objectNode().put("protocolVersion", Revision.NEWEST_LEGACY.wire());
        ArrayNode all = data.putArray("protocolVersions");
        Arrays.stream(Revision.values()).forEach(revision -> all.add(revision.wire()));
        ObjectNode offered = discover(endpoint, access);
        data.set("capabilities", offered.get("capabilities") instanceof ObjectNode tree ? tree : JSON.objectNode());
        data.set("serverInfo", identity.toJson());
        JsonNode instructions = offered.path("instructions");
        if (instructions.isString()) {
            data.set("instructions", instructions);
        }
        return data;
    }

    /** How a client can connect there, best first, and how many may. */
    public static ObjectNode transports(Endpoint endpoint, ChannelLimits limits, ChannelStatistics now) {
        String base = endpoint.name();
        ObjectNode data = JSON.objectNode();
        ArrayNode list = data.putArray("transports");
        list.addObject()
                .put("type", "sse")
                .put("path", base + "/sse")
                .put("messages", base + "/message")
                .put("pong", base + "/pong");
        list.addObject().put("type", "websocket").put("path", base + "/ws");
        list.addObject().put("type", "poll").put("path", base + "/poll").put("messages", base + "/message");
        data.putObject("limits").put("connections", limits.channels()).put("perAddress", limits.perAddress());
        data.putObject("connections")
                .put("open", now.open())
                .put("attached", now.attached())
                .put("opened", now.opened())
                .put("refused", now.refused());
        return data;
    }

    private static ObjectNode discover(Endpoint endpoint, Access access) {
        Caller caller = Caller.of(access);
        try {
            return endpoint.handler()
                    .handle(Exchange.own(Methods.DISCOVER, JSON.objectNode(), caller, new Cancellation()));
        } catch (RpcException e) {
            // The stream can be opened all the same; initialize will say what is wrong.
            return JSON.objectNode();
        }
    }
}
