package io.yumen.cli.state;

import io.yumen.app.access.StateKeys;
import io.yumen.cli.command.ConfigOption;
import io.yumen.cli.command.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code yumen state rotate-key}: seals the state with a new key. */
@Command(
        name = "rotate-key",
        description = {
            "Make a new master key, and seal with it all that is sealed. The old one stays, to open what is with clients.",
            "A key that is not in master.key beside the state is for you to make: put it before the old one, then run this.",
            "Whatever ends this in the middle, nothing is lost: run it again."
        })
final class StateRotateKey implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() {
        try (StateKeys keys = StateKeys.open(config.load())) {
            StateKeys.Rotated done = keys.rotate();
            System.out.println("The master key is " + done.key() + " now, in " + done.place() + "; " + done.renewed()
                    + " values were sealed with it. Keep a copy of it in another place.");
            if (!done.waiting().isEmpty()) {
                System.out.println(
                        "Marked with an old key until they are next used: " + StateKeys.names(done.waiting()));
            }
            if (!done.old().isEmpty()) {
                System.out.println("Old keys: " + String.join(", ", done.old())
                        + ". When clients have refreshed what they hold, take them away: yumen state drop-old-keys");
            }
        }
        return ExitCode.OK;
    }
}
