package io.yumen.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What else the machine did meanwhile: a figure from a busy machine is worth less. */
final class Machine {
    private Machine() {}

    /** The load of the last minute, and of how many processors. */
    static String load() throws IOException {
        String[] averages = Files.readString(Path.of("/proc/loadavg")).split(" ");
        return "load " + averages[0] + " on " + Runtime.getRuntime().availableProcessors() + " processors";
    }
}
