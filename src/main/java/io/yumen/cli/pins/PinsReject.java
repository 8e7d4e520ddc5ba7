package io.yumen.cli.pins;

import io.yumen.cli.command.ExitCode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code yumen pins reject}: decides about what waits. */
@Command(name = "reject", description = "Withhold what waits for good, also where changes are only flagged.")
final class PinsReject implements Callable<Integer> {
    @Mixin
    private PinsDecision decision = new PinsDecision();

    @Override
    public Integer call() throws InterruptedException {
        decision.decide("reject", "Rejected");
        return ExitCode.OK;
    }
}
