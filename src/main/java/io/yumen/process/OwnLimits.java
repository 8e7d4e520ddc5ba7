package io.yumen.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Our own hard limits, which no child can exceed. */
record OwnLimits(long memoryBytes, long processes, long files) {
    private static final Path FILE = Path.of("/proc/self/limits");
    private static final OwnLimits NONE = new OwnLimits(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    /** As the system says; none where it does not. */
    static OwnLimits read() {
        try {
            List<String> lines = Files.readAllLines(FILE);
            return new OwnLimits(
                    hard(lines, "Max data size"), hard(lines, "Max processes"), hard(lines, "Max open files"));
        } catch (IOException e) {
            return NONE;
        }
    }

    /** The line has the name, the soft limit, the hard one, and the unit. */
    private static long hard(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(name.length()).strip().split("\\s+", -1)[1])
                .filter(limit -> !limit.equals("unlimited"))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(Long.MAX_VALUE);
    }
}
