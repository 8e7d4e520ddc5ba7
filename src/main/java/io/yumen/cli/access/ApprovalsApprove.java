package io.yumen.cli.access;

import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code yumen approvals approve}: decides a call that waits. */
@Command(name = "approve", description = "Let a call that waits be done, once.")
final class ApprovalsApprove implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "ID", description = "As yumen approvals list says.")
    private String id = "";

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Override
    public Integer call() throws InterruptedException {
        gateway.call().post(ApprovalsCommand.path(id, "approve"), JsonNodeFactory.instance.objectNode());
        System.err.println("Approved");
        return ExitCode.OK;
    }
}
