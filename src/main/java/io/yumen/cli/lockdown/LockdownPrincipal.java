package io.yumen.cli.lockdown;

import io.yumen.auth.lockdown.Lock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code yumen lockdown principal}: keeps a principal out. */
@Command(
        name = "principal",
        description = {
            "Keep a principal out, by whatever it shows. Its keys, what it allowed to programs and its logged-in browsers",
            "end for good; --lift lets it come in by something new, and by tokens of a provider."
        })
final class LockdownPrincipal implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "PRINCIPAL", description = "Who, as in ann; case matters.")
    private String principal = "";

    @Option(
            names = "--tenant",
            paramLabel = "TENANT",
            defaultValue = "local",
            description = "Whose data the principal touches. Default: ${DEFAULT-VALUE}.")
    private String tenant = "";

    @Mixin
    private LockOptions options = new LockOptions();

    @Override
    public Integer call() throws InterruptedException {
        return options.order(Lock.of(Lock.Kind.PRINCIPAL, tenant, principal));
    }
}
