package io.yumen.backend.http;

import io.yumen.backend.link.DeliveryException;
import io.yumen.http.HttpException;
import io.yumen.http.client.RelayResponse;
import io.yumen.protocol.ErrorCode;
import io.yumen.protocol.Message;
import io.yumen.protocol.Message.Request;
import io.yumen.protocol.MessageCodec;
import io.yumen.protocol.Methods;
import io.yumen.protocol.RpcError;
import io.yumen.protocol.RpcException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A response whose status says no.
 *
 * @param status the HTTP status
 * @param error the JSON-RPC error in its body, if there is one that says more than the status
 * @param location where a redirect leads, without the query, which may repeat a secret of ours
 */
record Refusal(int status, Optional<RpcError> error, String location) {
    private static final int MAX_BODY_BYTES = 64 << 10;
    private static final int MAX_LOCATION = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int BAD_REQUEST = 400;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;

    /** The first requests of a connection: a server that does not know them may refuse in any way it likes. */
    private static final Set<String> OPENINGS = Set.of(Methods.DISCOVER, Methods.INITIALIZE);

    static boolean is(RelayResponse response) {
        return response.status() < 200 || response.status() >= 300;
    }

    /** Reads the response, which is used up by that. */
    static Refusal read(RelayResponse response, MessageCodec codec) {
        String location = response.headers()
                .first("Location")
                .orElse("")
                .replaceAll("[?#].*", "")
                .replaceAll("[^ -~]", "?");
        String shown = location.length() > MAX_LOCATION ? location.substring(0, MAX_LOCATION) : location;
        // Where nothing may be posted, that alone counts, whatever the body says: it may be a server of the oldest
        // transport.
        Optional<RpcError> error = error(response, codec).filter(said -> response.status() != METHOD_NOT_ALLOWED);
        return new Refusal(response.status(), error, shown);
    }

    /** Whether it means that the session is over: 404, or what servers say that have been started anew. */
    boolean meansLostSession() {
        return status == NOT_FOUND || (status == BAD_REQUEST && blamesSession());
    }

    private boolean blamesSession() {
        return error.filter(e -> e.message().toLowerCase(Locale.ROOT).contains("session"))
                .isPresent();
    }

    /** What the caller of that request gets to see: an error of the server. */
    Message.Failure answer(Request request) {
        if (status == UNAUTHORIZED) {
            throw DeliveryException.refused(
                    "it wants credentials (HTTP 401): give it an Authorization header, or \"auth\": {\"oauth\": {}}");
        }
        if (error.isPresent()) {
            return new Message.Failure(request.id(), error.get());
        }
        if (status == FORBIDDEN) {
            throw DeliveryException.refused("it refuses our credentials (HTTP 403)");
        }
        if (status >= 300 && status < 400) {
            throw DeliveryException.refused("it redirects to \"" + location + "\" (HTTP " + status
                    + "): put the new URL into the configuration, redirects are not followed");
        }
        if (OPENINGS.contains(request.method())) {
            return new Message.Failure(
                    request.id(), new RpcError(ErrorCode.METHOD_NOT_FOUND, "It answered HTTP " + status));
        }
        throw status == TOO_MANY_REQUESTS || status == UNAVAILABLE
                ? DeliveryException.neverSent("it is busy (HTTP " + status + ")")
                : DeliveryException.perhapsSent("it answered HTTP " + status);
    }

    private static Optional<RpcError> error(RelayResponse response, MessageCodec codec) {
        try {
            byte[] body = response.body(MAX_BODY_BYTES);
            return codec.read(body) instanceof Message.Failure failure
                    ? Optional.of(failure.error())
                    : Optional.empty();
        } catch (RpcException | HttpException e) {
            // The status alone says enough.
            response.close();
            return Optional.empty();
        }
    }
}
