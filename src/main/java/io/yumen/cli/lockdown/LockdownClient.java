package io.yumen.cli.lockdown;

import io.yumen.auth.lockdown.Lock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code yumen lockdown client}: keeps an OAuth client out. */
@Command(
        name = "client",
        description = {
            "Keep an OAuth client out, whoever it acts for. What was allowed to it ends for good; --lift lets it ask again."
        })
final class LockdownClient implements Callable<Integer> {
    @Parameters(
            index = "0",
            paramLabel = "CLIENT",
            description = "Its client_id, as the audit trail and tokens have it.")
    private String client = "";

    @Mixin
    private LockOptions options = new LockOptions();

    @Override
    public Integer call() throws InterruptedException {
        return options.order(Lock.of(Lock.Kind.CLIENT, "", client));
    }
}
