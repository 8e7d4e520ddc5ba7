package io.yumen.service.awsdocs.read;

import io.yumen.service.awsdocs.page.Address;
import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.page.Part;
import io.yumen.service.awsdocs.page.Table;
import io.yumen.service.awsdocs.read.Difference.Change;
import io.yumen.service.awsdocs.read.Difference.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Compares two texts of a page: blocks that are not the same, and of those that are still there, the lines. */
public final class Comparison {
    /** Of more changes, the last are left out. */
    public static final int MOST = 200;

    /** So many characters have the lines of one side of a change. */
    public static final int CHARACTERS = 4_000;

    /** So many have all changes together. */
    public static final int ALL_CHARACTERS = 60_000;

    private final Document before;
    private final Document after;
    private final Address page;
    private final List<Part> gone = new ArrayList<>();
    private final List<Part> come = new ArrayList<>();
    private final List<Change> changes = new ArrayList<>();
    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    private int characters;
    private int same;

    private Comparison(Document before, Document after, Address page) {
        this.before = before;
        this.after = after;
        this.page = page;
    }

    /**
     * What has changed.
     *
     * @param url as it was asked for
     */
    public static Difference of(Document before, Document after, String url) {
        Comparison comparison = new Comparison(before, after, Address.of(url));
        comparison.compare();
        return comparison.difference();
    }

    private void compare() {
        int[] partners = Alignment.of(texts(before), texts(after));
        int next = 0;
        for (int i = 0; i < partners.length; i++) {
            if (partners[i] == Alignment.NONE) {
                gone.add(before.parts().get(i));
                continue;
            }
            come.addAll(after.parts().subList(next, partners[i]));
            next = partners[i] + 1;
            same++;
            flush();
        }
        come.addAll(after.parts().subList(next, after.parts().size()));
        flush();
    }

    /** What is gone and what came between two blocks that are the same: those of one kind are one that changed. */
    private void flush() {
        Map<Class<?>, Deque<Integer>> places = new HashMap<>();
        for (int i = 0; i < come.size(); i++) {
            places.computeIfAbsent(come.get(i).block().getClass(), unknown -> new ArrayDeque<>())
                    .add(i);
        }
        int next = 0;
        for (Part part : gone) {
            int partner = partner(places.getOrDefault(part.block().getClass(), new ArrayDeque<>()), next);
            if (partner == Alignment.NONE) {
                note(Kind.REMOVED, () -> change(Kind.REMOVED, part, lines(before, part), List.of()));
                continue;
            }
            come.subList(next, partner).forEach(this::added);
            Part now = come.get(partner);
            note(Kind.CHANGED, () -> changed(part, now));
            next = partner + 1;
        }
        come.subList(next, come.size()).forEach(this::added);
        gone.clear();
        come.clear();
    }

    private static int partner(Deque<Integer> places, int from) {
        while (!places.isEmpty()) {
            int place = places.remove();
            if (place >= from) {
                return place;
            }
        }
        return Alignment.NONE;
    }

    private void added(Part part) {
        note(Kind.ADDED, () -> change(Kind.ADDED, part, List.of(), lines(after, part)));
    }

    /** Of what is not told, nothing is made. */
    private void note(Kind kind, Supplier<Change> change) {
        counts.merge(kind, 1, Integer::sum);
        if (changes.size() < MOST && characters < ALL_CHARACTERS) {
            Change told = change.get();
            characters += length(told.removed()) + length(told.added());
            changes.add(told);
        }
    }

    private Change changed(Part old, Part part) {
        List<String> were = lines(before, old);
        List<String> are = lines(after, part);
        int[] partners = Alignment.of(were, are);
        boolean[] stays = new boolean[are.size()];
        List<String> removed = new ArrayList<>();
        for (int i = 0; i < partners.length; i++) {
            if (partners[i] == Alignment.NONE) {
                removed.add(were.get(i));
            } else {
                stays[partners[i]] = true;
            }
        }
        List<String> added = new ArrayList<>();
        for (int i = 0; i < stays.length; i++) {
            if (!stays[i]) {
                added.add(are.get(i));
            }
        }
        return change(Kind.CHANGED, part, removed, added);
    }

    private Change change(Kind kind, Part part, List<String> removed, List<String> added) {
        return new Change(
                kind,
                part.path(),
                OutlineEntry.cited(page, part.anchor()),
                part.block() instanceof Table ? columns(kind == Kind.REMOVED ? before : after, part) : null,
                clipped(removed),
                clipped(added));
    }

    private static @Nullable String columns(Document document, Part part) {
        return lines(document, part).stream()
                .filter(line -> line.startsWith("|"))
                .findFirst()
                .orElse(null);
    }

    private static List<String> texts(Document document) {
        return document.parts().stream().map(part -> text(document, part)).toList();
    }

    private static String text(Document document, Part part) {
        return document.text().substring(part.start(), part.end());
    }

    private static List<String> lines(Document document, Part part) {
        return Arrays.asList(text(document, part).split("\n", -1));
    }

    /** As many of the lines as are told, and how many there are besides. */
    private static List<String> clipped(List<String> lines) {
        List<String> told = new ArrayList<>();
        int left = CHARACTERS;
        for (String line : lines) {
            if (line.length() > left) {
                told.add(line.substring(0, whole(line, left)) + "…");
                break;
            }
            told.add(line);
            left -= line.length() + 1;
            if (left <= 0) {
                break;
            }
        }
        if (told.size() < lines.size()) {
            told.add("… and " + (lines.size() - told.size()) + " more lines");
        }
        return told;
    }

    private static int whole(String line, int end) {
        boolean isWithin = end > 0 && end < line.length() && Character.isLowSurrogate(line.charAt(end));
        return isWithin ? end - 1 : end;
    }

    private Difference difference() {
        return new Difference(
                page.toString(),
                before.hash(),
                after.hash(),
                same,
                count(Kind.ADDED),
                count(Kind.REMOVED),
                count(Kind.CHANGED),
                changes,
                count(Kind.ADDED) + count(Kind.REMOVED) + count(Kind.CHANGED) - changes.size());
    }

    private int count(Kind kind) {
        return counts.getOrDefault(kind, 0);
    }

    private static int length(List<String> lines) {
        return lines.stream().mapToInt(String::length).sum();
    }
}
