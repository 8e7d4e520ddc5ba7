package io.yumen.http.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps client connections within the open files that the system grants us: a quarter is left for servers, children and
 * files.
 */
final class Descriptors {
    private static final Logger LOG = LoggerFactory.getLogger(Descriptors.class);
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String ROW = "Max open files";

    private Descriptors() {}

    static int connections(int wanted) {
        OptionalLong granted = granted();
        if (granted.isEmpty()) {
            return wanted;
        }
        long allowed = Math.max(16, granted.getAsLong() / 4 * 3);
        if (wanted <= allowed) {
            return wanted;
        }
        LOG.atWarn()
                .addKeyValue("wanted", wanted)
                .addKeyValue("allowed", allowed)
                .log("Fewer client connections than configured: raise the limit of open files");
        return (int) allowed;
    }

    /** The soft limit of this process; none where the system does not say. */
    private static OptionalLong granted() {
        try {
            return Files.readAllLines(LIMITS).stream()
                    .filter(line -> line.startsWith(ROW))
                    .map(line -> line.substring(ROW.length()).strip().split("\\s+", 2)[0])
                    .filter(soft -> soft.matches("\\d{1,18}"))
                    .mapToLong(Long::parseLong)
                    .findFirst();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
