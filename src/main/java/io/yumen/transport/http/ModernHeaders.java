package io.yumen.transport.http;

import io.yumen.http.Headers;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.HeaderValue;
import io.yumen.protocol.Message;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import io.yumen.session.Envelope;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The routing headers of the modern era: they must be there, and say what the body says, so that nobody who decides by
 * headers is fooled by a body (2026-07-28, "Streamable HTTP").
 */
final class ModernHeaders {
    static final String VERSION = "MCP-Protocol-Version";
    static final String METHOD = "Mcp-Method";
    static final String NAME = "Mcp-Name";

    private ModernHeaders() {}

    /**
     * Whether a message claims to be of the modern era: by its body, or by headers that the legacy era does not have. A relay
     * may repeat the method of every message, so that this counts only where nothing else speaks of a session.
     * {@code initialize} without such a claim in its body begins a session, whatever the headers say.
     */
    static boolean claimModern(Headers headers, Message message) {
        return switch (message) {
            case Message.Request request ->
                Envelope.claimedRevision(request.params()).isPresent()
                        || (!request.method().equals(Methods.INITIALIZE) && haveModern(headers));
            case Message.Notification notification ->
                Envelope.claimedRevision(notification.params()).isPresent() || haveModern(headers);
            case Message.Response response -> haveModern(headers);
        };
    }

    private static boolean haveModern(Headers headers) {
        String version = headers.find(VERSION);
        boolean methodAlone = version == null && headers.has(METHOD) && !headers.has(LegacyExchange.SESSION);
        return methodAlone || isModern(version);
    }

    /**
     * Compares headers and body.
     *
     * @throws RpcException with {@link ErrorCode#HEADER_MISMATCH}
     */
    static void check(Headers headers, Message.Request request) {
        Optional<String> revision = Envelope.claimedRevision(request.params());
        if (revision.isPresent()) {
            compare(VERSION, headers.find(VERSION), revision.get());
        }
        compare(METHOD, headers.find(METHOD), request.method());
        String key = nameKey(request.method());
        String name = key == null ? null : request.params().path(key).asString(null);
        if (name != null) {
            compareEncoded(headers.find(NAME), name);
        }
    }

    private static boolean isModern(@Nullable String version) {
        return version != null && version.compareTo("2026") > 0;
    }

    /** Which parameter {@code Mcp-Name} repeats, or null where the method has none. */
    private static @Nullable String nameKey(String method) {
        return switch (method) {
            case Methods.TOOLS_CALL, Methods.PROMPTS_GET -> "name";
            case Methods.RESOURCES_READ -> "uri";
            case Methods.TASKS_GET, Methods.TASKS_UPDATE, Methods.TASKS_CANCEL -> "taskId";
            default -> null;
        };
    }

    private static void compare(String header, @Nullable String value, String body) {
        if (value == null) {
            throw mismatch("The header " + header + " is missing");
        }
        if (!value.strip().equals(body)) {
            throw mismatch("The header " + header + " says \"" + value + "\", and the body \"" + body + "\"");
        }
    }

    private static void compareEncoded(@Nullable String value, String body) {
        if (value == null) {
            throw mismatch("The header " + NAME + " is missing");
        }
        Optional<String> decoded = HeaderValue.decode(value);
        if (decoded.isEmpty() || !decoded.get().equals(body)) {
            throw mismatch("The header " + NAME + " says \"" + value + "\", and the body \"" + body + "\"");
        }
    }

    private static RpcException mismatch(String message) {
        return new RpcException(new RpcError(ErrorCode.HEADER_MISMATCH, message));
    }
}
