package io.yumen.cli.audit;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code yumen audit}: reads the audit trail. */
@Command(
        name = "audit",
        description = "Say whether the audit trail is as it was written, and what it says.",
        subcommands = {AuditVerify.class, AuditSearch.class})
public final class AuditCommand implements Runnable {
    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
