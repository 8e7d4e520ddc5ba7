package io.yumen.session;

import io.yumen.protocol.ClientCapabilities;
import io.yumen.protocol.Era;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.LogLevel;
import io.yumen.protocol.Message;
import io.yumen.protocol.Meta;
import io.yumen.protocol.PlainText;
import io.yumen.protocol.RequestId;
import io.yumen.protocol.Revision;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request of the modern era, taken apart: what is asked, and what its {@code _meta} says of the client (2026-07-28,
 * "Request metadata").
 *
 * @param id the client's id of the request
 * @param method what is asked
 * @param params the parameters without the keys that speak of this hop, except the progress token
 * @param revision the revision that the client speaks
 * @param capabilities what the client can be asked while it waits for this request
 * @param clientInfo name and version as the client claims them; empty where it does not
 * @param logLevel the least severe log message that the client wants, or null where it wants none
 */
public record Envelope(
        RequestId id,
        String method,
        ObjectNode params,
        Revision revision,
        ClientCapabilities capabilities,
        ObjectNode clientInfo,
        @Nullable LogLevel logLevel) {

    /** The revision that a message claims in its {@code _meta}, whether we know it or not; empty in the legacy era. */
    public static Optional<String> claimedRevision(ObjectNode params) {
        JsonNode version = Meta.get(params, Meta.PROTOCOL_VERSION);
        return version == null || !version.isString() ? Optional.empty() : Optional.of(version.stringValue());
    }

    /**
     * Opens a request. Takes its parameters over.
     *
     * @throws RpcException {@link ErrorCode#INVALID_PARAMS} where a required key is missing or malformed, and
     *     {@link ErrorCode#UNSUPPORTED_PROTOCOL_VERSION} where the revision is not one of the modern era that we know
     */
    public static Envelope open(Message.Request request) {
        ObjectNode params = request.params();
        String claimed = claimedRevision(params)
                .orElseThrow(() -> RpcException.invalidParams("_meta must have " + Meta.PROTOCOL_VERSION));
        Revision revision =
                Revision.of(claimed).filter(known -> known.era() == Era.MODERN).orElseThrow(() -> unsupported(claimed));
        if (!(Meta.get(params, Meta.CLIENT_CAPABILITIES) instanceof ObjectNode capabilities)) {
            throw RpcException.invalidParams("_meta must have " + Meta.CLIENT_CAPABILITIES + ", an object");
        }
        ObjectNode clientInfo = Meta.get(params, Meta.CLIENT_INFO) instanceof ObjectNode info
                ? info
                : JsonNodeFactory.instance.objectNode();
        LogLevel logLevel = logLevel(params);
        Meta.removeHopKeys(params);
        return new Envelope(
                request.id(),
                request.method(),
                params,
                revision,
                new ClientCapabilities(capabilities),
                clientInfo,
                logLevel);
    }

    /** The token under which the client wants to hear of progress, or null. */
    @Nullable
    public JsonNode progressToken() {
        return Meta.get(params, Meta.PROGRESS_TOKEN);
    }

    /** The same request with other parameters. */
    public Envelope with(ObjectNode other) {
        return new Envelope(id, method, other, revision, capabilities, clientInfo, logLevel);
    }

    private static @Nullable LogLevel logLevel(ObjectNode params) {
        JsonNode level = Meta.get(params, Meta.LOG_LEVEL);
        if (level == null) {
            return null;
        }
        return LogLevel.of(level.asString(""))
                .orElseThrow(() -> RpcException.invalidParams("Not a log level: " + PlainText.echo(level.toString())));
    }

    /**
     * The error for a revision that we do not serve. It lists those that {@code server/discover} does; a client of the legacy
     * era finds its own through {@code initialize}.
     */
    public static RpcException unsupported(String requested) {
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        ArrayNode supported = data.putArray("supported");
        Revision.of(Era.MODERN).forEach(revision -> supported.add(revision.wire()));
        data.put("requested", PlainText.echo(requested));
        return new RpcException(new RpcError(
                ErrorCode.UNSUPPORTED_PROTOCOL_VERSION,
                "Unsupported protocol version: " + PlainText.echo(requested),
                data));
    }
}
