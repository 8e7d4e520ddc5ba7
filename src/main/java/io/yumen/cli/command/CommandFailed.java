package io.yumen.cli.command;

/** A command that cannot do what it was asked. The message says why and what to do. */
public final class CommandFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    public CommandFailed(String message) {
        this(ExitCode.FAILED, message);
    }

    /** @param exitCode what scripts learn, one of {@link ExitCode} */
    public CommandFailed(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
