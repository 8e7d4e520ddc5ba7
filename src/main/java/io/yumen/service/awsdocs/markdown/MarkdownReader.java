package io.yumen.service.awsdocs.markdown;

import io.yumen.service.awsdocs.html.HtmlReader;
import io.yumen.service.awsdocs.page.Address;
import io.yumen.service.awsdocs.page.Assembly;
import io.yumen.service.awsdocs.page.Block;
import io.yumen.service.awsdocs.page.MachineNotes;
import io.yumen.service.awsdocs.page.Page;
import io.yumen.service.awsdocs.page.PageLimits;
import io.yumen.service.awsdocs.page.Sieve;
import java.util.List;
import java.util.Optional;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/** Reads the Markdown that AWS publishes beside its pages, and that of ours. May be used by many threads. */
public final class MarkdownReader {
    /** How deep emphasis and links nest: deeper marks are read as they stand. */
    private static final int INLINE_DEPTH = 32;

    private final PageLimits limits;
    private final HtmlReader html;
    private final Parser parser;

    public MarkdownReader(PageLimits limits) {
        this.limits = limits;
        this.html = new HtmlReader(limits);
        this.parser = Parser.builder()
                .extensions(List.of(TablesExtension.create()))
                .includeSourceSpans(IncludeSourceSpans.BLOCKS)
                // A list and its item are two.
                .maxOpenBlockParsers(2 * limits.depth())
                .maxInlineNesting(INLINE_DEPTH)
                .build();
    }

    /** The page of that text, which came from that address. */
    public Page read(String markdown, Address address) {
        limits.check(markdown);
        Sieve sieve = new Sieve();
        BlockReader reader = new BlockReader(new Reading(limits, address, sieve, html, markdown));
        List<Block> read = Assembly.joined(reader.all(parser.parse(markdown)));
        List<Block> blocks = MachineNotes.without(read, sieve);
        return new Page(
                Assembly.title(blocks, ""),
                Page.Source.MARKDOWN,
                Optional.of(address.toString()),
                blocks,
                sieve.removed());
    }
}
