package io.yumen.cli.command;

/** A command that cannot do what it was asked. The message says why and what to do. */
public final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CommandFailed(String message) {
        super(message, null, false, false);
    }
}
