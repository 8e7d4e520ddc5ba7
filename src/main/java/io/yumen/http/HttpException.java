package io.yumen.http;

import org.jspecify.annotations.Nullable;

/**
 * An exchange that failed: {@link #code()} says how, {@link #neverSent()} whether it is safe to send it again.
 *
 * <p>The server side throws the subclasses, the client side throws this class itself.
 */
public sealed class HttpException extends RuntimeException permits ClientGone, RequestRefused, CannotListen {
    private static final long serialVersionUID = 1L;

    /** Why; the names are stable. */
    public enum Code {
        /** Nobody listens there, or there is no way there. */
        CONNECT_FAILED,
        /** The host name does not resolve. */
        DNS_FAILED,
        /** The address is not one that we may connect to. */
        ADDRESS_REFUSED,
        /** The handshake failed: certificate, host name or protocol version. */
        TLS_FAILED,
        /** The deadline passed. */
        TIMED_OUT,
        /** Cancelled by its caller. */
        CANCELLED,
        /** The peer broke the rules of HTTP or of event streams. */
        PROTOCOL,
        /** The message is larger than its cap. */
        TOO_LARGE,
        /** The peer closed or reset the connection in the middle. */
        CLOSED,
        /** Too many connections to this origin are in use already. */
        BUSY,
        /** The client of our server went away. */
        CLIENT_GONE,
        /** The request cannot be handled; its status is in {@link RequestRefused}. */
        REFUSED,
        /** Our server cannot bind its address. */
        CANNOT_LISTEN
    }

    /** How far the request came. */
    public enum Progress {
        /** No byte of the request left us: the peer cannot have acted on it. */
        NEVER_SENT,
        /** Some of it may have reached the peer. */
        MAYBE_SENT
    }

    private final Code code;
    private final Progress progress;

    public HttpException(Code code, Progress progress, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.progress = progress;
    }

    /** The kind of failure. */
    public Code code() {
        return code;
    }

    /** True when the peer surely received nothing of the request, so that any request may be tried again. */
    public boolean neverSent() {
        return progress == Progress.NEVER_SENT;
    }
}
