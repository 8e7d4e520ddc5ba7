package io.yumen.cli.access;

import io.yumen.cli.command.ExitCode;
import io.yumen.cli.command.GatewayOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;

/** {@code yumen approvals deny}: decides a call that waits. */
@Command(name = "deny", description = "Refuse a call that waits, and the same call for a while.")
final class ApprovalsDeny implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "ID", description = "As yumen approvals list says.")
    private String id = "";

    @Mixin
    private GatewayOption gateway = new GatewayOption();

    @Override
    public Integer call() throws InterruptedException {
        gateway.call().post(ApprovalsCommand.path(id, "deny"), JsonNodeFactory.instance.objectNode());
        System.err.println("Denied");
        return ExitCode.OK;
    }
}
