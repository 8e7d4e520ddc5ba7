package io.yumen.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The ladder as {@code ARCHITECTURE.md} shows it, to be held against the packages that there are. */
public final class ArchitecturePage {
    private static final Path PAGE = Path.of("ARCHITECTURE.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\| (.+) \\|$");
    private static final Pattern ROOM = Pattern.compile("`([a-z.]+)`");

    private ArchitecturePage() {}

    /** The row of each package that the page names. */
    public static Map<String, Integer> rooms() {
        Map<String, Integer> rooms = new TreeMap<>();
        ROW.matcher(text())
                .results()
                .forEach(row -> ROOM.matcher(row.group(2))
                        .results()
                        .forEach(room -> rooms.put(room.group(1), Integer.valueOf(row.group(1)))));
        return rooms;
    }

    /** The row of each package that is built. */
    public static Map<String, Integer> built(List<Source> sources) {
        Map<String, Integer> rooms = new TreeMap<>();
        sources.stream()
                .filter(Source::isMain)
                .map(Source::room)
                .filter(room -> !room.isEmpty())
                .forEach(room -> rooms.put(room, Ladder.rowOf(room).orElseThrow()));
        return rooms;
    }

    private static String text() {
        try {
            return Files.readString(PAGE);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + PAGE, e);
        }
    }
}
