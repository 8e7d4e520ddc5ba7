package io.yumen.backend.link;

/**
 * A request that failed below the protocol: the connection refused it, was lost, or its answer was. Thrown by connections;
 * the backend retries where that is safe and answers with an error that names the server where it is not. The message is
 * one clause without the server's name, as in {@code the process ended with status 1}.
 */
public final class DeliveryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Sent sent;
    private final String clause;

    private DeliveryException(Sent sent, String message) {
        super(message, null, false, false);
        this.sent = sent;
        this.clause = message;
    }

    /** The server has surely not acted on it: nothing was written, or it said so (an unknown session, a refused connection). */
    public static DeliveryException neverSent(String message) {
        return new DeliveryException(Sent.NEVER, message);
    }

    /** The server said that it does not take it, and would say so again: our credentials or our configuration are wrong. */
    public static DeliveryException refused(String message) {
        return new DeliveryException(Sent.REFUSED, message);
    }

    /** The server takes it only once its user has logged in. */
    public static DeliveryException loginNeeded(String message) {
        return new DeliveryException(Sent.LOGIN_NEEDED, message);
    }

    /** The server may have acted on it. */
    public static DeliveryException perhapsSent(String message) {
        return new DeliveryException(Sent.PERHAPS, message);
    }

    public Sent sent() {
        return sent;
    }

    @Override
    public String getMessage() {
        return clause;
    }

    /** What is known about a request that failed. */
    public enum Sent {
        NEVER,
        REFUSED,
        LOGIN_NEEDED,
        PERHAPS
    }
}
