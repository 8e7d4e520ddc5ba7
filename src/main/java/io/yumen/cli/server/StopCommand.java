package io.yumen.cli.server;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code yumen stop}: stops a server of a running gateway. */
@Command(
        name = "stop",
        description =
                "Stop a server of a running gateway; it stays stopped until yumen start, or a change of its settings.")
public final class StopCommand implements Callable<Integer> {
    @Mixin
    private ServerOrder order = new ServerOrder();

    @Override
    public Integer call() throws InterruptedException {
        return order.give("stop");
    }
}
