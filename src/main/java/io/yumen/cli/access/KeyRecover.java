package io.yumen.cli.access;

import io.yumen.auth.NewKey;
import io.yumen.cli.command.AnyGateway;
import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayOption;
import io.yumen.tenant.Roles;
import io.yumen.tenant.Scopes;
import io.yumen.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code yumen key recover}: the way back in for who has no key any more. */
@Command(
        name = "recover",
        description = {
            "Make a key for an administrator who has none any more, whether the gateway runs or not.",
            "For who may read and write the files of the gateway's user, on its machine alone. Standard output is the key."
        })
final class KeyRecover implements Callable<Integer> {
    private static final String NOTE = "made by yumen key recover";

    @Parameters(
            index = "0",
            arity = "0..1",
            defaultValue = "administrator",
            paramLabel = "PRINCIPAL",
            description = "Who its holder is. Default: ${DEFAULT-VALUE}.")
    private String principal = "";

    @Option(
            names = "--expires",
            paramLabel = "DURATION",
            defaultValue = "P1D",
            description = "After which time it ends (ISO 8601): time to make another. Default: ${DEFAULT-VALUE}.")
    private Duration expires = Duration.ofDays(1);

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Override
    public Integer call() throws InterruptedException {
        ObjectNode order = JsonNodeFactory.instance.objectNode().put("principal", principal);
        order.putArray("roles").add(Roles.ADMIN);
        order.put("expiresIn", expires.toString()).put("note", NOTE);
        String key = new AnyGateway(gateway)
                .order(
                        running -> running.post(KeyList.PATH, order).path("key").asString(""),
                        state -> state.create(wanted()).secret().reveal());
        System.err.println("Key of " + principal + " with the role admin, good for " + expires
                + "; it is shown only now. The gateway takes it where access.keys is not false");
        System.out.println(key);
        return ExitCode.OK;
    }

    private NewKey wanted() {
        return new NewKey(
                TenantId.LOCAL,
                principal,
                Set.of(Roles.ADMIN),
                Scopes.ALL,
                NOTE,
                Optional.of(Instant.now().plus(expires)));
    }
}
