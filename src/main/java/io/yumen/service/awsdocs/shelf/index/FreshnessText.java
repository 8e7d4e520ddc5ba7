package io.yumen.service.awsdocs.shelf.index;

import io.yumen.service.awsdocs.upstream.Freshness;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How fresh a copy is, in three lines, each empty where nothing is known; a header of HTTP has no line end in it. */
final class FreshnessText {
    private FreshnessText() {}

    static String write(Freshness freshness) {
        return String.join(
                "\n",
                line(freshness.etag()),
                line(freshness.lastModified()),
                freshness.maxAge().map(age -> Long.toString(age.toMillis())).orElse(""));
    }

    static Freshness read(String text) {
        List<String> lines = List.of(text.split("\n", -1));
        if (lines.size() != 3) {
            return Freshness.UNKNOWN;
        }
        return new Freshness(
                value(lines.get(0)),
                value(lines.get(1)),
                value(lines.get(2)).map(Long::parseLong).map(Duration::ofMillis));
    }

    private static String line(Optional<String> value) {
        return value.filter(each -> each.indexOf('\n') < 0).orElse("");
    }

    private static Optional<String> value(String line) {
        return line.isEmpty() ? Optional.empty() : Optional.of(line);
    }
}
