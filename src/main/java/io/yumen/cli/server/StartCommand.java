package io.yumen.cli.server;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code yumen start}: starts a server of a running gateway. */
@Command(
        name = "start",
        description = "Start a server of a running gateway that was stopped or given up, and wait until it answers.")
public final class StartCommand implements Callable<Integer> {
    @Mixin
    private ServerOrder order = new ServerOrder();

    @Override
    public Integer call() throws InterruptedException {
        return order.give("start");
    }
}
