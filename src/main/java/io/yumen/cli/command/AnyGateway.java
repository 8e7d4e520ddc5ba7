package io.yumen.cli.command;

import io.yumen.app.access.Recovery;
import io.yumen.app.access.State;
import io.yumen.config.GatewaySettings;
import java.util.Optional;
import java.util.function.Function;

/**
 * A gateway that is ordered something whether it runs or not: one that runs by its API, the state of one that does not by its
 * files. In either case whoever may read the files of the gateway's user is its administrator.
 */
public final class AnyGateway {
    private final GatewayOption option;

    public AnyGateway(GatewayOption option) {
        this.option = option;
    }

    /** What is ordered of a gateway that runs. */
    @FunctionalInterface
    public interface Order<T> {
        T of(GatewayCall gateway) throws InterruptedException;
    }

    /**
     * Gives the order in one way or the other; never to one who only answers where a gateway should be.
     *
     * @throws CommandFailed where neither is possible
     */
    public <T> T order(Order<T> running, Function<Recovery, T> stopped) throws InterruptedException {
        Optional<GatewayCall> announced = option.own();
        if (announced.isPresent()) {
            return running.of(announced.get());
        }
        GatewaySettings settings = option.settings()
                .orElseThrow(() -> new CommandFailed(
                        ExitCode.NOT_RUNNING, "No gateway of this user runs at " + option.root() + " on this machine"));
        Optional<RunningGateway> elsewhere = RunningGateway.in(State.folder(settings.state()));
        if (elsewhere.isPresent()) {
            return running.of(elsewhere.get().call());
        }
        try (Recovery recovery = Recovery.open(settings)) {
            return stopped.apply(recovery);
        }
    }
}
