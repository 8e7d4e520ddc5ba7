package io.yumen.cli.lockdown;

import io.yumen.auth.lockdown.Lock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code yumen lockdown everything}: keeps everybody out. */
@Command(
        name = "everything",
        description = {
            "Let nobody in but who operates the gateway from its own machine. Nothing is taken back: what lets people in",
            "is worth something again after --lift."
        })
final class LockdownEverything implements Callable<Integer> {
    @Mixin
    private LockOptions options = new LockOptions();

    @Override
    public Integer call() throws InterruptedException {
        return options.order(Lock.of(Lock.Kind.EVERYTHING, "", ""));
    }
}
