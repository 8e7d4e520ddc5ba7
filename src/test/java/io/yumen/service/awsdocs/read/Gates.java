package io.yumen.service.awsdocs.read;

import io.yumen.service.awsdocs.markdown.Figures;
import io.yumen.service.awsdocs.page.Document;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A page of ours with all that the tools show: tables large and small, spans, tabs, code and sections. */
final class Gates {
    static final String URL = Figures.ADDRESS.toString();
    static final Path FOLDER = Path.of("src/test/resources/awsdocs/read");

    private Gates() {}

    /** With that many rows of quotas. */
    static Document page(int quotas) {
        String body = text("gates.html")
                .replace(
                        "@ROWS@",
                        lines(
                                quotas,
                                i -> "<tr><td>Gates of lane " + i + "</td><td>" + i + "</td><td>" + 1_000 * i
                                        + "</td></tr>"))
                .replace("@CODE@", lines(25, i -> "| row | " + i + " | |"));
        return of(Figures.around(body));
    }

    static Document of(String html) {
        return Figures.written(Figures.html(html));
    }

    static String lines(int count, IntFunction<String> line) {
        return IntStream.rangeClosed(1, count).mapToObj(line).collect(Collectors.joining("\n"));
    }

    private static String text(String name) {
        try {
            return Files.readString(FOLDER.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + name, e);
        }
    }
}
