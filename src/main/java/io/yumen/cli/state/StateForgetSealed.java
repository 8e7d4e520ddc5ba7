package io.yumen.cli.state;

import io.yumen.app.access.StateKeys;
import io.yumen.cli.command.ConfigOption;
import io.yumen.cli.command.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code yumen state forget-sealed}: the way on for who lost the master key. */
@Command(
        name = "forget-sealed",
        description = {
            "Say what no key opens any more; with --yes, forget it. The rest stays: users, locks, pins, rules, and what a",
            "key that is there opens. A copy of the state as it was is kept beside it, for the day the key is found."
        })
final class StateForgetSealed implements Callable<Integer> {
    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(names = "--yes", description = "Forget it, and do not only say what it is.")
    private boolean isMeant;

    @Override
    public Integer call() {
        try (StateKeys keys = StateKeys.open(config.load())) {
            StateKeys.Unreadable found = isMeant ? keys.forget() : keys.unreadable();
            if (found.lost().isEmpty()) {
                System.out.println("All that is sealed opens: there is nothing to forget");
                return ExitCode.OK;
            }
            System.out.println("Sealed with " + String.join(", ", found.lost()) + ", which is not there:");
            found.sealed().forEach((what, count) -> System.out.println("  " + count + " " + what));
            found.keys().forEach(key -> System.out.println("  the key " + key.id() + " of " + key.principal()));
            found.copy()
                    .ifPresentOrElse(
                            copy -> System.out.println("It is forgotten. The state as it was is in " + copy
                                    + ". Users log in again, to servers too; yumen key recover makes a key"),
                            () -> System.out.println("Nothing was changed; --yes forgets it"));
        }
        return ExitCode.OK;
    }
}
