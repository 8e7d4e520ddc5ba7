package io.yumen.store.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;

/**
 * A process that is killed while it writes, and says on standard output, a word and a number a line, what it has confirmed.
 *
 * @param complaints the file into which its standard error goes
 * @param lines after which it is killed
 */
public record Killed(Path complaints, int lines) {
    /** Runs that main method, and hears all that it said before its end. */
    public void run(BiConsumer<String, Long> confirmed, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        Process process = Children.start(complaints, main, arguments);
        try (BufferedReader said = process.inputReader()) {
            int left = lines;
            String line = said.readLine();
            while (line != null) {
                String[] words = line.split(" ");
                confirmed.accept(words[0], Long.valueOf(words[1]));
                left--;
                if (left == 0) {
                    process.toHandle().destroyForcibly();
                }
                line = said.readLine();
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue())
                .as(() -> "killed, not failed: " + complained())
                .isEqualTo(137);
    }

    private String complained() {
        try {
            return Files.readString(complaints);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
