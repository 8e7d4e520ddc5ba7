package io.yumen.service.awsdocs.markdown;

import io.yumen.service.awsdocs.html.HtmlReader;
import io.yumen.service.awsdocs.page.Address;
import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.page.Page;
import io.yumen.service.awsdocs.page.PageLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pages of ours in the structure that those of AWS have, a figure each, as HTML and as Markdown. */
public final class Figures {
    public static final Address ADDRESS = Address.of("https://docs.aws.amazon.com/lane/latest/guide/figures.html");
    static final Path FOLDER = Path.of("src/test/resources/awsdocs");

    private Figures() {}

    /** The two forms of a page. */
    public enum Form {
        HTML,
        MARKDOWN
    }

    public static Document document(String figure, Form form) {
        return written(form == Form.HTML ? html(whole(figure)) : markdown(text("figures/" + figure + ".md")));
    }

    /** The page as a browser gets it, with all that AWS puts around. */
    public static String whole(String figure) {
        return around(text("figures/" + figure + ".html"));
    }

    public static String around(String body) {
        return text("page.html").replace("@BODY@", body);
    }

    public static Page html(String text) {
        return new HtmlReader(PageLimits.DEFAULT).read(text, ADDRESS);
    }

    public static Page markdown(String text) {
        return new MarkdownReader(PageLimits.DEFAULT).read(text, ADDRESS);
    }

    public static Document written(Page page) {
        return new MarkdownWriter(PageLimits.DEFAULT).write(page);
    }

    static String text(String name) {
        try {
            return Files.readString(FOLDER.resolve(name), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + name, e);
        }
    }
}
