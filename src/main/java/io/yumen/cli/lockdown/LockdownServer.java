package io.yumen.cli.lockdown;

import io.yumen.auth.lockdown.Lock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code yumen lockdown server}: isolates a server. */
@Command(
        name = "server",
        description = {
            "Isolate a server: nobody's request reaches it, its connections and processes end, and nothing starts it."
        })
final class LockdownServer implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "SERVER", description = "The server's name.")
    private String server = "";

    @Mixin
    private LockOptions options = new LockOptions();

    @Override
    public Integer call() throws InterruptedException {
        return options.order(Lock.of(Lock.Kind.SERVER, "", server));
    }
}
