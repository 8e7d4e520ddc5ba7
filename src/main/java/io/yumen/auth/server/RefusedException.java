package io.yumen.auth.server;

import java.util.Optional;

/** What a client asks for is refused; the code is one of OAuth's, the message is for its developer. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String code;
    private final transient Optional<Grant> ended;

    RefusedException(String code, String message) {
        this(code, message, Optional.empty());
    }

    private RefusedException(String code, String message, Optional<Grant> ended) {
        super(message);
        this.code = code;
        this.ended = ended;
    }

    /** The same, which ended that grant. */
    RefusedException ending(Grant grant) {
        return new RefusedException(code, text(), Optional.of(grant));
    }

    static RefusedException request(String message) {
        return new RefusedException("invalid_request", message);
    }

    static RefusedException grant(String message) {
        return new RefusedException("invalid_grant", message);
    }

    /** The grant that is over by what was asked. */
    Optional<Grant> ended() {
        return ended;
    }

    String code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
