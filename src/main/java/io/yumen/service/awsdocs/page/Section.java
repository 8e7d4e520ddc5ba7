package io.yumen.service.awsdocs.page;

import java.util.List;
import java.util.Locale;

/**
 * What stands under a heading, with the sections below it.
 *
 * @param anchor of its heading; empty where it has none
 * @param path the titles that lead to it, its own the last
 * @param start of it in the text
 * @param end of it in the text
 */
public record Section(int level, String anchor, List<String> path, int start, int end) {
    public Section {
        path = List.copyOf(path);
    }

    public String title() {
        return path.getLast();
    }

    /** A title as it is compared: letters of either case and any blanks will do. */
    public static String folded(String title) {
        return title.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT);
    }
}
