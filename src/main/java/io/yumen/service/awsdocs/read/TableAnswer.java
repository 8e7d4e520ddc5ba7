package io.yumen.service.awsdocs.read;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What {@code search_table} answers.
 *
 * @param section where it was searched; "(all tables)" for tables that no title stands above
 * @param searched how many tables
 * @param results of those with rows that match
 * @param hint what to do when nothing was found
 */
public record TableAnswer(
        String url,
        String section,
        String query,
        int searched,
        List<Matches> results,
        @Nullable String hint) {
    /** The name under which rows have those that their values span. */
    static final String BELOW = "rows";

    public TableAnswer {
        results = List.copyOf(results);
    }

    /** Nothing was searched. */
    static TableAnswer none(String url, TableQuery query, String hint) {
        return new TableAnswer(url, query.section(), query.words(), 0, List.of(), hint);
    }

    /**
     * The rows of a table that match, the best first.
     *
     * @param heading the nearest above it
     * @param total rows of the table; those under one spanning value are one
     * @param matched how many of them match
     */
    public record Matches(@Nullable String heading, Columns columns, int total, int matched, List<Row> rows) {
        public Matches {
            rows = List.copyOf(rows);
        }
    }

    /**
     * The columns of a table.
     *
     * @param parents whose values span rows; none where no value does
     */
    public record Columns(List<String> all, List<String> parents) {
        public Columns {
            all = List.copyOf(all);
            parents = List.copyOf(parents);
        }

        /** Those whose values stand under a parent. */
        public List<String> children() {
            return all.stream().filter(each -> !parents.contains(each)).toList();
        }
    }

    /**
     * A row, by column.
     *
     * @param below the rows that its values span, without those values; none where none do
     */
    public record Row(Map<String, String> values, List<Map<String, String>> below) {
        public Row {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
            below = List.copyOf(below);
        }
    }

    /** As AWS's server writes it, but without an error: a page that cannot be had is a failure, and no answer. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("url", url);
        json.put("section_title", section);
        json.put("query", query);
        json.put("tables_searched", searched);
        json.put("tables_with_matches", results.size());
        ArrayNode tables = json.putArray("results");
        results.forEach(each -> tables.add(json(each)));
        json.putNull("error");
        json.put("hint", hint);
        return json;
    }

    private static ObjectNode json(Matches matches) {
        Columns columns = matches.columns();
        boolean isNested = !columns.parents().isEmpty();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("table_heading", matches.heading());
        put(json, "columns", columns.all());
        put(json, "parent_columns", isNested ? columns.parents() : null);
        put(json, "child_columns", isNested ? columns.children() : null);
        json.put("total_rows", matches.total());
        json.put("matched_rows", matches.matched());
        json.put("showing", matches.rows().size());
        ArrayNode rows = json.putArray("rows");
        for (Row row : matches.rows()) {
            ObjectNode values = rows.addObject();
            row.values().forEach(values::put);
            if (isNested) {
                ArrayNode below = values.putArray(BELOW);
                row.below().forEach(each -> each.forEach(below.addObject()::put));
            }
        }
        return json;
    }

    private static void put(ObjectNode json, String name, @Nullable List<String> values) {
        if (values == null) {
            json.putNull(name);
        } else {
            values.forEach(json.putArray(name)::add);
        }
    }
}
