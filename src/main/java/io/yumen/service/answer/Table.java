package io.yumen.service.answer;

import io.yumen.protocol.JsonCodec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Objects as lines with columns, as command lines print them. */
final class Table {
    private static final String GAP = "  ";

    /** A column is padded up to this many characters; what is wider is not waited for. */
    private static final int WIDEST = 60;

    private Table() {}

    /** A line for each row, below a line with the names of the columns. */
    static String of(List<JsonNode> rows) {
        Set<String> columns = new LinkedHashSet<>();
        rows.forEach(row -> columns.addAll(row.propertyNames()));
        List<List<String>> lines = new ArrayList<>();
        lines.add(
                columns.stream().map(column -> column.toUpperCase(Locale.ROOT)).toList());
        for (JsonNode row : rows) {
            lines.add(columns.stream().map(column -> cell(row.get(column))).toList());
        }
        int[] widths = widths(lines, columns.size());
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> write(line, widths, text));
        return text.toString();
    }

    private static int[] widths(List<List<String>> lines, int columns) {
        int[] widths = new int[columns];
        for (List<String> line : lines) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], Math.min(WIDEST, line.get(i).length()));
            }
        }
        return widths;
    }

    private static void write(List<String> line, int[] widths, StringBuilder text) {
        for (int i = 0; i < line.size(); i++) {
            String cell = line.get(i);
            text.append(cell);
            if (i < line.size() - 1) {
                text.repeat(' ', Math.max(0, widths[i] - cell.length())).append(GAP);
            }
        }
        text.append('\n');
    }

    /** A cell has no end of line. */
    private static String cell(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return "-";
        }
        String text = value.isString() ? value.stringValue() : JsonCodec.text(value);
        return text.isEmpty() ? "-" : text.replace("\r", "").replace("\n", "\\n");
    }
}
