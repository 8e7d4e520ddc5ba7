package io.yumen.cli.access;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code yumen user}: makes, lists and removes people who have a password. */
@Command(
        name = "user",
        description = {
            "Make, list and remove people who have a password at a gateway with an \"access\".",
            "They log in with it when a client asks to act for them, or show it with every request (Basic) where \"access\" has",
            "\"passwords\": true; see docs/access.md."
        },
        subcommands = {
            UserCreate.class,
            UserList.class,
            UserPassword.class,
            UserDisable.class,
            UserEnable.class,
            UserRemove.class
        })
public final class UserCommand implements Runnable {
    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
