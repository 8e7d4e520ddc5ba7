package io.yumen.service.kubernetes.api;

import io.yumen.protocol.Nearest;
import io.yumen.protocol.PlainText;
import io.yumen.service.ToolFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The kinds of a cluster, and which of them somebody means. */
record Kinds(List<Kind> all) {
    private static final Set<String> BUILT_IN = Set.of("apps", "batch", "autoscaling", "policy", "extensions");
    private static final int MOST_NAMED = 10;

    Kinds {
        all = List.copyOf(all);
    }

    /** Whether one of them is called so. */
    boolean knows(String said) {
        return all.stream().anyMatch(kind -> kind.isCalled(said));
    }

    /** The kind that is meant: of the core, rather than of a built-in group, rather than another one's. */
    Kind called(String said) {
        Map<String, Kind> found = new LinkedHashMap<>();
        for (Kind kind : all) {
            if (kind.isCalled(said)) {
                found.putIfAbsent(kind.group(), kind);
            }
        }
        if (found.isEmpty()) {
            throw unknown(said);
        }
        int best = found.values().stream().mapToInt(Kinds::rank).min().orElseThrow();
        List<Kind> meant =
                found.values().stream().filter(kind -> rank(kind) == best).toList();
        if (meant.size() > 1) {
            throw new ToolFailure(
                    "refused",
                    "\"" + PlainText.echo(said) + "\" may be "
                            + meant.stream().map(Kind::fullName).sorted().collect(Collectors.joining(" or "))
                            + "; say which",
                    Duration.ZERO);
        }
        return meant.getFirst();
    }

    /** The kind that a manifest names. */
    Optional<Kind> of(String apiVersion, String name) {
        return all.stream()
                .filter(kind ->
                        kind.apiVersion().equals(apiVersion) && kind.name().equals(name))
                .findFirst();
    }

    ToolFailure unknown(String said) {
        Set<String> names = new TreeSet<>();
        all.forEach(kind -> names.addAll(List.of(kind.name(), kind.plural(), kind.fullName())));
        String word = said.contains("/") ? said.substring(said.lastIndexOf('/') + 1) : said;
        List<String> near = new ArrayList<>();
        Nearest.to(word, names).ifPresent(near::add);
        String lower = word.toLowerCase(Locale.ROOT);
        all.stream()
                .map(Kind::fullName)
                .distinct()
                .filter(name ->
                        lower.length() > 2 && name.toLowerCase(Locale.ROOT).contains(lower))
                .limit(MOST_NAMED)
                .filter(name -> !near.contains(name))
                .forEach(near::add);
        String advice = near.isEmpty() ? "" : "; did you mean " + String.join(", ", near) + "?";
        return new ToolFailure(
                "not_found",
                "This cluster has no kind \"" + PlainText.echo(said) + "\"" + advice + " (api_resources lists all)",
                Duration.ZERO);
    }

    private static int rank(Kind kind) {
        if (kind.group().isEmpty()) {
            return 0;
        }
        if (kind.group().equals("metrics.k8s.io") || kind.group().equals("events.k8s.io")) {
            return 3;
        }
        return BUILT_IN.contains(kind.group()) || kind.group().endsWith(".k8s.io") ? 1 : 2;
    }
}
