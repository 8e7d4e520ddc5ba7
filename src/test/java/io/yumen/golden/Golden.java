package io.yumen.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that hold what was seen when somebody last looked at it: a change does not go unseen. */
public final class Golden {
    private static final boolean WRITES = Boolean.getBoolean("yumen.write");

    private Golden() {}

    /** Compares with that file, or writes it anew where the run was told to. */
    public static void matches(Path file, String seen) throws IOException {
        if (WRITES) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, seen);
        }
        assertThat(seen)
                .as(
                        "%s differs from what was seen. If that is meant: run this test with -Dyumen.write=true, and read"
                                + " the difference",
                        file)
                .isEqualTo(Files.exists(file) ? Files.readString(file) : "");
    }
}
