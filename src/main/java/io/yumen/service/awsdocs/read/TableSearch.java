package io.yumen.service.awsdocs.read;

import io.yumen.service.awsdocs.page.Document;
import io.yumen.service.awsdocs.page.Part;
import io.yumen.service.awsdocs.page.Section;
import io.yumen.service.awsdocs.page.Table;
import io.yumen.service.awsdocs.read.TableAnswer.Matches;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tool {@code search_table} of AWS's server, on documents whose tables are exact. */
public final class TableSearch {
    private static final int DEEPEST_TITLE = 3;

    private final Document document;
    private final String url;
    private final TableQuery query;
    private final List<Section> titled;

    private TableSearch(Document document, String url, TableQuery query) {
        this.document = document;
        this.url = url;
        this.query = query;
        this.titled = document.outline().stream()
                .filter(section -> section.level() <= DEEPEST_TITLE)
                .toList();
    }

    /**
     * Searches the tables of the page.
     *
     * @param url as it was asked for
     */
    public static TableAnswer of(Document document, String url, TableQuery query) {
        TableSearch search = new TableSearch(document, url, query);
        return query.section().isBlank() ? search.everywhere() : search.inSection();
    }

    /** A table at its place. */
    private record Found(Table table, @Nullable String heading, int at) {}

    private TableAnswer everywhere() {
        List<Found> found = new ArrayList<>();
        for (Part part : document.parts()) {
            String heading = part.path().isEmpty() ? null : part.path().getLast();
            Nested.tables(part.block()).forEach(table -> found.add(new Found(table, heading, part.start())));
        }
        if (found.isEmpty()) {
            return TableAnswer.none(url, query, "No tables found on this page.");
        }
        Found largest = found.stream()
                .max(Comparator.comparingInt(each -> each.table().grid().height()))
                .orElseThrow();
        return answer(found, above(largest.at()));
    }

    private String above(int offset) {
        return titled.stream()
                .filter(section -> section.start() <= offset)
                .reduce((before, after) -> after)
                .map(Section::title)
                .orElse("(all tables)");
    }

    private TableAnswer inSection() {
        String wanted = Section.folded(query.section());
        List<Section> sections = titled.stream()
                .filter(section -> Section.folded(section.title()).equals(wanted))
                .toList();
        if (sections.isEmpty()) {
            return TableAnswer.none(url, query, available("Section \"" + query.section() + "\" not found"));
        }
        List<Found> found =
                sections.stream().flatMap(section -> in(section).stream()).toList();
        return found.isEmpty()
                ? TableAnswer.none(url, query, available("No table found in section \"" + query.section() + "\""))
                : answer(found, query.section());
    }

    private String available(String reason) {
        return reason + ". Available sections: "
                + OfficialText.quoted(titled.stream().map(Section::title).toList());
    }

    private List<Found> in(Section section) {
        List<Found> found = new ArrayList<>();
        List<Part> parts = document.parts();
        for (int i = first(section.start()); i < parts.size() && parts.get(i).start() < section.end(); i++) {
            Part part = parts.get(i);
            boolean isBelow = part.path().size() > section.path().size();
            String heading = isBelow ? part.path().getLast() : null;
            Nested.tables(part.block()).forEach(table -> found.add(new Found(table, heading, part.start())));
        }
        return found;
    }

    /** The first part that begins there or later. */
    private int first(int offset) {
        int low = 0;
        int high = document.parts().size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (document.parts().get(middle).start() < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private TableAnswer answer(List<Found> found, String section) {
        List<Matches> results = found.stream()
                .map(each -> SearchedTable.search(each.table(), each.heading(), query))
                .filter(matches -> matches.matched() > 0)
                .toList();
        String hint = results.isEmpty()
                ? "No rows matched all query words. Try fewer or broader terms, or check spelling. "
                        + "Each word must appear somewhere in the row."
                : null;
        return new TableAnswer(url, section, query.words(), found.size(), results, hint);
    }
}
