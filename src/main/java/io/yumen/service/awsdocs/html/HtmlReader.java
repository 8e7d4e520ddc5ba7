package io.yumen.service.awsdocs.html;

import io.yumen.service.awsdocs.page.Address;
import io.yumen.service.awsdocs.page.Assembly;
import io.yumen.service.awsdocs.page.Block;
import io.yumen.service.awsdocs.page.MachineNotes;
import io.yumen.service.awsdocs.page.Page;
import io.yumen.service.awsdocs.page.PageLimits;
import io.yumen.service.awsdocs.page.PageRefused;
import io.yumen.service.awsdocs.page.Sieve;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/** Reads HTML of the AWS documentation. May be used by many threads. */
public final class HtmlReader {
    /** How deep elements nest: deeper ones are read as siblings. Real pages have forty. */
    private static final int ELEMENT_DEPTH = 256;

    /** Where the page is in all that comes with it; the first that there is. */
    private static final List<String> ROOTS =
            List.of("#main-col-body", "#main-content", "main", "article", "#awsdocs-content");

    private final PageLimits limits;

    public HtmlReader(PageLimits limits) {
        this.limits = limits;
    }

    /** The page of that text, which came from that address. */
    public Page read(String html, Address address) {
        Document document = parse(html);
        Sieve sieve = new Sieve();
        List<Block> blocks = MachineNotes.without(walk(root(document), address, sieve), sieve);
        return new Page(
                Assembly.title(blocks, sieve.clean(document.title())),
                Page.Source.HTML,
                markdown(document, address),
                blocks,
                sieve.removed());
    }

    /** The blocks of HTML that stands within a page of another form; what is left out is counted with that page. */
    public List<Block> blocks(String html, Address address, Sieve sieve) {
        // What stands first would be read as the head of a page.
        return walk(parse("<body>" + html).body(), address, sieve);
    }

    private Document parse(String html) {
        limits.check(html);
        checkTags(html);
        return Parser.htmlParser().setMaxDepth(ELEMENT_DEPTH).parseInput(html, "");
    }

    /** The tree takes far more memory than the text: what would make a tree without end is refused before. */
    private void checkTags(String html) {
        int tags = 0;
        for (int at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) {
            tags++;
        }
        if (tags > limits.tags()) {
            throw new PageRefused("The page has " + tags + " tags; at most " + limits.tags() + " are read");
        }
    }

    private List<Block> walk(Element root, Address address, Sieve sieve) {
        return Assembly.joined(new Walker(limits, address, sieve).walk(root));
    }

    private static Element root(Document document) {
        return ROOTS.stream()
                .flatMap(each -> Stream.ofNullable(document.selectFirst(each)))
                .findFirst()
                .orElseGet(document::body);
    }

    private static Optional<String> markdown(Document document, Address address) {
        return Optional.ofNullable(document.selectFirst("link[rel=alternate][type=text/markdown][href]"))
                .map(link -> Objects.requireNonNull(link.attr("href")))
                .flatMap(address::resolve);
    }
}
