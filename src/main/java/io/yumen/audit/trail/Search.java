package io.yumen.audit.trail;

import io.yumen.audit.trail.TrailFiles.Numbered;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Looks for records in the trails of a folder, the newest first. It believes what stands there: {@link Verifier} says whether
 * that is so. Reads while others write, and holds no more records than are wanted of one trail twice. Safe for many threads.
 */
public final class Search {
    private static final Comparator<ObjectNode> OLDEST_FIRST = Comparator.<ObjectNode, String>comparing(
                    record -> record.path("time").asString(""))
            .thenComparingLong(record -> record.path("seq").asLong());

    private final Path place;

    /** Looks into that file, trail, or folder of trails. */
    public Search(Path place) {
        this.place = place;
    }

    /**
     * The records that are wanted, the newest first.
     *
     * @throws IOException when the trails cannot be read
     */
    public List<ObjectNode> find(Query query) throws IOException {
        if (Files.isRegularFile(place)) {
            return List.copyOf(newest(place, query)).reversed();
        }
        PriorityQueue<ObjectNode> newest = new PriorityQueue<>(OLDEST_FIRST);
        for (Path trail : TrailFiles.trails(place)) {
            for (ObjectNode record : trail(trail, query)) {
                newest.add(record);
                if (newest.size() > query.limit()) {
                    newest.remove();
                }
            }
        }
        return newest.stream().sorted(OLDEST_FIRST.reversed()).toList();
    }

    private static List<ObjectNode> trail(Path trail, Query query) throws IOException {
        List<ObjectNode> found = new ArrayList<>();
        List<Numbered> files = TrailFiles.of(trail);
        for (Numbered file : files.reversed()) {
            if (found.size() >= query.limit() || isBefore(file.path(), query.from())) {
                break;
            }
            found.addAll(newest(file.path(), query));
        }
        return found;
    }

    /** The last of a file's records that are wanted. */
    private static Deque<ObjectNode> newest(Path file, Query query) throws IOException {
        Deque<ObjectNode> found = new ArrayDeque<>();
        try (Lines lines = Lines.of(file)) {
            for (Lines.Raw line = lines.next(); line != null; line = lines.next()) {
                if (!query.mayMatch(new String(line.bytes(), StandardCharsets.UTF_8))) {
                    continue;
                }
                Line.fields(line.bytes()).filter(query::matches).ifPresent(found::add);
                if (found.size() > query.limit()) {
                    found.remove();
                }
            }
        } catch (NoSuchFileException e) {
            // It was the oldest, and is removed.
        }
        return found;
    }

    private static boolean isBefore(Path file, @Nullable Instant from) throws IOException {
        return from != null
                && Files.exists(file)
                && Files.getLastModifiedTime(file).toInstant().isBefore(from);
    }
}
