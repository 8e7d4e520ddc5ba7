package io.yumen.bridge;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The page that shows what was seen. */
final class MatrixPage {
    private static final String HEAD = """
            # The bridge matrix

            Which client has which feature of which server through Yumen. `BridgeMatrixTest` tries every cell on the raw wire,
            with real servers of the official TypeScript SDKs (1.x for the legacy era, 2.x for the modern one;
            `e2e/servers`), in every `./verify`; it fails when a cell does not pass, and when this page is not what it saw.
            To write the page anew: `mvn test -Dtest=BridgeMatrixTest -Dyumen.write=true`.

            A feature that the client's own revision or transport does not have is marked with a number; the reasons are below.
            Legacy clients and servers speak 2025-11-25 unless another revision is named, modern ones 2026-07-28.
            """;

    private MatrixPage() {}

    static String write(Map<ServerKind, Map<Dialect, Column>> seen) {
        Map<String, Integer> notes = new LinkedHashMap<>();
        StringBuilder page = new StringBuilder(HEAD);
        for (Dialect dialect : Dialect.values()) {
            page.append("\n## ")
                    .append(dialect.title())
                    .append(" client (")
                    .append(dialect.revision().wire());
            page.append(")\n\n| feature |");
            for (ServerKind server : ServerKind.values()) {
                page.append(' ').append(server.title()).append(" server |");
            }
            page.append("\n| --- |").append(" --- |".repeat(ServerKind.values().length));
            for (Feature feature : Feature.values()) {
                page.append("\n| ").append(feature.title()).append(" |");
                Arrays.stream(ServerKind.values())
                        .map(server -> cell(seen, server, dialect, feature, notes))
                        .forEach(cell -> page.append(' ').append(cell).append(" |"));
            }
            page.append('\n');
        }
        page.append("\n## Not in that revision\n\n");
        return page.append(notes.entrySet().stream()
                        .map(note -> note.getValue() + ". " + note.getKey() + "\n")
                        .collect(Collectors.joining()))
                .toString();
    }

    private static String cell(
            Map<ServerKind, Map<Dialect, Column>> seen,
            ServerKind server,
            Dialect dialect,
            Feature feature,
            Map<String, Integer> notes) {
        Column column =
                Objects.requireNonNull(Objects.requireNonNull(seen.get(server)).get(dialect));
        String cell = Objects.requireNonNull(column.cells().get(feature));
        if (cell.equals(Column.PASSES)) {
            return cell;
        }
        return "not in that revision (" + notes.computeIfAbsent(cell, reason -> notes.size() + 1) + ")";
    }
}
