package io.yumen.cli.state;

import io.yumen.app.access.StateKeys;
import io.yumen.cli.command.ConfigOption;
import io.yumen.cli.command.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code yumen state drop-old-keys}: the end of the master keys before the newest. */
@Command(
        name = "drop-old-keys",
        description = {
            "Take all master keys away but the newest. What clients still hold of the old ones ends: refresh tokens,",
            "registrations, requests under way. Keys of clients that were not used since would end, too: that is refused."
        })
final class StateDropOldKeys implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--force", description = "End what only the old keys open, too.")
    private boolean force;

    @Override
    public Integer call() {
        try (StateKeys keys = StateKeys.open(config.load())) {
            StateKeys.Dropped done = keys.dropOld(force ? StateKeys.Ending.MEANT : StateKeys.Ending.REFUSED);
            if (!done.keys().isEmpty()) {
                System.out.println("Ended: " + StateKeys.names(done.keys()));
            }
            if (!done.sealed().isEmpty()) {
                System.out.println("Forgot: " + StateKeys.words(done.sealed()));
            }
            System.out.println(
                    done.old().isEmpty()
                            ? "There is no old key; " + done.key() + " seals"
                            : "Dropped " + String.join(", ", done.old()) + "; " + done.key() + " seals");
            if (!done.isGone() && !done.old().isEmpty()) {
                System.out.println("Take them away from " + done.place() + " now; nothing needs them any more.");
            }
        }
        return ExitCode.OK;
    }
}
