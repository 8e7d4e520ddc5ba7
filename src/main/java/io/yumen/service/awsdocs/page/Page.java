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

    /** Whether it has tables that seem to lack values, or have them in wrong columns, since its form cannot say which rows they cover. */
    public boolean lacksSpans() {
        return removed.of(Removed.Reason.SPAN) > 0;
    }
}
