package io.yumen.cli.access;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code yumen key}: makes, lists and takes back the keys by which programs show who they are. */
@Command(
        name = "key",
        description = {
            "Make, list and take back the keys by which programs show who they are to a gateway with an \"access\".",
            "A program sends its key as Authorization: Bearer KEY, or as X-API-Key: KEY."
        },
        subcommands = {KeyCreate.class, KeyList.class, KeyRotate.class, KeyRevoke.class, KeyRecover.class})
public final class KeyCommand implements Runnable {
    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
