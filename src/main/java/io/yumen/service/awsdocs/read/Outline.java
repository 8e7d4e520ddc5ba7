package io.yumen.service.awsdocs.read;

import io.yumen.schema.Doc;
import io.yumen.service.awsdocs.page.Address;
import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.page.Removed;
import io.yumen.service.awsdocs.page.Removed.Reason;
import io.yumen.service.awsdocs.page.Section;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sections of a page. */
public record Outline(
        @Doc("The address of the page") String url,
        @Doc("Its title") String title,

        @Doc("Names this text: places in it are of no use in another")
        String hash,

        @Doc("How many characters the text has") int total,

        @Doc("The sections in order, each before those in it")
        List<OutlineEntry> sections,

        @Doc("How many sections are left out") int more,

        @Nullable @Doc("What the page has and its text has not; none where that is nothing")
        LeftOut leftOut) {
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
                sections.size() - entries.size(),
                LeftOut.of(document.page().removed()));
    }

    /** How much of a page is not in its text, since no reader of the page would have seen it, or since it tells models what to do. */
    public record LeftOut(
            @Doc("Texts that a browser would not show") int hidden,
            @Doc("Characters that nobody sees") int invisible,
            @Doc("Texts that tell a model what to do") int toModels) {
        /** What was left out of it; none where nothing was. */
        static @Nullable LeftOut of(Removed removed) {
            LeftOut left = new LeftOut(
                    removed.of(Reason.HIDDEN), removed.of(Reason.INVISIBLE), removed.of(Reason.ADDRESSED_TO_MACHINES));
            return left.hidden + left.invisible + left.toModels == 0 ? null : left;
        }

        /** The same for who reads it. */
        public String text() {
            List<String> parts = new ArrayList<>();
            add(hidden, "hidden text", parts);
            add(invisible, "invisible character", parts);
            add(toModels, "text addressed to models", "texts addressed to models", parts);
            return String.join(", ", parts);
        }

        private static void add(int count, String one, List<String> parts) {
            add(count, one, one + "s", parts);
        }

        private static void add(int count, String one, String many, List<String> parts) {
            if (count > 0) {
                parts.add(count + " " + (count == 1 ? one : many));
            }
        }
    }
}
