package io.yumen.cli.command;

import java.nio.file.Path;

/** The user's own folders, as the environment says. */
public final class Home {
    private Home() {}

    /** The home folder. */
    public static Path folder() {
        return Path.of(System.getenv().getOrDefault("HOME", System.getProperty("user.home")));
    }

    /** Where programs keep what their user configures. */
    static Path configuration() {
        String folder = System.getenv().getOrDefault("XDG_CONFIG_HOME", "");
        return folder.isEmpty() ? folder().resolve(".config") : Path.of(folder);
    }
}
