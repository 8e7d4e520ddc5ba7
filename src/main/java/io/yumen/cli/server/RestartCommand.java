package io.yumen.cli.server;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code yumen restart}: stops a server of a running gateway and starts it again. */
@Command(
        name = "restart",
        description = "Stop a server of a running gateway and start it again; its requests under way fail.")
public final class RestartCommand implements Callable<Integer> {
    @Mixin
    private ServerOrder order = new ServerOrder();

    @Override
    public Integer call() throws InterruptedException {
        return order.give("restart");
    }
}
