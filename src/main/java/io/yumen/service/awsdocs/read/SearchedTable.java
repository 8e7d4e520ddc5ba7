package io.yumen.service.awsdocs.read;

import io.yumen.service.awsdocs.page.Grid;
import io.yumen.service.awsdocs.page.Inline;
import io.yumen.service.awsdocs.page.Table;
import io.yumen.service.awsdocs.page.Table.Cell;
import io.yumen.service.awsdocs.page.Words;
import io.yumen.service.awsdocs.read.TableAnswer.Columns;
import io.yumen.service.awsdocs.read.TableAnswer.Matches;
import io.yumen.service.awsdocs.read.TableAnswer.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A table, searched by rows. Where values span rows, those rows are one that the values stand in once: no row goes without what was said
 * above it.
 */
final class SearchedTable {
    private final Grid grid;
    private final int firstRow;
    private final List<String> names;
    private final List<Integer> parents;
    private final List<Integer> children;

    private SearchedTable(Table table) {
        this.grid = table.grid();
        this.firstRow = table.headRows();
        this.parents = columns().filter(this::spans).boxed().toList();
        this.names = names(table, parents.isEmpty() ? Set.of() : Set.of(TableAnswer.BELOW));
        Set<Integer> spanning = Set.copyOf(parents);
        this.children =
                columns().boxed().filter(column -> !spanning.contains(column)).toList();
    }

    /** The rows of it in which all those words stand. */
    static Matches search(Table table, @Nullable String heading, TableQuery query) {
        return new SearchedTable(table).search(heading, query);
    }

    /** A row, and what is searched of it. */
    private record Candidate(Row row, SearchedWords words, SearchedWords first) {}

    private Matches search(@Nullable String heading, TableQuery query) {
        List<String> sought = SearchedWords.list(query.words());
        List<Candidate> all = candidates();
        List<Row> matching = all.stream()
                .filter(each -> !sought.isEmpty() && sought.stream().allMatch(each.words()::have))
                .sorted(Comparator.comparingLong(
                                (Candidate each) -> each.first().count(sought))
                        .reversed())
                .map(Candidate::row)
                .toList();
        Columns columns = new Columns(names, parents.stream().map(names::get).toList());
        List<Row> shown = matching.subList(0, Math.min(matching.size(), query.rows()));
        return new Matches(heading, columns, all.size(), matching.size(), shown);
    }

    private List<Candidate> candidates() {
        List<Candidate> candidates = new ArrayList<>();
        int row = firstRow;
        while (row < grid.height()) {
            int end = row + 1;
            while (!parents.isEmpty() && end < grid.height() && goesOn(end)) {
                end++;
            }
            candidates.add(candidate(row, end));
            row = end;
        }
        return candidates;
    }

    /** Whether each value that may span rows reaches that row from the one before it. */
    private boolean goesOn(int row) {
        return parents.stream().allMatch(column -> grid.continues(row, column));
    }

    private Candidate candidate(int from, int end) {
        StringBuilder words = new StringBuilder();
        Map<String, String> values = new LinkedHashMap<>();
        List<Integer> own = parents.isEmpty() ? children : parents;
        for (int column : own) {
            values.put(names.get(column), text(grid.at(from, column), words));
        }
        List<Map<String, String>> below = new ArrayList<>();
        for (int row = from; !parents.isEmpty() && row < end; row++) {
            Map<String, String> child = new LinkedHashMap<>();
            for (int column : children) {
                String text = text(grid.at(row, column), words);
                if (!text.isEmpty()) {
                    child.put(names.get(column), text);
                }
            }
            if (!child.isEmpty()) {
                below.add(child);
            }
        }
        SearchedWords first =
                SearchedWords.in(Words.ofBlocks(grid.at(from, own.getFirst()).blocks()));
        return new Candidate(new Row(values, below), SearchedWords.in(words.toString()), first);
    }

    /** What the cell says; its words, without the addresses of its links, are added to those that are searched. */
    private static String text(Cell cell, StringBuilder words) {
        List<Inline> line = Words.lines(cell.blocks());
        words.append(Words.of(line)).append('\n');
        StringBuilder text = new StringBuilder();
        line.forEach(each -> append(each, text));
        return text.toString().strip().replaceAll("\\s+", " ");
    }

    private static void append(Inline inline, StringBuilder text) {
        switch (inline) {
            case Inline.Link link ->
                text.append('[')
                        .append(Words.of(link.content()))
                        .append("](")
                        .append(link.address())
                        .append(')');
            case Inline.Strong strong -> strong.content().forEach(each -> append(each, text));
            case Inline.Emphasis emphasis -> emphasis.content().forEach(each -> append(each, text));
            case Inline.Atom atom -> text.append(Words.of(List.of(atom)));
        }
    }

    private IntStream columns() {
        return IntStream.range(0, grid.width());
    }

    /** Whether a value of the column spans rows, and that column alone. */
    private boolean spans(int column) {
        return IntStream.range(firstRow + 1, grid.height())
                .anyMatch(row ->
                        grid.continues(row, column) && grid.at(row, column).columns() == 1);
    }

    /** The titles above each other as one, and no two alike: where no row has titles, the first has. */
    private static List<String> names(Table table, Set<String> others) {
        Grid grid = table.grid();
        Set<String> taken = new HashSet<>(others);
        Map<String, Integer> next = new HashMap<>();
        List<String> names = new ArrayList<>();
        for (int column = 0; column < grid.width(); column++) {
            Set<String> titles = new LinkedHashSet<>();
            for (int row = 0; row < Math.max(1, table.headRows()); row++) {
                titles.add(text(grid.at(row, column), new StringBuilder()));
            }
            titles.remove("");
            String title = titles.isEmpty() ? "column_" + (column + 1) : String.join(" - ", titles);
            String name = title;
            while (!taken.add(name)) {
                name = title + "_" + next.merge(title, 2, (number, ignored) -> number + 1);
            }
            names.add(name);
        }
        return names;
    }
}
