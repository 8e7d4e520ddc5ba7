package io.yumen.backend;

import io.yumen.backend.link.DeliveryException;
import io.yumen.http.client.Endpoint;
import io.yumen.protocol.RpcException;
import java.net.URI;

/** A server that cannot be reached or started. The message names the reason and what to do about it. */
public final class ConnectException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ConnectException(String message, Throwable cause) {
        super(message, cause);
    }

    public ConnectException(String message) {
        super(message);
    }

    /** Whether it can be opened at once when its user has logged in, and not before. */
    public boolean isLoginNeeded() {
        return getCause() instanceof DeliveryException cause && cause.sent() == DeliveryException.Sent.LOGIN_NEEDED;
    }

    /** The settings of the server make no sense for this scope. */
    public static ConnectException unusable(IllegalArgumentException cause) {
        return new ConnectException("Its configuration cannot be used: " + cause.getMessage(), cause);
    }

    /**
     * The server answered, but not as an MCP server does.
     *
     * @param question what the reader should ask
     */
    public static ConnectException refused(RpcException cause, String question) {
        return new ConnectException("It refused the handshake: " + cause.error().message() + ". " + question, cause);
    }

    /** The same for a server at that URL. */
    public static ConnectException refused(RpcException cause, URI url) {
        return refused(cause, "Is " + Endpoint.shown(url) + " an MCP endpoint?");
    }

    /** Nothing that can be used answered at that URL. */
    public static ConnectException unreachable(DeliveryException cause, URI url) {
        return new ConnectException(
                "It cannot be reached at " + Endpoint.shown(url) + ": " + cause.getMessage(), cause);
    }
}
