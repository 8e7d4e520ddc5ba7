package io.yumen.backend.legacy;

import io.yumen.backend.Connector.ConnectRequest;
import io.yumen.backend.Description;
import io.yumen.backend.link.DeliveryException;
import io.yumen.backend.link.Link;
import io.yumen.backend.link.LinkLimits;
import io.yumen.backend.link.OurName;
import io.yumen.backend.link.TimeLimit;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.Era;
import io.yumen.protocol.InputKind;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcException;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Opens a session: {@code initialize} with the newest legacy revision, then {@code notifications/initialized}. Whatever
 * older revision the server answers is taken.
 */
public final class LegacyHandshake {
    /** Ids below this are the handshake's. */
    static final RequestId ID = RequestId.of(1);

    private final String server;
    private final Terms terms;
    private final Consumer<Revision> agreed;

    /**
     * @param agreed is told the revision before anything else is sent: some transports repeat it in a header
     */
    public LegacyHandshake(String server, Terms terms, Consumer<Revision> agreed) {
        this.server = server;
        this.terms = terms;
        this.agreed = agreed;
    }

    /**
     * Opens a connection over that link, which the connection then owns.
     *
     * @throws RpcException when the server answered with an error, or not in time
     * @throws DeliveryException when there was no answer, or one that cannot be understood
     */
    public LegacyConnection open(Link link, ConnectRequest request) {
        Description description = initialize(link, request.capabilities());
        agreed.accept(description.revision());
        LegacyConnection connection = new LegacyConnection(server, link, description, terms, request);
        link.listen(connection.events());
        link.send(new Message.Notification(Methods.INITIALIZED, object()));
        return connection;
    }

    private Description initialize(Link link, ClientCapabilities offered) {
        ObjectNode params = object().put("protocolVersion", Revision.NEWEST_LEGACY.wire());
        params.set("capabilities", capabilities(offered));
        params.set("clientInfo", OurName.toJson());
        Message.Request request = new Message.Request(ID, Methods.INITIALIZE, params);
        try (TimeLimit time = TimeLimit.of(terms.limits().handshake())) {
            Link.Call call = new Link.Call(request, Link.Inbox.NONE, time.cancellation());
            return switch (link.request(call)) {
                case Message.Result result -> describe(result.result());
                case Message.Failure failure -> throw new RpcException(failure.error());
            };
        }
    }

    /** What a legacy server may ask: the input kinds as they were declared, and nothing of other eras. */
    private static ObjectNode capabilities(ClientCapabilities offered) {
        ObjectNode capabilities = object();
        for (InputKind kind : InputKind.values()) {
            if (offered.allows(kind)) {
                capabilities.set(kind.capability(), offered.tree().get(kind.capability()));
            }
        }
        return capabilities;
    }

    private static Description describe(ObjectNode result) {
        String wire = result.path("protocolVersion").asString("");
        Revision revision = Revision.of(wire)
                .filter(known -> known.era() == Era.LEGACY)
                .orElseThrow(() -> DeliveryException.neverSent(
                        "it speaks the protocol revision \"" + wire + "\", which is unknown here"));
        return new Description(
                revision,
                objectAt(result, "capabilities"),
                objectAt(result, "serverInfo"),
                result.path("instructions").asString(""));
    }

    private static ObjectNode objectAt(ObjectNode holder, String key) {
        JsonNode value = holder.get(key);
        return value instanceof ObjectNode object ? object : object();
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /**
     * What all connections to a server have in common.
     *
     * @param limits of their links
     * @param tasks that any of them may work on
     */
    public record Terms(LinkLimits limits, ServerTasks tasks) {}
}
