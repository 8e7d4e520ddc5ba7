package io.yumen.service.awsdocs.page;

import java.util.List;
import java.util.Optional;

/**
 * A page as it was read.
 *
 * @param title of the page: its first heading, or what its head says; may be empty
 * @param markdown where the same page is to be had as Markdown, if it says so
 */
public record Page(String title, Source source, Optional<String> markdown, List<Block> blocks, Removed removed) {
    /** What it was read from. */
    public enum Source {
        HTML,
        MARKDOWN
    }

    public Page {
        blocks = List.copyOf(blocks);
    }
}
