package io.yumen.http.websocket;

/** The peer broke the rules: the connection is closed with that status. */
final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int code;
    private final String text;

    Violation(int code, String message) {
        super(message, null, false, false);
        this.code = code;
        this.text = message;
    }

    CloseStatus status() {
        return new CloseStatus(code, text);
    }
}
