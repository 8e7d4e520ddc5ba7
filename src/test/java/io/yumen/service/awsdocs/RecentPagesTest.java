package io.yumen.service.awsdocs;

import static org.assertj.core.api.Assertions.assertThat;

import io.yumen.service.awsdocs.markdown.MarkdownReader;
import io.yumen.service.awsdocs.markdown.MarkdownWriter;
import io.yumen.service.awsdocs.page.Address;
import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.page.PageLimits;
import io.yumen.service.awsdocs.upstream.PageAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The pages that were read last are known, and no more than may be listed. */
final class RecentPagesTest {
    private final AtomicInteger changes = new AtomicInteger();
    private final RecentPages recent = new RecentPages(changes::incrementAndGet);

    @Test
    void what_was_read_least_lately_goes() {
        for (int i = 0; i < RecentPages.MOST; i++) {
            read(i, "Page " + i);
        }
        read(0, "Page 0");
        read(RecentPages.MOST, "One more");
        assertThat(recent.all())
                .hasSize(RecentPages.MOST)
                .isSortedAccordingTo((one, other) ->
                        one.address().address().compareTo(other.address().address()))
                .extracting(RecentPages.Entry::title)
                .contains("Page 0", "One more")
                .doesNotContain("Page 1");
        assertThat(changes).as("what was there before is no news").hasValue(RecentPages.MOST + 1);
    }

    @Test
    void a_title_shows_no_more_than_a_line_and_a_page_without_one_is_known_by_its_path() {
        read(0, "A\u202eB" + "long ".repeat(100));
        read(1, "");
        assertThat(recent.all().getFirst().title()).startsWith("ABlong").hasSizeLessThan(250);
        assertThat(recent.all().getLast().title()).isEqualTo("/guide/1.html");
        read(1, "Has one now");
        assertThat(recent.all().getLast().title()).isEqualTo("Has one now");
        assertThat(changes).hasValue(3);
    }

    private void read(int number, String title) {
        String url = "https://docs.aws.amazon.com/guide/" + number + ".html";
        String text = title.isEmpty() ? "Text\n" : "# " + title + "\n\nText\n";
        Document document = new MarkdownWriter(PageLimits.DEFAULT)
                .write(new MarkdownReader(PageLimits.DEFAULT).read(text, Address.of(url)));
        recent.read(PageAddress.of(url + "#place"), document);
    }
}
