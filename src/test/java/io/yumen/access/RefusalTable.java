package io.yumen.access;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What was answered to each defect on each wire, as a table for people. */
final class RefusalTable {
    private final Map<String, Map<String, TreeMap<Integer, Integer>>> rows = new LinkedHashMap<>();
    private final Map<String, TreeSet<String>> reasons = new LinkedHashMap<>();

    void add(String defect, Door door, int status) {
        rows.computeIfAbsent(defect, name -> new LinkedHashMap<>())
                .computeIfAbsent(door.wire(), wire -> new TreeMap<>())
                .merge(status, 1, Integer::sum);
    }

    /** Why it was refused, as it is recorded. */
    void because(String defect, String reason) {
        reasons.computeIfAbsent(defect, name -> new TreeSet<>()).add(reason);
    }

    /** The page, after those first words. */
    String text(String introduction) {
        List<String> wires = Door.all().map(Door::wire).distinct().toList();
        StringBuilder text = new StringBuilder(introduction);
        text.append(reasons.isEmpty() ? "| what is shown | " : "| what is shown | why not | ")
                .append(String.join(" | ", wires))
                .append(" |\n");
        text.append(reasons.isEmpty() ? "| --- |" : "| --- | --- |")
                .append(" --- |".repeat(wires.size()))
                .append('\n');
        rows.forEach((defect, byWire) -> text.append("| ")
                .append(defect)
                .append(" | ")
                .append(reason(defect))
                .append(wires.stream()
                        .map(wire -> cell(byWire.getOrDefault(wire, new TreeMap<>())))
                        .collect(Collectors.joining(" | ")))
                .append(" |\n"));
        return text.toString();
    }

    private String reason(String defect) {
        return reasons.isEmpty() ? "" : String.join(", ", reasons.getOrDefault(defect, new TreeSet<>())) + " | ";
    }

    private static String cell(Map<Integer, Integer> statuses) {
        return statuses.entrySet().stream()
                .map(entry -> entry.getKey() + " x " + entry.getValue())
                .collect(Collectors.joining(", "));
    }
}
