package io.yumen.auth.server;

/** What a client asks for is refused; the code is one of OAuth's, the message is for its developer. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;

    RefusedException(String code, String message) {
        super(message);
        this.code = code;
    }

    static RefusedException request(String message) {
        return new RefusedException("invalid_request", message);
    }

    static RefusedException grant(String message) {
        return new RefusedException("invalid_grant", message);
    }

    String code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
