package io.yumen.service.awsdocs.read;

import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.page.Section;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Pages as the tools {@code read_documentation} and {@code read_sections} of AWS's server show them. */
public final class OfficialText {
    private static final int SECTION_LEVEL = 2;
    private static final String WHOLE = "use the read_documentation tool instead to get the full document content.";
    private static final String NO_MORE = "<e>No more content available.</e>";

    private OfficialText() {}

    /**
     * What {@code read_documentation} answers.
     *
     * @param url as it was asked for
     */
    public static String read(Document document, String url, Slice slice) {
        String text = new LargeTables(document, url).beginning(enough(slice));
        // Of a longer page, more than the slice takes.
        int total = text.codePointCount(0, text.length());
        String framed = framed(url);
        if (slice.start() >= total) {
            return framed + NO_MORE;
        }
        int end = Math.min(total, slice.start() + slice.length());
        int from = text.offsetByCodePoints(0, slice.start());
        String shown = text.substring(from, text.offsetByCodePoints(from, end - slice.start()));
        String more = "\n\n<e>Content truncated. Call the read_documentation tool with start_index=" + end
                + " to get more content.</e>";
        return framed + shown + (end < total ? more : "");
    }

    /** So many characters hold the slice and one more, for one is at most two of them. */
    private static int enough(Slice slice) {
        return (int) Math.min(Integer.MAX_VALUE, 2L * slice.start() + 2L * slice.length() + 2);
    }

    /**
     * The whole page, its tables too, as {@code get_available_services} begins.
     *
     * @param url as it was asked for
     */
    public static String whole(Document document, String url) {
        return framed(url) + (document.text().isEmpty() ? NO_MORE : document.text());
    }

    private static String framed(String url) {
        return "AWS Documentation from " + url + ":\n\n";
    }

    /** What {@code read_sections} answers: the sections of those titles in the order of the page. */
    public static String sections(Document document, String url, List<String> titles) {
        if (titles.isEmpty()) {
            throw new ReadRefused("section_titles parameter cannot be empty");
        }
        List<Section> known = document.outline().stream()
                .filter(section -> section.level() == SECTION_LEVEL)
                .toList();
        Set<String> wanted = titles.stream().map(Section::folded).collect(Collectors.toSet());
        List<Section> found = known.stream()
                .filter(section -> wanted.contains(Section.folded(section.title())))
                .toList();
        if (found.isEmpty()) {
            throw new ReadRefused(known.isEmpty() ? noSections() : noSuchSections(titles, known));
        }
        LargeTables tables = new LargeTables(document, url);
        String shown = found.stream()
                .map(section -> tables.between(section.start(), section.end()).strip())
                .collect(Collectors.joining("\n\n"));
        Set<String> missing = missing(titles, found);
        return missing.isEmpty()
                ? shown
                : shown + "\n\n> **Note**: The following requested sections were not found: " + quoted(missing);
    }

    private static Set<String> missing(List<String> titles, List<Section> found) {
        Set<String> there =
                found.stream().map(section -> Section.folded(section.title())).collect(Collectors.toSet());
        Set<String> missing = new LinkedHashSet<>();
        for (String title : titles) {
            if (!there.contains(Section.folded(title))) {
                missing.add(title.strip());
            }
        }
        return missing;
    }

    private static String noSections() {
        return "This document does not contain subsections. Please " + WHOLE;
    }

    private static String noSuchSections(List<String> titles, List<Section> known) {
        return "No matching sections were found: " + quoted(titles) + ". Available sections: "
                + quoted(known.stream().map(Section::title).toList())
                + ". Please retry with one or more of these sections or " + WHOLE;
    }

    static String quoted(Iterable<String> titles) {
        StringBuilder list = new StringBuilder();
        for (String title : titles) {
            list.append(list.isEmpty() ? "\"" : ", \"").append(title).append('"');
        }
        return list.toString();
    }
}
