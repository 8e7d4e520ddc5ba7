package io.yumen.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;

/** Finds processes by a variable that a test gave them. */
final class Marked {

    private Marked() {}

    /** Returns an assignment to put before a command of a shell. */
    static String fresh() {
        return "YUMEN_TEST=" + UUID.randomUUID();
    }

    static long count(String mark) {
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            return processes.filter(process -> has(process, mark)).count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean has(Path process, String mark) {
        try {
            return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1)
                    .contains(mark);
        } catch (IOException e) {
            return false;
        }
    }
}
