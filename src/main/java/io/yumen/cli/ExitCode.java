package io.yumen.cli;

/** How a command ends. Part of the product: scripts depend on it. */
final class ExitCode {
    static final int OK = 0;

    /** The command could not do what it was asked; standard error says why. */
    static final int FAILED = 1;

    /** The command was called wrongly. */
    static final int USAGE = 2;

    /** {@code status}: no gateway answers there. */
    static final int NOT_RUNNING = 3;

    /** {@code status}: a gateway answers and is not ready. */
    static final int NOT_READY = 4;

    private ExitCode() {}
}
