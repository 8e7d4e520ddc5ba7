package io.yumen.http;

import org.jspecify.annotations.Nullable;

/** The server cannot bind its address; the message says why and what to do. */
public final class CannotListen extends HttpException {
    private static final long serialVersionUID = 1L;

    public CannotListen(String message, @Nullable Throwable cause) {
        super(Code.CANNOT_LISTEN, Progress.NEVER_SENT, message, cause);
    }
}
