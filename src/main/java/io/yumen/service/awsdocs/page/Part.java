package io.yumen.service.awsdocs.page;

import java.util.List;

/**
 * A block at its place in the document.
 *
 * @param path the headings that it stands under, the outermost first; of a heading, itself the last
 * @param anchor the nearest before it, for an address that cites it; empty where there is none
 * @param start of it in the text
 * @param end of it in the text
 */
public record Part(Block block, List<String> path, String anchor, int start, int end) {
    public Part {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("A part ends no sooner than it starts");
        }
        path = List.copyOf(path);
    }
}
