package io.yumen.service.awsdocs;

import io.yumen.service.awsdocs.read.Outline;
import io.yumen.service.awsdocs.read.OutlineEntry;
import io.yumen.service.awsdocs.read.Passage;
import io.yumen.service.awsdocs.read.Samples;
import java.util.List;

/** What a model reads of the answers of {@link ReadingTools}. */
final class ReadingText {
    private ReadingText() {}

    static String of(Outline outline) {
        StringBuilder text = new StringBuilder("Sections of " + outline.url() + " (" + outline.total()
                + " characters, hash " + outline.hash() + "):\n");
        entries(outline.sections(), outline.more(), text);
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
