package io.yumen.service.awsdocs.shelf;

import java.util.List;

/**
 * A section of a page as it is searched; a long one is several.
 *
 * @param anchor of its heading; empty where it has none
 * @param path the headings that lead to it, its own the last
 * @param body its prose
 * @param code its listings
 * @param cells its tables, a line a row
 */
public record Passage(String anchor, List<String> path, String body, String code, String cells) {
    public Passage {
        path = List.copyOf(path);
    }
}
