package io.yumen.cli;

/** A command that cannot do what it was asked. The message says why and what to do. */
final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    CommandFailed(String message) {
        super(message, null, false, false);
    }
}
