package io.yumen.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How long bodies and files may be, and how full a package. We aim lower: 40 lines a body, 400 a file. */
public final class Sizes implements Rule {
    static final int BODY_LINES = 60;
    static final int FILE_LINES = 600;
    static final int PACKAGE_FILES = 25;

    /** Packages that are waiting to be split by meaning, with the size that they may not exceed meanwhile. */
    static final Map<String, Integer> PACKAGE_EXCEPTIONS = Map.of();

    @Override
    public List<Violation> check(List<Source> sources) {
        List<Violation> found = new ArrayList<>();
        for (Source source : sources) {
            long lines = source.text().lines().count();
            if (lines > FILE_LINES) {
                found.add(Violation.at(source, 1, "file-size", lines + " lines; at most " + FILE_LINES));
            }
            source.methods().stream()
                    .filter(method -> bodyLines(method) > BODY_LINES)
                    .map(method ->
                            method.violation("body-size", "has " + bodyLines(method) + " lines; at most " + BODY_LINES))
                    .forEach(found::add);
        }
        found.addAll(packages(sources));
        return found;
    }

    private static long bodyLines(Source.Method method) {
        var body = method.tree().getBody();
        return body == null
                ? 0
                : method.source().lastLine(body) - method.source().line(body) - 1;
    }

    private static List<Violation> packages(List<Source> sources) {
        Map<String, Integer> files = new TreeMap<>();
        sources.stream().filter(Source::isMain).forEach(source -> files.merge(source.packageName(), 1, Integer::sum));
        return files.entrySet().stream()
                .filter(entry -> entry.getValue() > PACKAGE_EXCEPTIONS.getOrDefault(entry.getKey(), PACKAGE_FILES))
                .map(entry -> new Violation(
                        entry.getKey(), 1, "package-size", entry.getValue() + " files; at most " + PACKAGE_FILES))
                .toList();
    }
}
