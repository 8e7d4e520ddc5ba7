package io.yumen.service.awsdocs.read;

import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.read.Stretches.Kind;
import io.yumen.service.awsdocs.read.Stretches.Stretch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Text in which each large table has its first rows, and says how to find the others, as AWS's server has it. */
final class LargeTables {
    /** A table of more rows is large. */
    private static final int LARGE = 20;

    private static final int SHOWN = 5;
    private static final int HEAD = 2;
    private static final int DEEPEST_TITLE = 3;
    private static final Pattern SEPARATOR = Pattern.compile("[ >]*\\|[ |:-]*-[ |:-]*");

    private final Document document;
    private final String text;
    private final String url;

    /** The titles that the search takes, by where their sections begin; read when one is wanted. */
    private final NavigableMap<Integer, String> titles = new TreeMap<>();

    LargeTables(Document document, String url) {
        this.document = document;
        this.text = document.text();
        this.url = url;
    }

    /** The text from the start of a line on. */
    String between(int start, int end) {
        return between(start, end, Integer.MAX_VALUE);
    }

    /** The beginning of the text: all of it, or at least so much. Who reads the first pages of a long page does not wait for all of it. */
    String beginning(int least) {
        return between(0, text.length(), least);
    }

    private String between(int start, int end, int least) {
        StringBuilder written = new StringBuilder(Math.min(end - start, least));
        for (Stretch stretch : Stretches.between(text, start, end)) {
            if (written.length() >= least) {
                break;
            }
            List<Integer> rows = stretch.kind() == Kind.TABLE ? lines(stretch) : List.of();
            if (rows.size() - HEAD > LARGE && isTable(rows)) {
                written.append(text, stretch.start(), rows.get(HEAD + SHOWN)).append(note(rows.size() - HEAD, stretch));
                written.append(text.charAt(stretch.end() - 1) == '\n' ? "\n" : "");
            } else {
                written.append(text, stretch.start(), stretch.end());
            }
        }
        return written.toString();
    }

    private List<Integer> lines(Stretch stretch) {
        List<Integer> starts = new ArrayList<>();
        for (int at = stretch.start(); at < stretch.end(); at = Stretches.lineEnd(text, at, stretch.end())) {
            starts.add(at);
        }
        return starts;
    }

    private boolean isTable(List<Integer> lines) {
        return SEPARATOR
                .matcher(text.substring(lines.get(1), lines.get(2)).strip())
                .matches();
    }

    private String note(int rows, Stretch table) {
        return "\n\nTable truncated (showing " + SHOWN + " of " + rows
                + " rows). Use the `search_table` tool to find specific rows.\n  Example: search_table(url=\"" + url
                + "\", section_title=\"" + title(table.start()) + "\", query=\"your search term\")";
    }

    /** The nearest heading that the search takes as a section. */
    private String title(int at) {
        if (titles.isEmpty()) {
            document.outline().stream()
                    .filter(section -> section.level() <= DEEPEST_TITLE)
                    .forEach(section -> titles.put(section.start(), section.title()));
        }
        Map.Entry<Integer, String> nearest = titles.floorEntry(at);
        return nearest == null || nearest.getValue().indexOf('"') >= 0 ? "<section>" : nearest.getValue();
    }
}
