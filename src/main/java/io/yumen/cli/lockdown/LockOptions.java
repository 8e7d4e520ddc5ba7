package io.yumen.cli.lockdown;

import io.yumen.auth.lockdown.Lock;
import io.yumen.auth.lockdown.Locked;
import io.yumen.cli.command.AnyGateway;
import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayOption;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What all locks take. */
final class LockOptions {
    @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for those who see the lock later.")
    private String reason = "";

    @Option(names = "--lift", description = "Lift the lock.")
    private boolean lift;

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    /** Locks or lifts that, and says what became of it. */
    int order(Lock lock) throws InterruptedException {
        AnyGateway any = new AnyGateway(gateway);
        String what = described(lock);
        if (lift) {
            boolean was = any.order(
                    running -> running.delete(lock.path()).path("lifted").asBoolean(false),
                    state -> state.lift(lock).isPresent());
            System.out.println(was ? "Lifted: " + what : "It was not locked: " + what);
        } else {
            ObjectNode order = JsonNodeFactory.instance.objectNode().put("reason", reason);
            String since = any.order(
                    running -> running.post(lock.path(), order).path("since").asString(""),
                    state -> since(state.lock(lock, reason)));
            System.out.println("Locked since " + since + ": " + what);
        }
        return ExitCode.OK;
    }

    private static String since(Locked locked) {
        return locked.since().toString();
    }

    private static String described(Lock lock) {
        return switch (lock) {
            case Lock.OfPrincipal of -> "principal " + lock.target() + " of tenant " + lock.tenant();
            case Lock.OfClient of -> "client " + of.id();
            case Lock.OfServer of -> "server " + of.name();
            case Lock.OfEverything everything -> "everything";
        };
    }
}
