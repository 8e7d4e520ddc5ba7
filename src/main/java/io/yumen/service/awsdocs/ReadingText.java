package io.yumen.service.awsdocs;

import io.yumen.service.awsdocs.read.Difference;
import io.yumen.service.awsdocs.read.Outline;
import io.yumen.service.awsdocs.read.OutlineEntry;
import io.yumen.service.awsdocs.read.Passage;
import io.yumen.service.awsdocs.read.Samples;
import io.yumen.service.awsdocs.shelf.Revision;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;

/** What a model reads of the answers of {@link ReadingTools}. */
final class ReadingText {
    private ReadingText() {}

    static String of(Outline outline) {
        StringBuilder text = new StringBuilder("Sections of " + outline.url() + " (" + outline.total()
                + " characters, hash " + outline.hash() + "):\n");
        entries(outline.sections(), outline.more(), text);
        if (outline.leftOut() != null) {
            text.append("Left out of the text: ")
                    .append(outline.leftOut().text())
                    .append('\n');
        }
        return text.toString();
    }

    static String of(Passage passage) {
        StringBuilder text = new StringBuilder();
        if (passage.notice() != null) {
            text.append("> ").append(passage.notice()).append("\n\n");
        }
        if (passage.begun() != null) {
            text.append(passage.begun());
        }
        text.append(passage.text().stripTrailing());
        text.append("\n\n[")
                .append(passage.url())
                .append(", characters ")
                .append(passage.start())
                .append(" to ");
        text.append(passage.end())
                .append(" of ")
                .append(passage.total())
                .append(", hash ")
                .append(passage.hash());
        if (passage.next() != null) {
            text.append("; read on with start=").append(passage.next());
            text.append(", end=").append(passage.until()).append(" and this hash");
        }
        if (passage.leftOut() != null) {
            text.append("; left out of the page: ").append(passage.leftOut().text());
        }
        text.append("]\n");
        if (!passage.outline().isEmpty()) {
            text.append("\nSections:\n");
            entries(passage.outline(), passage.moreSections(), text);
        }
        return text.toString();
    }

    static String of(Samples samples) {
        StringBuilder text = new StringBuilder(
                samples.samples().isEmpty() ? "No listings of that language in " + samples.url() + "\n" : "");
        for (Samples.Sample sample : samples.samples()) {
            String fence = fence(sample.text());
            text.append(String.join(" > ", sample.path()));
            text.append(sample.within().isEmpty() ? "" : " (" + sample.within() + ")");
            text.append(" [").append(sample.url()).append("]\n");
            text.append(fence).append(sample.language()).append('\n').append(sample.text());
            text.append('\n').append(fence).append("\n\n");
        }
        return text.append(samples.more() == 0 ? "" : "And " + samples.more() + " more\n")
                .toString();
    }

    static String of(Difference difference) {
        StringBuilder text = new StringBuilder(difference.url() + ": " + difference.added()
                + (difference.added() == 1 ? " block added, " : " blocks added, ")
                + difference.removed() + " removed, " + difference.changed() + " changed, " + difference.same()
                + " as they were (hash " + difference.before() + " to " + difference.after() + ")\n");
        for (Difference.Change change : difference.changes()) {
            text.append("\n")
                    .append(String.join(" > ", change.path()))
                    .append(" [")
                    .append(change.url())
                    .append("]\n");
            if (change.columns() != null) {
                text.append("  ").append(change.columns()).append('\n');
            }
            change.removed().forEach(line -> text.append("- ").append(line).append('\n'));
            change.added().forEach(line -> text.append("+ ").append(line).append('\n'));
        }
        return text.append(difference.more() == 0 ? "" : "\nAnd " + difference.more() + " more changes\n")
                .toString();
    }

    /** What older texts there are to compare with. */
    static String of(List<Revision> kept) {
        return kept.isEmpty()
                ? "No older text of the page is kept: it has been read here only as it is now\n"
                : kept.stream()
                        .map(each -> each.hash() + " (read " + each.fetched().truncatedTo(ChronoUnit.SECONDS) + ")")
                        .collect(Collectors.joining(", ", "Older texts are kept with the hashes ", "\n"));
    }

    /** A fence that the listing does not have in it. */
    private static String fence(String listing) {
        int longest = 2;
        int run = 0;
        for (int i = 0; i < listing.length(); i++) {
            run = listing.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return "`".repeat(longest + 1);
    }

    private static void entries(List<OutlineEntry> entries, int more, StringBuilder text) {
        for (OutlineEntry entry : entries) {
            text.append("  ".repeat(entry.level() - 1)).append("- ").append(entry.title());
            text.append(entry.anchor().isEmpty() ? "" : " #" + entry.anchor());
            text.append(" (")
                    .append(entry.start())
                    .append(" to ")
                    .append(entry.end())
                    .append(")\n");
        }
        text.append(more == 0 ? "" : "And " + more + " more\n");
    }
}
