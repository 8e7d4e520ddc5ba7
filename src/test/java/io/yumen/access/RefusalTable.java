package io.yumen.access;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was answered to each defect on each wire, as a table for people. */
final class RefusalTable {
    private final Map<String, Map<String, TreeMap<Integer, Integer>>> rows = new LinkedHashMap<>();

    void add(String defect, Door door, int status) {
        rows.computeIfAbsent(defect, name -> new LinkedHashMap<>())
                .computeIfAbsent(door.wire(), wire -> new TreeMap<>())
                .merge(status, 1, Integer::sum);
    }

    int defects() {
        return rows.size();
    }

    /** The page, after those first words. */
    String text(String introduction) {
        List<String> wires = Door.all().map(Door::wire).distinct().toList();
        StringBuilder text = new StringBuilder(introduction);
        text.append("| what is shown | ").append(String.join(" | ", wires)).append(" |\n");
        text.append("| --- |").append(" --- |".repeat(wires.size())).append('\n');
        rows.forEach((defect, byWire) -> text.append("| ")
                .append(defect)
                .append(" | ")
                .append(wires.stream()
                        .map(wire -> cell(byWire.getOrDefault(wire, new TreeMap<>())))
                        .collect(Collectors.joining(" | ")))
                .append(" |\n"));
        return text.toString();
    }

    private static String cell(Map<Integer, Integer> statuses) {
        return statuses.entrySet().stream()
                .map(entry -> entry.getKey() + " x " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
