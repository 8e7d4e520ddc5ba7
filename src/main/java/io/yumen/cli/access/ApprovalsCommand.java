package io.yumen.cli.access;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code yumen approvals}: shows and decides calls that wait for a person. */
@Command(
        name = "approvals",
        description = {
            "Show and decide calls that wait for a person, because a rule has the effect \"approve\".",
            "A decision counts for the same call of the same caller, with the same arguments: an approval once."
        },
        subcommands = {ApprovalsList.class, ApprovalsApprove.class, ApprovalsDeny.class})
public final class ApprovalsCommand implements Runnable {
    static final String PATH = "/api/v1/approvals";

    /** Where that one is decided so; what is no id leads nowhere. */
    static String path(String id, String verdict) {
        return PATH + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8) + "/" + verdict;
    }

    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
