package io.yumen.service.awsdocs.shelf.desk;

import io.yumen.service.awsdocs.html.HtmlReader;
import io.yumen.service.awsdocs.markdown.MarkdownReader;
import io.yumen.service.awsdocs.markdown.MarkdownWriter;
import io.yumen.service.awsdocs.page.Address;
import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.page.Page;
import io.yumen.service.awsdocs.page.PageLimits;
import io.yumen.service.awsdocs.shelf.Contents;
import io.yumen.service.awsdocs.shelf.Key;
import io.yumen.service.awsdocs.shelf.Kind;
import io.yumen.service.awsdocs.shelf.Labels;
import io.yumen.service.awsdocs.upstream.Form;
import java.util.concurrent.Semaphore;

/** Makes documents of what came. */
final class Converter {
    /** The largest pages take some hundred megabytes while they are read. */
    private static final int AT_ONCE = 4;

    private final Semaphore turns = new Semaphore(AT_ONCE);
    private final HtmlReader html;
    private final MarkdownReader markdown;
    private final MarkdownWriter writer;

    Converter(PageLimits limits) {
        this.html = new HtmlReader(limits);
        this.markdown = new MarkdownReader(limits);
        this.writer = new MarkdownWriter(limits);
    }

    /** What is told of it. */
    Thing thing(Kind kind, String address, Form form, String text) {
        return kind == Kind.PAGE ? new Thing.Page(document(address, form, text)) : new Thing.Text(text);
    }

    Document document(String address, Form form, String text) {
        Address at = Address.of(address);
        turns.acquireUninterruptibly();
        try {
            Page page = form == Form.HTML ? html.read(text, at) : markdown.read(text, at);
            return writer.write(page);
        } finally {
            turns.release();
        }
    }

    static String hash(Thing thing) {
        return switch (thing) {
            case Thing.Page page -> page.document().hash();
            case Thing.Text text -> Integer.toHexString(text.text().hashCode());
        };
    }

    /** What is searched of it. */
    static Contents contents(Key key, Thing thing) {
        return switch (thing) {
            case Thing.Page page ->
                new Contents(page.document().page().title(), Labels.of(key.name()), Passages.of(page.document()));
            case Thing.Text text -> Contents.NOT_SEARCHED;
        };
    }
}
