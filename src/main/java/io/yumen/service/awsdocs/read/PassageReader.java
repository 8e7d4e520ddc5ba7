package io.yumen.service.awsdocs.read;

import io.yumen.service.awsdocs.page.Address;
import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.page.Section;
import io.yumen.service.awsdocs.read.Target.Anchored;
import io.yumen.service.awsdocs.read.Target.Range;
import io.yumen.service.awsdocs.read.Target.Titled;
import io.yumen.service.awsdocs.read.Target.Whole;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads passages of one page. May be used by many threads. */
public final class PassageReader {
    /** Of the whole text of a page; of a longer one, the rest is left out, which its end says. */
    public static final int LONGEST = 1_000_000;

    private static final int SECTIONS = 100;
    private static final int NAMED = 40;

    private final Document document;
    private final Address page;
    private final String hash;
    private final Cuts cuts;

    /** @param url of the page, as it was asked for */
    public PassageReader(Document document, String url) {
        this.document = document;
        this.page = Address.of(url);
        this.hash = document.hash();
        this.cuts = new Cuts(document);
    }

    /** The whole text, up to {@link #LONGEST} characters. */
    public String whole() {
        return whole(LONGEST);
    }

    String whole(int length) {
        String text = document.text();
        int last = text.length();
        int end = cuts.end(0, length, last);
        return end == last
                ? text
                : text.substring(0, end).stripTrailing() + "\n\n<e>The page goes on. Call the tool read with start="
                        + end + " to get more of it.</e>\n";
    }

    /** What was found of what was asked for. */
    private record Found(
            int start, int end, String anchor, @Nullable String notice) {}

    /** The passage that was asked for, or as much of it as is to be read at once. */
    public Passage read(PassageQuery query) {
        boolean isChanged = !query.hash().isEmpty() && !query.hash().equals(hash);
        if (isChanged && query.target() instanceof Range) {
            return changed(query.hash());
        }
        Found found = find(query);
        int end = cuts.end(found.start(), query.length(), found.end());
        boolean isCut = end < found.end();
        Outline outline = Outline.of(document, page, Outline.DEEPEST, isCut ? SECTIONS : 0);
        return new Passage(
                OutlineEntry.cited(page, found.anchor()),
                hash,
                document.text().length(),
                found.start(),
                end,
                document.text().substring(found.start(), end),
                isCut ? end : null,
                found.end(),
                cuts.begun(found.start()).orElse(null),
                notice(isChanged ? since(query.hash()) + "This is what it says now." : null, found.notice()),
                outline.sections(),
                isCut ? outline.more() : 0,
                outline.leftOut());
    }

    private static @Nullable String notice(@Nullable String changed, @Nullable String other) {
        if (changed == null) {
            return other;
        }
        return other == null ? changed : changed + " " + other;
    }

    /** Places in another text lead nowhere in this one. */
    private Passage changed(String known) {
        Outline outline = Outline.of(document, page, Outline.DEEPEST, SECTIONS);
        String notice = since(known)
                + "Places in the older text lead elsewhere in this one: read again by section or anchor, or from a place in the outline.";
        int total = document.text().length();
        return new Passage(
                page.toString(),
                hash,
                total,
                0,
                0,
                "",
                null,
                0,
                null,
                notice,
                outline.sections(),
                outline.more(),
                outline.leftOut());
    }

    private String since(String known) {
        return "The page has changed since the text with the hash " + known + " was read: it has the hash " + hash
                + " now. ";
    }

    private Found find(PassageQuery query) {
        return switch (query.target()) {
            case Whole whole -> new Found(0, document.text().length(), "", null);
            case Titled titled -> titled(titled.title());
            case Anchored anchored -> anchored(anchored.anchor(), query.length());
            case Range range -> range(range, query.length());
        };
    }

    private Found titled(String title) {
        List<Section> sections = document.named(title);
        if (sections.isEmpty()) {
            sections = document.outline().stream()
                    .filter(section -> endsWith(section.path(), title))
                    .toList();
        }
        if (sections.isEmpty()) {
            throw new ReadRefused("The page has no section \"" + title + "\". "
                    + known(
                            "Its sections: ",
                            document.outline().stream().map(Section::title).toList()));
        }
        Section first = sections.getFirst();
        String notice = sections.size() == 1
                ? null
                : "The page has " + sections.size() + " sections of this title: this is the first. Read the others by "
                        + named(sections.subList(1, sections.size()));
        return new Found(first.start(), first.end(), first.anchor(), notice);
    }

    private static boolean endsWith(List<String> path, String title) {
        List<String> wanted =
                Arrays.stream(title.split(">", -1)).map(Section::folded).toList();
        List<String> titles = path.stream().map(Section::folded).toList();
        return wanted.size() <= titles.size()
                && titles.subList(titles.size() - wanted.size(), titles.size()).equals(wanted);
    }

    private static String named(List<Section> others) {
        return others.stream()
                .limit(NAMED)
                .map(each -> each.anchor().isEmpty()
                        ? "the range " + each.start() + " to " + each.end()
                        : "the anchor " + each.anchor())
                .collect(Collectors.joining(", ", "", "."));
    }

    private Found anchored(String anchor, int length) {
        Integer offset = document.anchors().get(anchor);
        if (offset == null) {
            List<String> anchors = document.outline().stream()
                    .map(Section::anchor)
                    .filter(each -> !each.isEmpty())
                    .toList();
            throw new ReadRefused(
                    "The page has no anchor \"" + anchor + "\". " + known("Its sections have the anchors: ", anchors));
        }
        int end = document.at(anchor).map(Section::end).orElse(document.text().length());
        return new Found(cuts.start(cuts.shown(offset), length), end, anchor, null);
    }

    private static String known(String what, List<String> names) {
        List<String> all = new ArrayList<>(names);
        String more = all.size() > NAMED ? " and " + (all.size() - NAMED) + " more" : "";
        return all.isEmpty()
                ? "It has none; read it whole."
                : what + OfficialText.quoted(all.subList(0, Math.min(NAMED, all.size()))) + more + ".";
    }

    private Found range(Range range, int length) {
        int total = document.text().length();
        if (range.start() >= total) {
            throw new ReadRefused("The page has " + total + " characters: nothing begins at " + range.start());
        }
        int end = range.end() >= total ? total : cuts.after(range.end() - 1);
        return new Found(cuts.start(range.start(), length), end, "", null);
    }
}
