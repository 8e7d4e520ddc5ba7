package io.yumen.service.awsdocs.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.yumen.golden.Golden;
import io.yumen.protocol.JsonCodec;
import io.yumen.schema.Records;
import io.yumen.service.awsdocs.markdown.Figures;
import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.read.Target.Anchored;
import io.yumen.service.awsdocs.read.Target.Range;
import io.yumen.service.awsdocs.read.Target.Titled;
import io.yumen.service.awsdocs.read.Target.Whole;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Passages of a page, and its outline. */
class PassageReaderTest {
    private static Passage read(Document page, Target target) {
        return new PassageReader(page, Gates.URL).read(PassageQuery.of(target));
    }

    private static Passage read(Document page, Target target, int length) {
        return new PassageReader(page, Gates.URL).read(new PassageQuery(target, length, ""));
    }

    @Test
    void answers_are_as_they_were_looked_at() throws IOException {
        Document page = Gates.page(3);
        StringBuilder seen = new StringBuilder();
        List<Record> answers = List.of(
                Outline.of(page, Gates.URL, 2),
                read(page, new Titled("notes on actions")),
                read(page, new Anchored("#quotas"), 200),
                read(page, new Anchored("lane-OpenGate"), 200),
                new PassageReader(page, Gates.URL).read(new PassageQuery(new Range(100, 200), 100, "an older one")),
                Samples.of(page, Gates.URL, "Java"),
                Comparison.of(page, Gates.page(4), Gates.URL));
        for (Record answer : answers) {
            seen.append(answer.getClass().getSimpleName()).append('\n');
            seen.append(JsonCodec.text(Records.write(answer))
                            .replace("\",\"", "\",\n  \"")
                            .replace("},{", "},\n{"))
                    .append("\n\n");
        }
        Golden.matches(Gates.FOLDER.resolve("passages.out.txt"), seen.toString());
    }

    @Test
    void an_outline_says_where_sections_are() {
        Document page = Gates.page(3);
        Outline outline = Outline.of(page, Gates.URL, Outline.DEEPEST);
        assertThat(outline.title()).isEqualTo("Figures");
        assertThat(outline.hash()).isEqualTo(page.hash());
        assertThat(outline.total()).isEqualTo(page.text().length());
        assertThat(outline.sections())
                .extracting(OutlineEntry::level, OutlineEntry::title, OutlineEntry::url)
                .containsExactly(
                        tuple(1, "Figures", Gates.URL + "#figures"),
                        tuple(2, "Actions of gates", Gates.URL + "#actions"),
                        tuple(3, "Notes on actions", Gates.URL + "#notes"),
                        tuple(2, "Quotas", Gates.URL + "#quotas"),
                        tuple(2, "The end 😀", Gates.URL + "#end"));
        for (OutlineEntry entry : outline.sections()) {
            assertThat(page.text().substring(entry.start())).startsWith("#".repeat(entry.level()) + " ");
        }
        assertThat(Outline.of(page, Gates.URL, 1).sections()).hasSize(1);
        assertThatThrownBy(() -> Outline.of(page, Gates.URL, 7))
                .isInstanceOf(ReadRefused.class)
                .hasMessage("The deepest level of an outline is 1 to 6, not 7");
        Outline many = Outline.of(Gates.of("<h2 id=x>A</h2>".repeat(510)), Gates.URL, 6);
        assertThat(many.sections()).hasSize(500);
        assertThat(many.more()).isEqualTo(10);
    }

    @Test
    void a_page_that_fits_is_whole() {
        Document page = Gates.of("<h1 id=t>T</h1><p>Words.</p>");
        Passage whole = read(page, new Whole());
        assertThat(whole.text()).isEqualTo("# T\n\nWords.");
        assertThat(whole.next()).isNull();
        assertThat(whole.outline()).isEmpty();
        assertThat(whole.total()).isEqualTo(whole.end()).isEqualTo(11);
        assertThat(whole.url()).isEqualTo(Gates.URL);
        assertThat(read(Gates.of(""), new Whole()).text()).isEmpty();
    }

    @Test
    void a_section_is_read_by_its_title_and_by_its_anchor() {
        Document page = Gates.page(2);
        Passage end = read(page, new Titled(" the END   😀"));
        assertThat(end.text()).isEqualTo("## The end 😀\n\nNothing more.");
        assertThat(end.url()).isEqualTo(Gates.URL + "#end");
        assertThat(read(page, new Anchored("end"))).isEqualTo(end);
        assertThat(read(page, new Titled("Figures > Actions of gates > notes on actions"))
                        .text())
                .startsWith("### Notes on actions\n");
        assertThat(read(page, new Range(end.start(), Integer.MAX_VALUE)).text()).isEqualTo(end.text());
    }

    @Test
    void an_anchor_in_a_section_is_read_from_where_it_stands() {
        Document page = Gates.page(2);
        Passage row = read(page, new Anchored("lane-OpenGate"), 500);
        assertThat(row.text()).startsWith("| [OpenGate](");
        assertThat(row.begun())
                .isEqualTo("| Actions | Description | Resource types | Condition keys |\n| --- | --- | --- | --- |");
        assertThat(row.next()).isNotNull();
        assertThat(read(page, new Anchored("lane-OpenGate")).text()).startsWith("| Actions |");
        assertThat(read(page, new Anchored("w1")).text()).startsWith("| Actions |");
    }

    @Test
    void of_two_sections_of_one_title_the_first_is_read_and_the_other_is_named() {
        Document page =
                Gates.of("<h2 id=a>A</h2><h3 id=x>Same</h3><p>one</p><h2 id=b>B</h2><h3 id=y>Same</h3><p>two</p>");
        Passage first = read(page, new Titled("same"));
        assertThat(first.text()).startsWith("### Same\n\none");
        assertThat(first.notice())
                .isEqualTo(
                        "The page has 2 sections of this title: this is the first. Read the others by the anchor y.");
        Passage second = read(page, new Titled("b>same"));
        assertThat(second.text()).isEqualTo("### Same\n\ntwo");
        assertThat(second.notice()).isNull();
    }

    @Test
    void what_is_cut_says_where_it_goes_on_and_what_there_is() {
        Document page = Gates.page(2);
        Passage first = read(page, new Whole(), 120);
        assertThat(first.text())
                .isEqualTo(
                        "# Figures\n\nA gate opens and closes.\n\n## Actions of *gates*\n\nEach action needs a right.\n\n");
        assertThat(first.next()).isEqualTo(first.end());
        assertThat(first.until()).isEqualTo(page.text().length());
        assertThat(first.outline()).hasSize(5);
        assertThat(first.moreSections()).isZero();
    }

    @Test
    void a_page_that_changed_says_so() {
        Document page = Gates.page(2);
        String older = Gates.page(3).hash();
        PassageReader reader = new PassageReader(page, Gates.URL);
        Passage range = reader.read(new PassageQuery(new Range(10, 20), 100, older));
        assertThat(range.text()).isEmpty();
        assertThat(range.hash()).isEqualTo(page.hash());
        assertThat(range.outline()).hasSize(5);
        assertThat(range.notice())
                .isEqualTo("The page has changed since the text with the hash " + older + " was read: it has the hash "
                        + page.hash() + " now. Places in the older text lead elsewhere in this one: read again by "
                        + "section or anchor, or from a place in the outline.");
        Passage section = reader.read(new PassageQuery(new Anchored("end"), 100, older));
        assertThat(section.text()).startsWith("## The end");
        assertThat(section.notice()).endsWith(" now. This is what it says now.");
        assertThat(reader.read(new PassageQuery(new Range(10, 20), 100, page.hash()))
                        .notice())
                .isNull();
    }

    @Test
    void what_there_is_not_is_refused_with_what_there_is() {
        Document page = Gates.page(2);
        assertThatThrownBy(() -> read(page, new Titled("Gone")))
                .isInstanceOf(ReadRefused.class)
                .hasMessage("The page has no section \"Gone\". Its sections: \"Figures\", \"Actions of gates\", "
                        + "\"Notes on actions\", \"Quotas\", \"The end 😀\".");
        assertThatThrownBy(() -> read(page, new Anchored("gone")))
                .isInstanceOf(ReadRefused.class)
                .hasMessage("The page has no anchor \"gone\". Its sections have the anchors: \"figures\", \"actions\", "
                        + "\"notes\", \"quotas\", \"end\".");
        assertThatThrownBy(() -> read(Gates.of("x"), new Titled("Gone")))
                .isInstanceOf(ReadRefused.class)
                .hasMessage("The page has no section \"Gone\". It has none; read it whole.");
        assertThatThrownBy(() -> read(Gates.of("<h2 id=x>A</h2>".repeat(42)), new Titled("Gone")))
                .isInstanceOf(ReadRefused.class)
                .hasMessageEndingWith("\"A\", \"A\" and 2 more.");
        assertThatThrownBy(() -> read(Gates.of("x"), new Range(1, 2)))
                .isInstanceOf(ReadRefused.class)
                .hasMessage("The page has 1 characters: nothing begins at 1");
        assertThatThrownBy(() -> new Range(5, 5))
                .isInstanceOf(ReadRefused.class)
                .hasMessage("A range begins at 0 or later, and ends after it begins: not 5 to 5");
        assertThatThrownBy(() -> new PassageQuery(new Whole(), 99, ""))
                .isInstanceOf(ReadRefused.class)
                .hasMessage("A passage has 100 to 200000 characters, not 99");
    }

    @Test
    void the_whole_text_is_cut_between_blocks_where_it_is_too_long_and_says_where_to_go_on() {
        Document page = Figures.written(Figures.markdown("# Title\n\nOne.\n\nTwo.\n"));
        PassageReader reader = new PassageReader(page, Gates.URL);
        int length = page.text().length();
        assertThat(reader.whole()).isEqualTo(reader.whole(length)).isEqualTo(page.text());
        assertThat(reader.whole(length - 1))
                .isEqualTo("# Title\n\nOne.\n\n<e>The page goes on. Call the tool read with start="
                        + page.text().indexOf("Two.") + " to get more of it.</e>\n");
    }
}
