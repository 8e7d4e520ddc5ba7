package io.yumen.backend.modern;

import io.yumen.backend.Connector.ConnectRequest;
import io.yumen.backend.Description;
import io.yumen.backend.EraDetection.Patience;
import io.yumen.backend.link.DeliveryException;
import io.yumen.backend.link.Link;
import io.yumen.backend.link.LinkLimits;
import io.yumen.backend.link.TimeLimit;
import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Message;
import io.yumen.protocol.Meta;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Finds out whether a server speaks the modern era, by asking {@code server/discover}, and opens a connection to it. */
public final class ModernHandshake {
    /** No other request has this id: an answer that comes too late is taken for none. */
    private static final RequestId PROBE_ID = RequestId.of("discover");

    private final String server;
    private final LinkLimits limits;

    public ModernHandshake(String server, LinkLimits limits) {
        this.server = server;
        this.limits = limits;
    }

    /**
     * Asks, and opens a connection over that link, which the connection then owns, if the server speaks the modern era.
     *
     * @param patience how long to wait for the answer; silence means that it does not
     * @return empty where the server speaks the legacy era, as far as can be told; the link is as it was
     * @throws RpcException when it speaks the modern era and refuses us
     * @throws DeliveryException when the link failed
     */
    public Optional<ModernConnection> open(Link link, ConnectRequest request, Patience patience) {
        Duration time = switch (patience) {
            case PROBE -> limits.probe();
            case HANDSHAKE -> limits.handshake();
        };
        return discover(link, time).map(description -> {
            ModernConnection connection = new ModernConnection(server, link, description, request.events(), limits);
            link.listen(connection.events());
            connection.begin();
            return connection;
        });
    }

    private static Optional<Description> discover(Link link, Duration limit) {
        ObjectNode params = JsonNodeFactory.instance.objectNode();
        ModernCall.describe(params, ClientCapabilities.NONE);
        Message.Request request = new Message.Request(PROBE_ID, Methods.DISCOVER, params);
        try (TimeLimit time = TimeLimit.of(limit)) {
            Link.Call call = new Link.Call(request, Link.Inbox.NONE, time.cancellation());
            Message.Response answer = link.request(call);
            if (answer instanceof Message.Failure failure && supportsUs(failure.error())) {
                // It refused the revision that it wants: the next attempt may reach a newer instance of it.
                answer = link.request(call);
            }
            return switch (answer) {
                case Message.Result result -> describe(result.result());
                case Message.Failure failure -> refused(failure.error());
            };
        } catch (RpcException e) {
            if (e.error().code() == ErrorCode.TIMEOUT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Any error may be a legacy server's way to say that it does not know the method, except those of the modern era. */
    private static Optional<Description> refused(RpcError error) {
        boolean modern =
                error.code() == ErrorCode.HEADER_MISMATCH || error.code() == ErrorCode.MISSING_CLIENT_CAPABILITY;
        if (modern) {
            throw new RpcException(error);
        }
        return Optional.empty();
    }

    private static Optional<Description> describe(ObjectNode result) {
        if (!names(result.path("supportedVersions"))) {
            return Optional.empty();
        }
        return Optional.of(new Description(
                Revision.V2026_07_28,
                object(result.get("capabilities")),
                object(Meta.get(result, Meta.SERVER_INFO)),
                result.path("instructions").asString("")));
    }

    /** Whether an error says that our revision is not spoken, and names it among those that are. */
    static boolean supportsUs(RpcError error) {
        JsonNode data = error.data();
        return error.code() == ErrorCode.UNSUPPORTED_PROTOCOL_VERSION && data != null && names(data.path("supported"));
    }

    private static boolean names(JsonNode versions) {
        for (JsonNode version : versions) {
            if (version.asString("").equals(Revision.V2026_07_28.wire())) {
                return true;
            }
        }
        return false;
    }

    private static ObjectNode object(@Nullable JsonNode node) {
        return node instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
    }
}
