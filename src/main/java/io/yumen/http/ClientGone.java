package io.yumen.http;

import org.jspecify.annotations.Nullable;

/** The client of our server closed its connection, or read too slowly and was cut off. Nobody is left to answer. */
public final class ClientGone extends HttpException {
    private static final long serialVersionUID = 1L;

    public ClientGone(String message, @Nullable Throwable cause) {
        super(Code.CLIENT_GONE, Progress.MAYBE_SENT, message, cause);
    }
}
