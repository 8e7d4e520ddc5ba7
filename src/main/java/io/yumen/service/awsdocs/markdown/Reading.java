package io.yumen.service.awsdocs.markdown;

import io.yumen.service.awsdocs.html.HtmlReader;
import io.yumen.service.awsdocs.page.Address;
import io.yumen.service.awsdocs.page.PageLimits;
import io.yumen.service.awsdocs.page.Sieve;
import org.commonmark.node.Node;
import org.commonmark.node.SourceSpan;

/**
 * What the reading of one page has at hand.
 *
 * @param html for what stands as HTML in the page
 * @param markdown the whole text
 */
record Reading(PageLimits limits, Address address, Sieve sieve, HtmlReader html, String markdown) {
    /** What stands there as it was written, from the begin of one node to the end of another. */
    String source(Node first, Node last) {
        SourceSpan closing = last.getSourceSpans().getLast();
        int start = first.getSourceSpans().getFirst().getInputIndex();
        return markdown.substring(start, closing.getInputIndex() + closing.getLength());
    }
}
