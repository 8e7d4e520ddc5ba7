package io.yumen.service.awsdocs.markdown;

import io.yumen.service.awsdocs.page.Block;
import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.page.Layout;
import io.yumen.service.awsdocs.page.Page;
import io.yumen.service.awsdocs.page.PageLimits;

/**
 * Writes pages as Markdown (CommonMark with the tables of GitHub), such that a reader of it finds the same words, code and tables
 * again. May be used by many threads.
 */
public final class MarkdownWriter {
    private final PageLimits limits;

    public MarkdownWriter(PageLimits limits) {
        this.limits = limits;
    }

    /** The page with its text, and where each block stands in it. */
    public Document write(Page page) {
        Layout layout = new Layout();
        Sheet sheet = new Sheet(limits.written());
        BlockWriter writer = new BlockWriter(sheet, layout);
        for (Block block : page.blocks()) {
            int start = writer.next(block);
            layout.place(block, start, sheet.length());
        }
        return layout.document(page, sheet.text());
    }
}
