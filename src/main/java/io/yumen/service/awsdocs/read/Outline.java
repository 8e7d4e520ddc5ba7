package io.yumen.service.awsdocs.read;

import io.yumen.schema.Doc;
import io.yumen.service.awsdocs.page.Address;
import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.page.Section;
import java.util.List;

/** The sections of a page. */
public record Outline(
        @Doc("The address of the page") String url,
        @Doc("Its title") String title,

        @Doc("Names this text: places in it are of no use in another")
        String hash,

        @Doc("How many characters the text has") int total,

        @Doc("The sections in order, each before those in it")
        List<OutlineEntry> sections,

        @Doc("How many sections are left out") int more) {
    /** What is asked for where nothing is said: all levels. */
    public static final int DEEPEST = 6;

    /** Of more sections, the last are left out. */
    public static final int MOST = 500;

    public Outline {
        sections = List.copyOf(sections);
    }

    /**
     * The sections of the page down to that level.
     *
     * @param url as it was asked for
     */
    public static Outline of(Document document, String url, int deepest) {
        if (deepest < 1 || deepest > DEEPEST) {
            throw new ReadRefused("The deepest level of an outline is 1 to " + DEEPEST + ", not " + deepest);
        }
        return of(document, Address.of(url), deepest, MOST);
    }

    static Outline of(Document document, Address page, int deepest, int most) {
        List<Section> sections = document.outline().stream()
                .filter(section -> section.level() <= deepest)
                .toList();
        List<OutlineEntry> entries = sections.stream()
                .limit(most)
                .map(section -> OutlineEntry.of(section, page))
                .toList();
        return new Outline(
                page.toString(),
                document.page().title(),
                document.hash(),
                document.text().length(),
                entries,
                sections.size() - entries.size());
    }
}
