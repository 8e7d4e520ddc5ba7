package io.yumen.http;

/**
 * A request that our server cannot take as it is, for instance one whose body is over the cap. A handler that lets it
 * pass has it answered with {@link #status()} and a short text.
 */
public final class RequestRefused extends HttpException {
    private static final long serialVersionUID = 1L;

    private final int status;

    public RequestRefused(int status, String message) {
        super(Code.REFUSED, Progress.MAYBE_SENT, message, null);
        this.status = status;
    }

    /** The status to answer with: 400, 408, 413 and the like. */
    public int status() {
        return status;
    }
}
