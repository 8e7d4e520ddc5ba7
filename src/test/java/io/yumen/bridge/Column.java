package io.yumen.bridge;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one client had of one server. */
record Column(Map<Feature, String> cells, List<String> failures) {
    static final String PASSES = "passes";

    /** Tries every feature that the dialect has, one after the other, with one client. */
    static Column of(Dialect dialect, ServerKind server, Served served) {
        Map<Feature, String> cells = new EnumMap<>(Feature.class);
        List<String> failures = new ArrayList<>();
        try (Peer peer = dialect.open(served)) {
            for (Feature feature : Feature.values()) {
                Optional<String> reason = dialect.lacks(feature);
                cells.put(feature, reason.orElse(PASSES));
                if (reason.isEmpty()) {
                    check(feature, peer, server)
                            .ifPresent(failure -> failures.add(dialect.title() + " client, " + server.title()
                                    + " server, " + feature.title() + ": " + failure));
                }
            }
        }
        return new Column(cells, failures);
    }

    private static Optional<String> check(Feature feature, Peer peer, ServerKind server) {
        try {
            feature.check(peer, server);
            return Optional.empty();
        } catch (AssertionError | RuntimeException e) {
            return Optional.of(String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
        }
    }
}
