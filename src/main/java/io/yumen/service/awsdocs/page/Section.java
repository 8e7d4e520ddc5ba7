package io.yumen.service.awsdocs.page;

import java.util.List;

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
}
