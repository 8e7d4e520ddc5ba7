package io.yumen.app.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A call that a tool can answer, a line of {@code calls.txt}.
 *
 * @param arguments with {@code ID} for the id that an answer before told
 * @param word what the answer has, in whatever form
 */
record Sample(String service, String tool, String arguments, String word) {
    /** Those of all services. */
    static List<Sample> all() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/tools/calls.txt")).stream()
                .map(line -> line.split(" \\| ", -1))
                .map(cells -> new Sample(cells[0], cells[1], cells[2], cells[3]))
                .toList();
    }

    static List<Sample> of(String service) throws IOException {
        return all().stream().filter(sample -> sample.service.equals(service)).toList();
    }

    /** The same of that id. */
    Sample with(String id) {
        return new Sample(service, tool, arguments.replace("ID", id), word.replace("ID", id));
    }
}
