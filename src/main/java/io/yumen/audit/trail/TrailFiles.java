package io.yumen.audit.trail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the files of a trail are called, and which there are. */
final class TrailFiles {
    private static final Pattern NAME = Pattern.compile("audit-(\\d{8})\\.jsonl");
    private static final Pattern LANE = Pattern.compile("\\d{1,4}");

    private TrailFiles() {}

    /**
     * One file of a trail.
     *
     * @param number its number; the first of a trail has 1
     */
    record Numbered(int number, Path path) {}

    static Path name(Path trail, int number) {
        return trail.resolve("audit-%08d.jsonl".formatted(number));
    }

    /** The files of a trail, oldest first. */
    static List<Numbered> of(Path trail) throws IOException {
        try (Stream<Path> all = Files.list(trail)) {
            return all.map(TrailFiles::numbered)
                    .flatMap(Optional::stream)
                    .sorted((one, other) -> Integer.compare(one.number(), other.number()))
                    .toList();
        }
    }

    /** That file by its number, or empty where its name is none of a trail's. */
    static Optional<Numbered> numbered(Path file) {
        Matcher matcher = NAME.matcher(String.valueOf(file.getFileName()));
        return matcher.matches()
                ? Optional.of(new Numbered(Integer.parseInt(matcher.group(1)), file))
                : Optional.empty();
    }

    /** The trails in a folder: those in folders named by a number, and the folder itself where it is one. */
    static List<Path> trails(Path directory) throws IOException {
        if (!of(directory).isEmpty()) {
            return List.of(directory);
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(Files::isDirectory)
                    .filter(path -> LANE.matcher(path.getFileName().toString()).matches())
                    .sorted((one, other) -> Integer.compare(number(one), number(other)))
                    .toList();
        }
    }

    private static int number(Path lane) {
        return Integer.parseInt(lane.getFileName().toString());
    }
}
