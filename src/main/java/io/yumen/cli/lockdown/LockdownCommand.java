package io.yumen.cli.lockdown;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code yumen lockdown}: keeps somebody or something out until it is lifted. */
@Command(
        name = "lockdown",
        description = {
            "Keep a principal, an OAuth client or everybody out, or isolate a server, until --lift.",
            "It takes effect within one request, ends what is under way, holds across restarts, and is audited.",
            "Where no gateway runs, its state is changed: who may write the files of the gateway's user may do that."
        },
        subcommands = {
            LockdownPrincipal.class,
            LockdownClient.class,
            LockdownServer.class,
            LockdownEverything.class,
            LockdownList.class
        })
public final class LockdownCommand implements Runnable {
    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
