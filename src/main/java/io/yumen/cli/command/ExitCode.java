package io.yumen.cli.command;

/** How a command ends. Part of the product: scripts depend on it. */
public final class ExitCode {
    public static final int OK = 0;

    /** The command could not do what it was asked; standard error says why. */
    public static final int FAILED = 1;

    /** The command was called wrongly. */
    public static final int USAGE = 2;

    /** No gateway answers there. */
    public static final int NOT_RUNNING = 3;

    /** {@code status}: a gateway answers and is not ready, or a server takes no requests. */
    public static final int NOT_READY = 4;

    /** {@code audit verify}: a record is not as it was written. */
    public static final int BROKEN = 5;

    private ExitCode() {}
}
