package io.yumen.cli.pins;

import io.yumen.cli.command.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code yumen pins approve}: decides about what waits. */
@Command(name = "approve", description = "Let what waits be used from now on; what was approved before may come back.")
final class PinsApprove implements Callable<Integer> {
    @Mixin
    private PinsDecision decision = new PinsDecision();

    @Override
    public Integer call() throws InterruptedException {
        decision.decide("approve", "Approved");
        return ExitCode.OK;
    }
}
