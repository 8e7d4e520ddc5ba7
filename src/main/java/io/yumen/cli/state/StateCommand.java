package io.yumen.cli.state;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code yumen state}: the key that seals what the gateway remembers. */
@Command(
        name = "state",
        description = {
            "The key that seals what the gateway remembers (the master key), while the gateway does not run.",
            "It comes from YUMEN_MASTER_KEY, systemd's credential yumen-master-key, the file that masterKey of the",
            "configuration names, or else master.key beside the state, which is made at the first start."
        },
        subcommands = {StateRotateKey.class, StateDropOldKeys.class, StateForgetSealed.class})
public final class StateCommand implements Runnable {
    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
