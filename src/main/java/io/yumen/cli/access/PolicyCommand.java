package io.yumen.cli.access;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code yumen policy}: tries rules before they are in force. */
@Command(
        name = "policy",
        description = "Try rules before they are in force.",
        subcommands = {PolicyTry.class})
public final class PolicyCommand implements Runnable {
    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
