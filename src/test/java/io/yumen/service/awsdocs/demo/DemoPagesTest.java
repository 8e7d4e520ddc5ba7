package io.yumen.service.awsdocs.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.service.awsdocs.html.HtmlReader;
import io.yumen.service.awsdocs.markdown.MarkdownReader;
import io.yumen.service.awsdocs.markdown.MarkdownWriter;
import io.yumen.service.awsdocs.page.Address;
import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.page.Page;
import io.yumen.service.awsdocs.page.PageLimits;
import io.yumen.service.awsdocs.page.Section;
import io.yumen.service.awsdocs.page.Table;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages of the demo say the same in both forms. */
class DemoPagesTest {
    private static final DemoPages PAGES = new DemoPages();

    static List<DemoPages.DemoPage> pages() {
        return PAGES.all();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void a_page_says_the_same_in_both_forms(DemoPages.DemoPage page) {
        Address address = Address.of(page.url());
        Document html = written(
                new HtmlReader(PageLimits.DEFAULT).read(PAGES.text(page.path()).orElseThrow(), address));
        Optional<String> sibling = PAGES.text(page.path().replaceAll("html$", "md"));

        assertThat(html.page().title()).isEqualTo(page.title());
        assertThat(html.page().markdown())
                .isEqualTo(sibling.map(text -> page.url().replaceAll("html$", "md")));
        assertThat(html.text()).doesNotContain("Previous", "JavaScript", "Documentation", "Written for the demo");
        sibling.ifPresent(text -> {
            Document markdown = written(new MarkdownReader(PageLimits.DEFAULT).read(text, address));
            assertThat(markdown.outline())
                    .extracting(Section::title)
                    .containsAll(html.outline().stream().map(Section::title).toList());
            assertThat(markdown.anchors().keySet())
                    .containsAll(html.outline().stream().map(Section::anchor).toList());
            assertThat(tables(markdown)).isEqualTo(tables(html));
            assertThat(words(markdown)).isEqualTo(words(html));
        });
    }

    private static Document written(Page page) {
        return new MarkdownWriter(PageLimits.DEFAULT).write(page);
    }

    /** What is read, whatever its form. */
    private static List<String> words(Document document) {
        String text = document.text().replaceAll("\\.md\\b", ".html");
        return Pattern.compile("[A-Za-z0-9:./]+")
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    private static List<List<Integer>> tables(Document document) {
        return document.parts().stream()
                .filter(part -> part.block() instanceof Table)
                .map(part -> ((Table) part.block()).grid())
                .map(grid -> List.of(grid.height(), grid.width()))
                .toList();
    }
}
